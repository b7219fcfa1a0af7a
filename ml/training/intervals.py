"""Intervals that hold what they promise: quantiles of the errors made on days that came after the fit.

Split conformal prediction on the rolling-origin forecasts, in the logarithm of 1 + tickets, by stratum
(Mondrian conformal, Vovk et al. 2003): a show of a film that is running is easier to forecast than a
premiere, and a full house easier, in proportion, than an empty one.
"""

from typing import Any

import numpy as np
from scipy import stats

from ml.intervals import LEVEL, Intervals
from ml.shows import Floats, Integers

_ROWS_A_STRATUM = 120
_MOST_STRATA = 6
_DOUBT = 0.05
"""How often, over many trainings, a tail may hold more than its share."""
_STRETCHES = tuple(float(factor) for factor in np.arange(1, 2.01, 0.02))


def fit_intervals(
    tickets: Floats, log_forecast: Floats, known: Floats, period: Integers, seats: Floats
) -> Intervals:
    """Learn widths from forecasts made before their shows were over, in periods that followed each other.

    Errors of the periods to come are not quite those of the past, so the widths are stretched by the least
    factor with which each period would have been covered as promised by widths learned from the others.
    A forecast of more than the seats did not err where the house was full.
    """
    full = tickets >= seats
    residual = np.log1p(tickets) - log_forecast
    residual = np.where(full, np.maximum(residual, 0.0), residual)
    strata = int(np.clip(len(residual) // (2 * _ROWS_A_STRATUM), 1, _MOST_STRATA))
    edges = np.unique(np.quantile(log_forecast, np.linspace(0, 1, strata + 1)[1:-1]))
    whole = _widths(edges, residual, log_forecast, known, np.ones(len(residual), dtype=bool))
    periods = np.unique(period)
    if len(periods) == 1:
        return whole
    others = [
        (_widths(edges, residual, log_forecast, known, period != one), period == one) for one in periods
    ]
    for stretch in _STRETCHES:
        covered = sum(
            _covered(widths.stretched(stretch), tickets[mine], log_forecast[mine], known[mine], full[mine])
            for widths, mine in others
        )
        if covered >= LEVEL * len(residual):
            return whole.stretched(stretch)
    return whole.stretched(_STRETCHES[-1])


def _widths(edges: Floats, residual: Floats, log_forecast: Floats, known: Floats, mine: Any) -> Intervals:
    residual, place, informed = (
        residual[mine],
        np.searchsorted(edges, log_forecast[mine], "right"),
        known[mine] > 0,
    )
    low, high = np.zeros((2, len(edges) + 1)), np.zeros((2, len(edges) + 1))
    for row in (0, 1):
        for stratum in range(len(edges) + 1):
            enough = _enough(residual, informed == bool(row), place == stratum)
            low[row, stratum], high[row, stratum] = _quantiles(enough)
    return Intervals(edges, low, high)


def _covered(intervals: Intervals, tickets: Floats, log_forecast: Floats, known: Floats, full: Any) -> int:
    low, high = intervals.around(log_forecast, known)
    return int((((low <= tickets) | full) & (tickets <= high)).sum())


def _enough(residual: Floats, informed: Any, stratum: Any) -> Floats:
    """Return the residuals of a stratum, or of a wider one while it has too few."""
    candidates: list[Floats] = [residual[informed & stratum], residual[informed], residual[stratum]]
    return next((chosen for chosen in candidates if len(chosen) >= _ROWS_A_STRATUM), residual)


def _quantiles(residual: Floats) -> tuple[float, float]:
    """Return both ends: order statistics outside of which, as good as surely, a tail lies at most.

    A tolerance interval (Wilks 1941; for conformal prediction, Vovk 2012): the few errors that were seen
    may have been lucky ones, so with fewer of them the ends lie further out.
    """
    ordered = np.sort(residual)
    outside = int(stats.binom.ppf(_DOUBT, len(ordered), (1 - LEVEL) / 2))
    place = max(outside - 1, 0)
    return float(ordered[place]), float(ordered[-1 - place])
