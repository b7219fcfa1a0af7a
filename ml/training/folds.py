"""Rolling-origin folds: models are judged on days after those they were fitted on, as they will be used."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml.shows import Integers

FIRST_ORIGIN = 0.4
"""Share of the days before the first fold is forecast."""
FOLDS = 5
WARM_UP = 0.03
"""Share of the first rows that are not fitted on: their features knew nothing yet."""

Rows = NDArray[np.int64]


def rolling(days: Integers) -> Iterator[tuple[Rows, Rows]]:
    """Yield positions to fit on and positions to forecast, fold by fold, as time goes.

    Rows are in the order of time. All forecast rows together are what comes after the first origin.
    """
    distinct = np.unique(days)
    shares = np.linspace(FIRST_ORIGIN, 1, FOLDS + 1)
    edges = [distinct[min(int(len(distinct) * share), len(distinct) - 1)] for share in shares[:-1]]
    edges.append(distinct[-1] + 1)
    warm = warmed_up(days)
    for begin, end in pairwise(edges):
        fit = np.flatnonzero(warm & (days < begin))
        forecast = np.flatnonzero((days >= begin) & (days < end))
        if len(fit) and len(forecast):
            yield fit, forecast


def warmed_up(days: Integers) -> NDArray[np.bool_]:
    """Return which rows may be fitted on."""
    return np.arange(len(days)) >= int(len(days) * WARM_UP)
