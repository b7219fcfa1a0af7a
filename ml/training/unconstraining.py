"""What would have been wanted of shows that sold out.

A full house says that demand was at least its seats. Forecasts that are fitted on sales take the seats for
the demand, and prices made from them sell the best shows too cheaply. One step of the EM algorithm for a
censored (Tobit) normal distribution of log demand puts its expectation in the place of the seats; revenue
management calls it detruncation.
"""

import numpy as np
from scipy import stats

from ml.shows import Floats

_FURTHEST = 4.0
"""Standard deviations: beyond them a forecast was wrong in another way."""


def wanted(sold: Floats, seats: Floats, forecast: Floats, spread: float) -> Floats:
    """Return the tickets that were wanted: what was sold, for full houses what is expected beyond.

    forecast: tickets expected (a median). spread: standard deviation of the logarithm around it.
    """
    full = sold >= seats  # nan, an unknown number of seats, is never full
    centre = np.log1p(forecast[full])
    away = np.clip((np.log1p(seats[full]) - centre) / spread, -_FURTHEST, _FURTHEST)
    above = stats.norm.pdf(away) / stats.norm.sf(away)  # the inverse Mills ratio
    found = sold.astype(float).copy()
    found[full] = np.maximum(np.expm1(centre + spread * above), sold[full])
    return found
