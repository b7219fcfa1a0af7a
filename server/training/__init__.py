"""Training as a service: tables that are handed in, the jobs that learn from them, and what came of each."""
