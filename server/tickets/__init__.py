"""E-tickets: what a customer shows at the door."""
