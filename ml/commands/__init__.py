"""The ML engineer's tool, a file a command: each adds its arguments and runs."""
