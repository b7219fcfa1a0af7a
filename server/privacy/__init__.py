"""What belongs to the person: a copy of it all, and its deletion."""
