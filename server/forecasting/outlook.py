"""What is expected of shows on sale, and which price would earn most: many shows in one batch.

Numpy from end to end: a few milliseconds for a thousand shows. Nothing here reads or writes; whoever asks
brings the shows as they stand, the history and the model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.elasticity import PRIOR_MEAN, PRIOR_SD
from ml.features import features
from ml.history import History
from ml.predictor import Forecasts, Predictor, Rows
from ml.recommendation import Demand, Recommendation, Rules, cautious, revenue
from ml.shows import Floats
from server.forecasting.coming import Coming

LEAST_PAST = 100
"""Shows over before the house's own booking curve is believed; until then levels alone speak."""
_Z90 = 1.645
"""Of the standard normal distribution: half the width of a 90 % interval in standard deviations."""
_MOST_SPREAD = 1.2
"""Of the logarithm of what is still wanted: beyond it nothing is known."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One element a show, in the order of the shows given."""

    version: str
    level: float
    rows: Rows
    """The feature matrix the forecasts were made of."""
    forecasts: Forecasts
    """Of the whole show, at the price that is asked now."""
    demand: Demand
    """What is still wanted at the base price."""
    elasticity_sd: Floats


def outlook(
    coming: Coming,
    history: History,
    predictor: Predictor,
    *,
    present: Floats,
    known: Mapping[tuple[int, int], tuple[float, float]] | None = None,
) -> Outlook:
    """Return what is expected of shows; ``present`` are the multiples asked now.

    ``known`` are elasticities (mean, standard deviation) by theatre and part of the day, where the house's
    sales have shown any; else the prior counts.
    """
    sold = np.array([float(one["sold"]) for one in coming.rows])
    seats = np.maximum(coming.shows.capacity, sold)
    bookings = coming.bookings if history.shows >= LEAST_PAST else None
    rows = features(history, coming.shows, coming.as_of, bookings)
    said = predictor.forecast(rows)
    forecasts = Forecasts(*(np.clip(end, sold, seats) for end in (said.tickets, said.low, said.high)))
    mean, sd = _elasticities(coming, known or {})
    # Unbounded by the seats: what is wanted beyond them is what makes a price rise.
    wanted = np.maximum(predictor.tickets(rows) - sold, 0.05)
    demand = Demand(
        mean=wanted / present**mean,
        spread=_spread(said, wanted),
        elasticity=mean,
        seats_left=np.maximum(seats - sold, 0.0),
    )
    return Outlook(predictor.version, predictor.level, rows, forecasts, demand, sd)


def recommended(found: Outlook, which: Sequence[int], present: Floats, rules: Rules) -> Recommendation:
    """Return the best and the next price of some of the shows, by the rules they share."""
    some = np.asarray(which, dtype=np.int64)
    demand = Demand(
        mean=found.demand.mean[some],
        spread=found.demand.spread[some],
        elasticity=found.demand.elasticity[some],
        seats_left=found.demand.seats_left[some],
    )
    return cautious(demand, found.elasticity_sd[some], present[some], rules)


def revenue_at(found: Outlook, multiples: Floats) -> Floats:
    """Return the revenue still expected of each show at its multiple, in base prices."""
    grid = np.unique(multiples)
    column = np.searchsorted(grid, multiples)
    return revenue(found.demand, grid)[np.arange(len(multiples)), column]


def _spread(said: Forecasts, wanted: Floats) -> Floats:
    """Return how unsure the rest is: the forecast's own width, on what is still to come, and chance."""
    width = (np.log1p(said.high) - np.log1p(said.low)) / (2 * _Z90)
    of_rest = width * (1 + said.tickets) / (1 + wanted)
    return np.minimum(np.sqrt(of_rest**2 + np.log1p(1 / np.maximum(wanted, 0.1))), _MOST_SPREAD)


def _elasticities(
    coming: Coming, known: Mapping[tuple[int, int], tuple[float, float]]
) -> tuple[Floats, Floats]:
    hours = coming.shows.starts_at.astype("datetime64[h]").astype(np.int64) % 24
    found = [
        known.get((one["theatre_id"], part_of(int(hour))), (PRIOR_MEAN, PRIOR_SD))
        for one, hour in zip(coming.rows, hours, strict=True)
    ]
    pairs = np.array(found, dtype=float).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def part_of(hour: int) -> int:
    """Return the part of the day whose public answers to prices alike: 0 by day, 1 in the evening."""
    return int(hour >= 17)  # noqa: PLR2004 # when most people have left work
