"""A forecast that corrects the naive one: how far, is learned; how far at most, is bounded."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

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
        bounded: Floats = np.clip(self.estimator.predict(rows[:, self.columns]), self.low, self.high)
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


def fit(kind: str, rows: Matrix, sold: Floats, seed: int) -> Corrected:
    """Fit one kind of model, which believes itself entirely until ``shrink`` is learned."""
    columns = tuple(int(column) for column in np.flatnonzero(np.isfinite(rows).any(axis=0)))
    target = np.log1p(sold) - rows[:, BASE].astype(float)
    low, high = np.quantile(target, _BOUNDS)
    estimator = KINDS[kind](list(columns), seed).fit(rows[:, columns], target)
    return Corrected(estimator, columns, float(low), float(high))
