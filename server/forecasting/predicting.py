"""Forecasts of shows that are described by whoever asks, or that the house knows, or something in between."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ml.bounds import Bounds
from ml.calendar import holiday_columns
from ml.demand import still_wanted
from ml.elasticity import PRIOR_MEAN, PRIOR_SD
from ml.explanation import Explanation, explain
from ml.features import FEATURES, NAMES, features
from ml.history import History
from ml.predictor import Forecasts, Predictor, Rows
from ml.recommendation import Rules, cautious, revenue
from ml.shows import Bookings, Floats, Shows, Texts, days_of
from server.accounts.scope import Theatres, among
from server.core.clock import now
from server.core.errors import Invalid, NotAllowed
from server.core.money import Money
from server.core.wire import MoneyOut
from server.forecasting.coming import Coming, read_coming
from server.forecasting.earnings import booked_revenue
from server.forecasting.outlook import LEAST_PAST
from server.forecasting.schemas import (
    ContributionOut,
    FeaturesIn,
    IntervalOut,
    MoneyIn,
    PredictionOut,
)

CURRENCY = "INR"
"""Of a price that comes as a number alone."""
MEANINGS = {feature.name: feature.meaning for feature in FEATURES}
_TOLD = 12
"""Contributions that are told; the rest is small and given as one."""
_LEVELS = ("base", "theatre_level", "base_fill")


async def known_shows(wanted: Sequence[FeaturesIn], theatres: Theatres) -> Coming:
    """Return the shows on sale that are asked for by id.

    Raises ``Invalid`` naming one that is not on sale, and ``NotAllowed`` for what is of other theatres.
    """
    ids = sorted({one.show_id for one in wanted if one.show_id is not None})
    at = now()
    coming = await read_coming(
        at, since=at - timedelta(days=1), until=at + timedelta(days=3650), show_ids=ids
    )
    found = {one["id"] for one in coming.rows}
    faults = [
        {
            "field": "show_id" if len(wanted) == 1 else f"items.{place}.show_id",
            "code": "unknown",
            "message": f"There is no show {one.show_id} on sale",
        }
        for place, one in enumerate(wanted)
        if one.show_id is not None and one.show_id not in found
    ]
    if faults:
        raise Invalid(errors=faults)
    named = {one.theatre_id for one in wanted if one.theatre_id is not None}
    if not all(among(theatre, theatres) for theatre in named | {one["theatre_id"] for one in coming.rows}):
        raise NotAllowed("This theatre is managed by somebody else")
    booked = await booked_revenue(ids)
    for one in coming.rows:
        one["booked"] = booked.get(one["id"], 0)
    return coming


def predict(
    wanted: Sequence[FeaturesIn], coming: Coming, history: History, predictor: Predictor
) -> list[PredictionOut]:
    """Return a forecast for each; nothing here reads or waits, so it may run in a thread."""
    described = _Described(wanted, coming)
    rows = described.rows(history)
    demanded = predictor.wanted(rows)
    said = demanded.within(Bounds.of(rows))
    forecasts = Forecasts(*(np.maximum(end, described.sold) for end in (said.tickets, said.low, said.high)))
    best, earned = _best_prices(demanded, forecasts, described)
    return [
        _out(one, place, described, predictor, forecasts, explain(predictor, rows[place]), best, earned, rows)
        for place, one in enumerate(wanted)
    ]


class _Described:
    """What is asked for as columns: what was given, else what the house knows, else nothing."""

    def __init__(self, wanted: Sequence[FeaturesIn], coming: Coming) -> None:
        self.wanted = wanted
        self.place = {one["id"]: position for position, one in enumerate(coming.rows)}
        self.coming = coming
        self.known = [None if one.show_id is None else coming.rows[self.place[one.show_id]] for one in wanted]
        self.sold = np.array([0.0 if row is None else float(row["sold"]) for row in self.known])
        self.shows = self._shows()
        self.as_of = self._as_of()

    def rows(self, history: History) -> Rows:
        """Return the feature rows; a stated occupancy moves the level that the history would give."""
        bookings = self._bookings() if history.shows >= LEAST_PAST else None
        rows = features(history, self.shows, self.as_of, bookings)
        for place, one in enumerate(self.wanted):
            if one.historical_occupancy is None or np.isnan(self.shows.capacity[place]):
                continue
            level = np.log1p(one.historical_occupancy * self.shows.capacity[place])
            rows[place, [NAMES.index(name) for name in _LEVELS]] += level - rows[place, NAMES.index("base")]
        return rows

    def price(self, place: int) -> tuple[int, str] | None:
        """Return the base price in minor units with its currency, where there is one."""
        given, row = self.wanted[place].base_price, self.known[place]
        if isinstance(given, MoneyIn):
            return given.amount, given.currency
        currency = CURRENCY if row is None else row["currency"]
        if given is not None:
            return Money.of_major(given, currency).amount, currency
        return None if row is None or row["base_price"] is None else (row["base_price"], currency)

    def booked(self, place: int, price: tuple[int, str]) -> float:
        """Return what the sold seats of a show brought, minor units of the price's currency.

        Where the price is stated in another currency than the house's, they count as sold at that price.
        """
        row = self.known[place]
        if row is None:
            return 0.0
        return float(row["booked"] if row["currency"] == price[1] else row["sold"] * price[0])

    def imputed(self, place: int) -> list[str]:
        """Return the names of what had to be assumed."""
        one, row = self.wanted[place], self.known[place]
        missing = []
        if one.base_price is None and row is None:
            missing.append("base_price")
        if np.isnan(self.shows.capacity[place]):
            missing.append("screen_capacity")
        if one.historical_occupancy is None and row is None and one.theatre_id is None:
            missing.append("historical_occupancy")
        if one.is_holiday is None and np.isnan(self.shows.is_holiday[place]):
            missing.append("is_holiday")
        if one.weather is None or one.weather.temp_max is None:
            missing.append("weather.temp_max")
        if one.weather is None or one.weather.precip_mm is None:
            missing.append("weather.precip_mm")
        if one.promotional_flag is None and row is None:
            missing.append("promotional_flag")
        return missing

    def _shows(self) -> Shows:
        count = len(self.wanted)
        starts = [self._start(place) for place in range(count)]
        starts_at = np.array(starts, dtype="datetime64[m]")
        country = self._names([one.location for one in self.wanted], "country")
        holiday, eve = holiday_columns(country, days_of(starts_at))
        given = self._numbers([one.is_holiday for one in self.wanted])
        prices = [self.price(place) for place in range(count)]
        return Shows(
            show_id=_texts([str(place) for place in range(count)]),
            movie=self._names([one.movie_id for one in self.wanted], "movie_id"),
            theatre=self._names([one.theatre_id for one in self.wanted], "theatre_id"),
            starts_at=starts_at,
            genre=self._names([one.genre for one in self.wanted], "genre"),
            base_price=self._numbers([None if price is None else price[0] for price in prices]),
            capacity=self._numbers([
                one.screen_capacity or self._of(place, "seats", None) for place, one in enumerate(self.wanted)
            ]),
            is_holiday=np.where(np.isnan(given), holiday, given),
            is_eve=eve,
            promoted=self._numbers([
                self._of(place, "promoted", None) if one.promotional_flag is None else one.promotional_flag
                for place, one in enumerate(self.wanted)
            ]),
            temp_max=self._numbers([one.weather.temp_max if one.weather else None for one in self.wanted]),
            precip_mm=self._numbers([one.weather.precip_mm if one.weather else None for one in self.wanted]),
            theatre_shows=self._numbers([self._of(place, "theatre_shows", None) for place in range(count)]),
            film_shows=self._numbers([self._of(place, "film_shows", None) for place in range(count)]),
            tickets=np.full(count, np.nan),
        )  # fmt: skip

    def _start(self, place: int) -> datetime:
        given, row = self.wanted[place].date_time, self.known[place]
        if given is None:
            local: datetime = self._of(place, "local_start", None)  # one of the two is always given
            return local
        if row is not None and given.tzinfo is not None:
            given = given.astimezone(ZoneInfo(row["time_zone"]))
        return given.replace(tzinfo=None)

    def _as_of(self) -> Any:
        moment = now()
        times = []
        for place, row in enumerate(self.known):
            given = self.wanted[place].date_time
            zone = ZoneInfo(row["time_zone"]) if row is not None else (given.tzinfo if given else None) or UTC
            times.append(moment.astimezone(zone).replace(tzinfo=None))
        # A forecast made after the start knows no more than one made at it.
        return np.minimum(np.array(times, dtype="datetime64[m]"), self.shows.starts_at)

    def _bookings(self) -> Bookings:
        """Return the bookings of known shows, at the places where they are asked for."""
        booked = self.coming.bookings
        show, at, tickets, parties = [], [], [], []
        for place, one in enumerate(self.wanted):
            if one.show_id is None:
                continue
            mine = booked.show == self.place[one.show_id]
            show.append(np.full(int(mine.sum()), place))
            at.append(booked.booked_at[mine])
            tickets.append(booked.tickets[mine])
            parties.append(booked.counted[mine])
        if not show:
            none = np.zeros(0)
            return Bookings(none.astype(np.int64), none.astype("datetime64[m]"), none, none)
        return Bookings(
            np.concatenate(show).astype(np.int64), np.concatenate(at), np.concatenate(tickets),
            np.concatenate(parties),
        )  # fmt: skip

    def _of(self, place: int, name: str, otherwise: Any) -> Any:
        row = self.known[place]
        return otherwise if row is None else row[name]

    def _names(self, given: Sequence[object], column: str) -> Texts:
        return _texts([str(one or self._of(place, column, "")) for place, one in enumerate(given)])

    @staticmethod
    def _numbers(values: Sequence[float | None]) -> Floats:
        return np.array([np.nan if value is None else float(value) for value in values], dtype=float)


def _best_prices(wanted: Forecasts, forecasts: Forecasts, described: _Described) -> tuple[Floats, Floats]:
    """Return the multiples that would earn most within usual rules, and what is to come at them.

    The latter in base prices, beside what is sold.
    """
    count = len(wanted.tickets)
    demand = still_wanted(
        wanted.tickets,
        forecasts,
        sold=described.sold,
        seats=np.where(np.isnan(described.shows.capacity), np.inf, described.shows.capacity),
        present=np.ones(count),
        elasticity=np.full(count, PRIOR_MEAN),
    )
    best = cautious(demand, np.full(count, PRIOR_SD), np.ones(count), Rules(step=1.0)).best
    grid = np.unique(best)
    earned = revenue(demand, grid)[np.arange(count), np.searchsorted(grid, best)]
    return best, earned


def _out(
    one: FeaturesIn,
    place: int,
    described: _Described,
    predictor: Predictor,
    forecasts: Forecasts,
    why: Explanation,
    best: Floats,
    earned: Floats,
    rows: Rows,
) -> PredictionOut:
    price = described.price(place)
    return PredictionOut(
        show_id=one.show_id,
        predicted_total_tickets=round(float(forecasts.tickets[place]), 2),
        confidence=round(float(forecasts.confidence[place]), 4),
        interval=IntervalOut(
            low=round(float(forecasts.low[place]), 2),
            high=round(float(forecasts.high[place]), 2),
            level=predictor.level,
        ),
        recommended_price=None
        if price is None
        else MoneyOut(amount=round(price[0] * float(best[place])), currency=price[1]),
        expected_revenue=None
        if price is None
        else MoneyOut(
            amount=round(described.booked(place, price) + price[0] * float(earned[place])), currency=price[1]
        ),
        model_version=predictor.version,
        typical_tickets=round(why.typical, 2),
        explanation=contributions(why, rows[place], float(forecasts.tickets[place])),
        imputed=described.imputed(place),
    )


def contributions(why: Explanation, row: Rows, expected: float) -> list[ContributionOut]:
    """Return the strongest contributions of a forecast, and the sum of the others; they add up to it.

    ``expected`` are the tickets that will be sold: what is wanted beyond the seats is taken off again.
    """
    told = [
        ContributionOut(
            feature=name,
            meaning=MEANINGS[name],
            value=None if np.isnan(row[NAMES.index(name)]) else round(float(row[NAMES.index(name)]), 4),
            contribution=round(amount, 3),
        )
        for name, amount in why.strongest(_TOLD)
    ]
    rest = why.forecast - why.typical - sum(one.contribution for one in told)
    bounds = expected - why.forecast
    said = "wanted beyond the seats there are" if bounds < 0 else "booked already, beyond what was forecast"
    for feature, meaning, amount in (("others", "all other features", rest), ("bounds", said, bounds)):
        if abs(amount) >= 0.001:  # noqa: PLR2004 # what rounding leaves
            told.append(
                ContributionOut(feature=feature, meaning=meaning, value=None, contribution=round(amount, 3))
            )
    return told


def _texts(values: Sequence[str]) -> Texts:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts
