"""Whether one forecast is better than another, or only happened to be."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from ml.shows import Floats, Integers

LEAST_FILMS = 20
"""Tests over fewer clusters find too much (Cameron and Miller 2015)."""
_SIGNIFICANCE = 0.05
"""One-sided, for all challengers together."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """Forecasts of the same shows, made before they were over."""

    tickets: Floats
    film: Integers
    """Which film each show is; negative where it is not known."""
    week: Integers

    @classmethod
    def of(cls, tickets: Floats, film: Integers, day: Integers) -> "Evidence":
        """Take shows by their day."""
        return cls(tickets, film, day // _WEEK)

    @property
    def films(self) -> int | None:
        """How many films these are; None where some are not known."""
        return len(np.unique(self.film)) if (self.film >= 0).all() else None

    def gain(self, forecast: Floats, instead_of: Floats) -> Floats:
        """Return for each show how many tickets of error less there are."""
        return np.abs(instead_of - self.tickets) - np.abs(forecast - self.tickets)

    def standard_error(self, gain: Floats) -> float:
        """Return the standard error of the gain in WAPE.

        Shows of one week err together, so weeks are what is counted: the linearised variance of a ratio of
        sums over clusters (Cochran, Sampling Techniques, section 6.4).
        """
        gains, tickets = _sums(self.week, gain), _sums(self.week, self.tickets)
        count = len(gains)
        if count < 2:  # noqa: PLR2004 # one week says nothing of another
            return float("inf")
        ratio = gains.sum() / tickets.sum()
        spread = np.sum((gains - ratio * tickets) ** 2) * count / (count - 1)
        return float(np.sqrt(spread) / tickets.sum())

    def beats(self, forecast: Floats, incumbent: Floats, *, challengers: int = 1) -> bool:
        """Tell whether a forecast is better than the one there is, and would be without any one week or film.

        The best of several is lucky before it is good: each of them must be surer by as much as there are
        (Bonferroni). An improvement that rests on one film's run is none that the next film will see.
        """
        gain = self.gain(forecast, incumbent)
        weeks = len(np.unique(self.week))
        if weeks < 2 or (self.films is not None and self.films < LEAST_FILMS):  # noqa: PLR2004 # one week says nothing of another
            return False
        sure = float(stats.t.ppf(1 - _SIGNIFICANCE / challengers, weeks - 1))
        if gain.sum() / self.tickets.sum() <= sure * self.standard_error(gain):
            return False
        clusters = [self.week]
        if self.films is not None:
            clusters.append(self.film)
        return all((gain.sum() - _sums(cluster, gain) > 0).all() for cluster in clusters)


def _sums(cluster: Integers, values: Floats) -> Floats:
    _, place = np.unique(cluster, return_inverse=True)
    return np.bincount(place, values).astype(float)
