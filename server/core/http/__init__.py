"""The HTTP edge: operations, problem details, sign-in guard, OpenAPI."""
