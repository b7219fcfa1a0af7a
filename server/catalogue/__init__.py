"""Films and the people who made them."""
