"""What sales cannot go beyond: no more tickets than seats, no fewer than are booked.

A model says how many are wanted, which may be more; what a show will sell is that, within these bounds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.features import NAMES
from ml.shows import Floats

_BOOKED, _CAPACITY = NAMES.index("booked"), NAMES.index("capacity")


@dataclass(frozen=True, slots=True)
class Bounds:
    """One element a row of the feature matrix."""

    booked: Floats
    """Nobody, where bookings are not known."""
    seats: Floats
    """Infinitely many, where they are not known."""

    @classmethod
    def of(cls, rows: NDArray[np.float32]) -> "Bounds":
        """Read them from their logarithms: whole ones, whatever a float32 made of them.

        An interval that ended a millionth below a full house would not hold it.
        """
        booked = np.rint(np.nan_to_num(np.expm1(rows[:, _BOOKED].astype(float)), nan=0.0))
        seats = np.rint(np.nan_to_num(np.expm1(rows[:, _CAPACITY].astype(float)), nan=np.inf))
        return cls(booked, np.maximum(seats, booked))

    def full(self, sold: Floats) -> NDArray[np.bool_]:
        """Return which shows sold all they had: of these, demand was at least that."""
        full: NDArray[np.bool_] = sold >= self.seats
        return full

    def within(self, tickets: Floats) -> Floats:
        """Return what will be sold where so many are wanted."""
        return np.clip(tickets, self.booked, self.seats)
