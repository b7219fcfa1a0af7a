"""Wire shapes of planning, as the house's people write and see them."""
