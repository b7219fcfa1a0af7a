"""What would have been wanted of shows that sold out.

A full house says that demand was at least its seats. Forecasts that are fitted on sales take the seats for
the demand, and prices made from them sell the best shows too cheaply. Steps of the EM algorithm for a
censored (Tobit) normal distribution of log demand put its expectation in the place of the seats; revenue
management calls it detruncation (Talluri and van Ryzin 2004, section 9.4).
"""

import numpy as np
from scipy import stats

from ml.bounds import Bounds
from ml.features import NAMES
from ml.shows import Floats
from ml.training.estimators import Matrix
from ml.training.forecaster import fit, tickets

_FURTHEST = 4.0
"""Standard deviations: beyond them a forecast was wrong in another way."""
_ROUNDS = 2
"""Of fitting and saying what full houses would have sold."""
_PARTS = 3
"""Of the rows, each forecast by what was fitted on the others."""
_LEADS = 6
"""Groups of rows, by how long before the start they are: early forecasts err more than late ones."""
_SEED = 7
_LEAD = NAMES.index("lead")


def demand_of(rows: Matrix, sold: Floats) -> Floats:
    """Return the tickets that were wanted, by row; the rows are in the order of time."""
    bounds = Bounds.of(rows)
    if not bounds.full(sold).any():
        return sold
    part = np.arange(len(rows)) * _PARTS // len(rows)
    lead = np.nan_to_num(rows[:, _LEAD].astype(float))
    edges = np.unique(np.quantile(lead, np.linspace(0, 1, _LEADS + 1)[1:-1]))
    group = np.searchsorted(edges, lead, side="right")
    demand, log_expected = sold, np.zeros(len(sold))
    for _ in range(_ROUNDS):
        for number in range(_PARTS):
            mine = part == number
            model = fit("boosting", rows[~mine], demand[~mine], _SEED)
            log_expected[mine] = model.log_forecast(rows[mine])
        error = np.log1p(demand) - log_expected
        spread = np.sqrt(np.bincount(group, error**2) / np.maximum(np.bincount(group), 1))[group]
        demand = wanted(sold, bounds.seats, tickets(log_expected), spread)
    return demand


def wanted(sold: Floats, seats: Floats, forecast: Floats, spread: Floats | float) -> Floats:
    """Return the tickets that were wanted: what was sold, for full houses what is expected beyond.

    forecast: tickets expected (a median). spread: standard deviation of the logarithm around it.
    """
    full = sold >= seats  # nan, an unknown number of seats, is never full
    wide = np.broadcast_to(np.asarray(spread, dtype=float), sold.shape)[full]
    centre = np.log1p(forecast[full])
    away = np.clip((np.log1p(seats[full]) - centre) / wide, -_FURTHEST, _FURTHEST)
    above = stats.norm.pdf(away) / stats.norm.sf(away)  # the inverse Mills ratio
    found = sold.astype(float).copy()
    found[full] = np.maximum(np.expm1(centre + wide * above), sold[full])
    return found
