"""How far off forecasts were."""

from dataclasses import dataclass

import numpy as np

from ml.shows import Floats


@dataclass(frozen=True, slots=True)
class Metrics:
    """Errors in tickets. ``r2`` is None where all shows sold the same."""

    mae: float
    rmse: float
    r2: float | None
    wape: float
    """Sum of absolute errors over sum of tickets."""
    n: int
    coverage90: float | None = None
    """Share of shows within their 90 % interval."""
    width90: float | None = None
    """Mean width of the interval in tickets."""


def measure(tickets: Floats, forecast: Floats, interval: tuple[Floats, Floats] | None = None) -> Metrics:
    """Compare a forecast with what was sold."""
    error = forecast - tickets
    spread = float(np.sum((tickets - tickets.mean()) ** 2))
    low, high = interval if interval is not None else (None, None)
    return Metrics(
        mae=float(np.abs(error).mean()),
        rmse=float(np.sqrt((error**2).mean())),
        r2=1 - float((error**2).sum()) / spread if spread > 0 else None,
        wape=wape(tickets, forecast),
        n=len(tickets),
        coverage90=None
        if low is None or high is None
        else float(((low <= tickets) & (tickets <= high)).mean()),
        width90=None if low is None or high is None else float((high - low).mean()),
    )


def wape(tickets: Floats, forecast: Floats) -> float:
    """Return the weighted absolute percentage error."""
    return float(np.abs(forecast - tickets).sum() / max(tickets.sum(), 1e-9))
