"""Seasons that never were, played with several ways to set prices: what would each have earned."""
