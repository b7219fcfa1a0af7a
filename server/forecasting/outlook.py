"""What is expected of shows on sale, and which price would earn most: many shows in one batch.

Numpy from end to end: a few milliseconds for a thousand shows. Nothing here reads or writes; whoever asks
brings the shows as they stand, the history and the model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.bounds import Bounds
from ml.demand import WIDTH90, still_wanted
from ml.elasticity import PRIOR_MEAN, PRIOR_SD
from ml.features import features
from ml.history import History
from ml.predictor import Forecasts, Predictor, Rows
from ml.recommendation import Demand, Recommendation, Rules, cautious, revenue
from ml.shows import Floats
from server.forecasting.coming import Coming

LEAST_PAST = 100
"""Shows over before the house's own booking curve is believed; until then levels alone speak."""


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
    wanted: Floats
    """Of the whole show at the base price: what is sold and what is still wanted."""
    wanted_sd: Floats
    """How unsure that is: the standard deviation of its logarithm."""
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
    wanted = predictor.wanted(rows)
    said = wanted.within(Bounds.of(rows))
    mean, sd = _elasticities(coming, known or {})
    demand = still_wanted(wanted.tickets, said, sold=sold, seats=seats, present=present, elasticity=mean)
    return Outlook(
        predictor.version, predictor.level, rows, said.within(Bounds(sold, seats)), demand,
        wanted=sold + demand.mean,
        wanted_sd=(np.log1p(wanted.high) - np.log1p(wanted.low)) / WIDTH90,
        elasticity_sd=sd,
    )  # fmt: skip


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
    return revenue(found.demand, multiples[:, None])[:, 0]


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


PARTS = 2


def part_of(hour: int) -> int:
    """Return the part of the day whose public answers to prices alike: 0 by day, 1 in the evening."""
    return int(hour >= 17)  # noqa: PLR2004 # when most people have left work
