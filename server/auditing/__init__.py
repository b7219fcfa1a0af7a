"""Reading what the house's people did."""
