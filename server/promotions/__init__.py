"""Codes that take something off the seats' price, and how often they still may."""
