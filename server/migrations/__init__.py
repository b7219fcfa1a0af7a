"""Schema history, in Tortoise's own migrations."""
