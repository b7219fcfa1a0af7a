"""Intervals around forecasts, for whoever learns them and whoever serves them."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ml.features import NAMES
from ml.shows import Floats

LEVEL = 0.9
_RUN, _BOOKED = NAMES.index("film_known"), NAMES.index("booked")


@dataclass(frozen=True, slots=True)
class Intervals:
    """Widths by stratum: whether anything is known of the show itself, and how high the forecast is."""

    edges: Floats
    """Log forecasts at which the next stratum begins."""
    low: Floats
    """What is added to a log forecast for the lower end: by [known, stratum]."""
    high: Floats

    def around(self, log_forecast: Floats, known: Floats) -> tuple[Floats, Floats]:
        """Return both ends in tickets; ``known`` is 1 for a show of which bookings or a run are known."""
        place = np.searchsorted(self.edges, log_forecast, side="right")
        row = (known > 0).astype(np.int64)
        low = np.maximum(np.expm1(log_forecast + self.low[row, place]), 0)
        return low, np.maximum(np.expm1(log_forecast + self.high[row, place]), low)

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Self:
        """Return the intervals of a card's entry."""
        return cls(*(np.array(entry[part], dtype=float) for part in ("edges", "low", "high")))

    def stretched(self, factor: float) -> "Intervals":
        """Return wider ones."""
        return Intervals(self.edges, self.low * factor, self.high * factor)

    def as_json(self) -> dict[str, Any]:
        """Return the card's entry."""
        return {
            "level": LEVEL,
            "edges": self.edges.tolist(),
            "low": self.low.tolist(),
            "high": self.high.tolist(),
        }


def knowledge(rows: NDArray[np.float32]) -> Floats:
    """Return 1 for shows of which more is known than their slot: their run, or bookings."""
    return ((rows[:, _RUN] > 0) | (rows[:, _BOOKED] > 0)).astype(float)
