"""Figures that travel: each is a ratio of two things measured in the same run, turn and turn about."""
