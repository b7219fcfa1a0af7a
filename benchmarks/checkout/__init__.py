"""Buying a ticket from end to end, and what a full queue or a cancelled show costs those who are buying."""
