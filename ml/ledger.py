"""What was known by the end of any day: sums by key and day, and their sums over windows of days before one.

Everything that a forecast knows of earlier shows is asked of a ledger, and a ledger answers only from days
that are strictly earlier than the day it is asked for. That is what keeps the future out.
"""

import numpy as np

from ml.shows import Floats, Integers

_DAYS = 2**20
"""Days that a key has room for."""
EVER = 2**19
"""A window, in days, that holds everything."""
_GRAIN = 2.0**28
"""Values are kept to a whole part of this, so that sums of them are exact.

Sums over a window are differences of running sums. Rounded ones would differ in the last digit by what other
keys sold, and a difference that should be nothing would have a sign, on which trees split.
"""
NOBODY = -1
"""The key of what has none; nothing is known of it."""


class Ledger:
    """Sums of values by key and day."""

    def __init__(self, keys: Integers, days: Integers, values: Floats) -> None:
        known = (keys >= 0) & ~np.isnan(values)
        code = keys[known] * _DAYS + days[known]
        order = np.argsort(code, kind="stable")
        code, values = code[order], np.round(values[known][order] * _GRAIN) / _GRAIN
        self._code, first = np.unique(code, return_index=True)
        counts = np.diff(np.append(first, len(code))).astype(float)
        sums = np.add.reduceat(values, first) if len(first) else np.zeros(0)
        self._mean = sums / counts
        self._sums = np.concatenate([[0.0], np.cumsum(sums)])
        self._counts = np.concatenate([[0.0], np.cumsum(counts)])

    def window(self, keys: Integers, days: Integers, length: int = EVER) -> tuple[Floats, Floats]:
        """Return sum and count of the values of ``length`` days before each day."""
        end = self._position(keys, days)
        begin = self._position(keys, np.maximum(days - length, 0))
        known = keys >= 0
        return (
            np.where(known, self._sums[end] - self._sums[begin], 0.0),
            np.where(known, self._counts[end] - self._counts[begin], 0.0),
        )

    def mean(
        self, keys: Integers, days: Integers, prior: Floats, weight: float, length: int = EVER
    ) -> Floats:
        """Return the mean of a window, drawn to ``prior`` as if it had been seen ``weight`` times."""
        total, count = self.window(keys, days, length)
        return (total + weight * prior) / (count + weight)

    def last(self, keys: Integers, days: Integers, back: int = 1) -> tuple[Floats, Floats]:
        """Return the mean of the ``back``-th day before that has values, and how many days ago; else NaN."""
        place = self._position(keys, days) - back
        inside = np.maximum(place, 0)
        if not len(self._code):
            return np.full(len(keys), np.nan), np.full(len(keys), np.nan)
        found = (place >= 0) & (self._code[inside] // _DAYS == keys) & (keys >= 0)
        return (
            np.where(found, self._mean[inside], np.nan),
            np.where(found, days - self._code[inside] % _DAYS, np.nan),
        )

    def on(self, keys: Integers, days: Integers) -> Floats:
        """Return the mean on that very day; NaN where there is none. The asker knows that it is past."""
        if not len(self._code):
            return np.full(len(keys), np.nan)
        code = keys * _DAYS + days
        place = np.minimum(np.searchsorted(self._code, code), len(self._code) - 1)
        return np.where((self._code[place] == code) & (keys >= 0), self._mean[place], np.nan)

    def first(self, keys: Integers, days: Integers) -> Floats:
        """Return the first day with values, of those before each day; NaN for none."""
        begin = np.searchsorted(self._code, keys * _DAYS)
        found = (begin < self._position(keys, days)) & (keys >= 0)
        if not len(self._code):
            return np.full(len(keys), np.nan)
        return np.where(found, self._code[np.minimum(begin, len(self._code) - 1)] % _DAYS, np.nan)

    def run(self, keys: Integers, days: Integers) -> Integers:
        """Return on how many days before there were values."""
        count = self._position(keys, days) - np.searchsorted(self._code, keys * _DAYS)
        return np.where(keys >= 0, count, 0)

    def _position(self, keys: Integers, days: Integers) -> Integers:
        return np.searchsorted(self._code, keys * _DAYS + days)
