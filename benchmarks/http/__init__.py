"""What the HTTP edge costs: the server's own operations against the framework's cheapest route."""
