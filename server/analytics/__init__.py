"""What the house's people want to know of its sales."""
