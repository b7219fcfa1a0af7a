"""The one error of the house: a sentence for the person at the terminal."""


class HouseError(Exception):
    """The house cannot go on. Its text is one line: what is wrong, where, and what to do about it."""
