"""The hall that is measured: ten rows of thirty seats."""

ROWS, NUMBERS = "ABCDEFGHJK", range(1, 31)
LABELS = [f"{row}{number}" for row in ROWS for number in NUMBERS]
