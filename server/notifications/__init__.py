"""Messages to people: what is said, and the channel that carries it."""
