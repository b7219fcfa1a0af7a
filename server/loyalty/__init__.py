"""Points: earned by paying, spent beside money."""
