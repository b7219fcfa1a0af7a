"""Training models: a process of its own that knows no secret and has limits, and who watches over it."""
