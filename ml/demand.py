"""What is still wanted of shows on sale, from what a model says of them: for the server and the simulator."""

import numpy as np

from ml.predictor import Forecasts
from ml.recommendation import Demand
from ml.shows import Floats

WIDTH90 = 2 * 1.645
"""Standard deviations between the ends of a 90 % interval of the normal distribution."""
_MOST_SPREAD = 1.2
"""Of the logarithm of what is still wanted: beyond it nothing is known."""
_LEAST = 0.05
"""Tickets: somebody may always come."""


def still_wanted(
    tickets: Floats,
    said: Forecasts,
    *,
    sold: Floats,
    seats: Floats,
    present: Floats,
    elasticity: Floats,
) -> Demand:
    """Return what is wanted beyond what is sold, at the base price; one element a show.

    tickets: what the model says is wanted in all, be there as many seats or not: what is wanted beyond them
    is what makes a price rise. said: the same within the seats, with its interval. present: the multiples
    of the base price that are asked now, at which the model expects the rest to be sold.
    """
    rest = np.maximum(tickets - sold, _LEAST)
    return Demand(
        mean=rest / present**elasticity,
        spread=_spread(said, rest),
        elasticity=elasticity,
        seats_left=np.maximum(seats - sold, 0.0),
    )


def _spread(said: Forecasts, rest: Floats) -> Floats:
    """Return how unsure the rest is: the forecast's own width, on what is still to come, and chance."""
    width = (np.log1p(said.high) - np.log1p(said.low)) / WIDTH90
    of_rest = width * (1 + said.tickets) / (1 + rest)
    return np.minimum(np.sqrt(of_rest**2 + np.log1p(1 / np.maximum(rest, 0.1))), _MOST_SPREAD)
