"""Whether the exported model says what the fitted one says."""

import numpy as np

from ml.predictor import INPUT, OUTPUT, session_of
from ml.training.estimators import Matrix
from ml.training.forecaster import Forecaster, tickets

MOST = 1e-4
"""The largest relative difference that is taken for the same."""
ROWS = 1000


class NoParity(ValueError):
    """Raised when an exported model and its original disagree."""


def parity(model: bytes, forecaster: Forecaster, rows: Matrix) -> float:
    """Return the largest relative difference over up to 1,000 rows; raises ``NoParity`` beyond the bound.

    Relative to 1 + tickets, as forecasts of nobody differ by rounding alone.
    """
    rows = rows[np.linspace(0, len(rows) - 1, min(ROWS, len(rows))).astype(int)]
    (said,) = session_of(model).run([OUTPUT], {INPUT: rows})
    original = tickets(forecaster.log_forecast(rows))
    difference = float((np.abs(said - original) / (1 + original)).max())
    if not difference <= MOST:
        raise NoParity(f"the exported model is off by {difference:.2e}, more than {MOST:.0e}")
    return difference
