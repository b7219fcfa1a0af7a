"""A forecast that corrects the naive one: how far, is learned; how far at most, is bounded."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from ml.features import BASE
from ml.shows import Floats
from ml.training.estimators import KINDS, Estimator, Matrix

SHRINKS = (0.25, 0.5, 0.75, 1.0)
"""Shares of a correction that may be believed; none at all would be the naive forecast."""
_BOUNDS = (0.005, 0.995)
"""Quantiles of the log-ratios seen, between which corrections are kept: no model extrapolates beyond them."""


class Forecaster(Protocol):
    """Turns features into log(1 + tickets)."""

    def log_forecast(self, rows: Matrix) -> Floats:
        """Return one forecast a row."""
        ...


class Naive:
    """The row to beat: what the run, the slot or the bookings say by themselves."""

    def log_forecast(self, rows: Matrix) -> Floats:
        """Return the naive forecast, which the features hold."""
        base: Floats = np.maximum(rows[:, BASE].astype(float), 0)
        return base


@dataclass(frozen=True, slots=True)
class Corrected:
    """The naive forecast, corrected by a share of what an estimator says."""

    estimator: Estimator
    columns: tuple[int, ...]
    """Features that had values when it was fitted."""
    low: float
    high: float
    shrink: float = 1.0

    def correction(self, rows: Matrix) -> Floats:
        """Return the bounded log-ratio, before it is shrunk."""
        with _one_thread():
            ratio = self.estimator.predict(rows[:, self.columns])
        bounded: Floats = np.clip(ratio, self.low, self.high)
        return bounded

    def log_forecast(self, rows: Matrix) -> Floats:
        """Return one forecast a row; never less than nobody."""
        return np.maximum(rows[:, BASE] + self.shrink * self.correction(rows), 0)


@dataclass(frozen=True, slots=True)
class Blend:
    """The geometric mean of some forecasts: errors that differ cancel."""

    members: tuple[Forecaster, ...]

    def log_forecast(self, rows: Matrix) -> Floats:
        """Return one forecast a row."""
        forecast: Floats = np.mean([member.log_forecast(rows) for member in self.members], axis=0)
        return forecast


def tickets(log_forecast: Floats) -> Floats:
    """Return a forecast in tickets."""
    return np.expm1(log_forecast)


def _one_thread() -> threadpool_limits:
    """Keep OpenMP and BLAS to one thread.

    On tables of this size threads wait for each other more than they work, and a hundred times as long when
    another process does the same; and sums come in one order.
    """
    return threadpool_limits(limits=1)


_MOST_ROWS = {"polynomial": 15_000, "tabnet": 20_000}
"""Rows that the slow ones are fitted on: evenly spread over time, where there are more."""


def _spread(values: Any, most: int | None) -> Any:
    if most is None or len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).astype(np.int64)]


def fit(kind: str, rows: Matrix, sold: Floats, seed: int) -> Corrected:
    """Fit one kind of model, which believes itself entirely until ``shrink`` is learned."""
    rows, sold = _spread(rows, _MOST_ROWS.get(kind)), _spread(sold, _MOST_ROWS.get(kind))
    columns = tuple(int(column) for column in np.flatnonzero(np.isfinite(rows).any(axis=0)))
    target = np.log1p(sold) - rows[:, BASE].astype(float)
    low, high = np.quantile(target, _BOUNDS)
    with _one_thread():
        estimator = KINDS[kind](list(columns), seed).fit(rows[:, columns], target)
    return Corrected(estimator, columns, float(low), float(high))
