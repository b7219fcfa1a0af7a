"""Intervals hold what they promise on shows that come later."""

import numpy as np
import pytest

from ml.intervals import LEVEL
from ml.training.intervals import fit_intervals

NO_END = np.array([np.inf])
"""Seats, where nothing sells out."""


def made(rng, count: int, spread: float):
    log_forecast = rng.uniform(1, 5, count)
    known = (rng.random(count) < 0.5).astype(float)
    scale = spread * (1.5 - known) * (1.6 - log_forecast / 5)
    sold = np.maximum(np.expm1(log_forecast + rng.normal(0, 1, count) * scale), 0)
    return sold, log_forecast, known


def fit_to(shows, period):
    sold, log_forecast, known = shows
    return fit_intervals(sold, log_forecast, known, period, NO_END)


@pytest.mark.parametrize("count", [200, 1_000, 8_000])
def test_nine_in_ten_later_shows_lie_within(rng, count):
    period = np.arange(count) * 5 // count
    intervals = fit_to(made(rng, count, 0.4), period)
    sold, log_forecast, known = made(rng, 20_000, 0.4)
    low, high = intervals.around(log_forecast, known)
    covered = ((low <= sold) & (sold <= high)).mean()
    assert LEVEL - 0.02 <= covered <= LEVEL + 0.06


def test_shows_of_which_more_is_known_have_narrower_intervals(rng):
    intervals = fit_to(made(rng, 8_000, 0.4), np.arange(8_000) // 1600)
    one = np.array([3.0])
    narrow, wide = (intervals.around(one, np.array([known])) for known in (1.0, 0.0))
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_periods_that_differ_widen_the_interval(rng):
    """What the next period errs by is not in the last ones; the stretch is learned from how they differed."""
    sold, log_forecast, known = made(rng, 2_000, 0.3)
    period = np.arange(2_000) // 400
    drift = np.array([-0.6, 0.5, -0.4, 0.6, 0.0])[period]
    moved = np.maximum(np.expm1(np.log1p(sold) + drift), 0)
    steady, moving = (fit_to((tickets, log_forecast, known), period) for tickets in (sold, moved))
    assert (moving.high - moving.low).mean() > 1.3 * (steady.high - steady.low).mean()
    together = fit_to((moved, log_forecast, known), np.zeros(2_000, int))
    assert (moving.high - moving.low).mean() > (together.high - together.low).mean()


def test_an_interval_never_begins_below_nobody(rng):
    intervals = fit_to(made(rng, 300, 1.5), np.zeros(300, int))
    low, high = intervals.around(np.array([0.0, 0.1]), np.zeros(2))
    assert (low >= 0).all()
    assert (high >= low).all()
