"""What a house knows of the shows it sells, and what its model makes of that: the same as in its server.

A model is trained on the past with its bookings, as ``python -m ml train`` does, and asked at every moment
at which a price may move, with the bookings that there are by then.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ml.bounds import Bounds
from ml.datasets.canonical import Dataset
from ml.demand import still_wanted
from ml.features import features
from ml.history import History
from ml.intervals import knowledge
from ml.making import learned_from
from ml.predictor import Forecasts
from ml.recommendation import Demand
from ml.shows import Bookings, Floats, Integers, Moments, Shows
from ml.simulation.booking import STRETCHES
from ml.training.fitting import Fitted, fit_all
from ml.training.forecaster import tickets

_KIND = "boosting"
_SEED = 7
_PARTS = 4
"""Of a stretch: its bookings come evenly over it."""
_AHEAD_HOURS = 200
"""Before the start: when those booked who came before the first price."""
_PARTY = 2
"""Tickets of one booking."""


@dataclass(frozen=True, slots=True)
class House:
    """Shows on sale, everything that was sold before them, and a model of it."""

    shows: Shows
    history: History
    model: Fitted

    @classmethod
    def learned(cls, shows: Shows, bookings: Bookings, list_price: Floats, past: np.ndarray) -> "House":
        """Train on the ``past`` shows; the others are on sale.

        A house asks its list price and moves it: what was asked in the end is no feature of a show.
        """
        listed = replace(shows, base_price=list_price)
        data = Dataset(listed.take(past), bookings.of(past))
        field = fit_all(learned_from(data), (_KIND,), _SEED, lambda _: None)
        return cls(listed.take(~past), History(listed, bookings), field.models[_KIND])

    def demand(
        self,
        which: Integers,
        stretch: int,
        *,
        ahead: Floats,
        sold: Floats,
        present: Floats,
        elasticity: Floats,
    ) -> Demand:
        """Return what is still wanted of some shows when a stretch of their sale begins.

        ahead: tickets booked before the first stretch. sold: tickets by stretch, [shows, stretches], where
        the first has those as well.
        """
        shows = self.shows.take(which)
        as_of = shows.starts_at - np.timedelta64(STRETCHES[stretch], "h")
        rows = features(self.history, shows, as_of, _bookings(shows.starts_at, stretch, ahead, sold))
        log_forecast = self.model.forecaster.log_forecast(rows)
        bounds = Bounds.of(rows)
        wanted = Forecasts(tickets(log_forecast), *self.model.intervals.around(log_forecast, knowledge(rows)))
        return still_wanted(
            wanted.tickets,
            wanted.within(bounds),
            sold=bounds.booked,
            seats=bounds.seats,
            present=present,
            elasticity=elasticity,
        )


def _bookings(starts_at: Moments, stretch: int, ahead: Floats, sold: Floats) -> Bookings:
    """Return the bookings before a stretch, each at an hour within the stretch that it came in."""
    moments, amounts = [starts_at - np.timedelta64(_AHEAD_HOURS, "h")], [ahead]
    for number, (begin, end) in enumerate(pairwise(STRETCHES[: stretch + 1])):
        mine = np.maximum(sold[:, 0] - ahead, 0) if number == 0 else sold[:, number]
        for part in range(_PARTS):
            hours = begin - (begin - end) * (part + 0.5) / _PARTS
            moments.append(starts_at - np.timedelta64(round(hours * 60), "m"))
            amounts.append(np.floor((mine + part) / _PARTS))
    count = len(starts_at)
    show = np.tile(np.arange(count), len(amounts))
    booked = np.concatenate(amounts)
    some = booked > 0
    return Bookings(
        show=show[some],
        booked_at=np.concatenate(moments)[some],
        tickets=booked[some],
        parties=np.ceil(booked[some] / _PARTY),
    )
