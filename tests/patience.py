"""How long tests wait for what must come: long, for the machine may have much else to do."""

PATIENCE = 60.0
"""Seconds. How soon something came is measured in benchmarks and never asserted."""
