"""One season of synthetic cinemas: the truth, chance drawn beforehand, and what a model knew of each show.

Chance is the same for every way to set prices: what a show draws, and who comes in which stretch of its
sale, is drawn once, so that two policies differ by their prices alone.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ml.datasets.canonical import Dataset, dataset
from ml.datasets.synthetic import DISPERSION, generate
from ml.datasets.validation import validate_bookings, validate_shows
from ml.elasticity import Sales
from ml.features import NAMES, features
from ml.history import History
from ml.shows import Bookings, Floats, Integers, Shows, hours_of
from ml.simulation.booking import STRETCHES, learned_shares, shares_ahead, true_shares
from ml.simulation.house import House
from ml.training.forecaster import fit, tickets
from ml.training.unconstraining import wanted

_HISTORY_SHARE = 2 / 3
LEAD = 24
"""Hours before the start at which what was expected of a show is kept, to learn from its sales."""
HELD_OUT = 0.1
PILOT = 0.5
"""Share of past shows that were sold off the list price, at random: a house tries before it moves prices."""
_ROUNDS = 2
"""Of fitting and saying what full houses would have sold."""
_PARTS = 5
"""Of the past, each forecast by what was fitted on the others."""
_EVENING = 18
_PRICE_FEATURES = [NAMES.index(name) for name in ("price_level", "price_change")]


@dataclass(frozen=True, slots=True)
class Season:
    """Shows to be priced, in the order of time; one element or row a show."""

    day: Integers
    theatre: Integers
    part: Integers
    """0 by day, 1 in the evening: publics with elasticities of their own."""
    price: Floats
    """The base price."""
    seats: Floats
    wanted: Floats
    """Expected tickets at the base price: the truth."""
    elasticity: Floats
    """The truth."""
    share: Floats
    """Of the demand that comes in each stretch: the truth, [shows, stretches]."""
    share_ahead: Floats
    """Of the demand that comes before the first price moves, as part of the first stretch: the truth."""
    number: Integers
    """Which of the house's shows it is."""
    held_out: NDArray[np.bool_]
    """Shows that keep the base price whatever the policy, so that uplift can be measured."""
    luck: Floats
    """What the show draws beyond what was expected of it: gamma with mean 1."""
    chance: Floats
    """Uniform, [shows, stretches]."""
    house: House
    """What was known of the shows while they were sold, and the model that prices are made from."""
    forecast: Floats
    """What was expected of each at the base price, the day before: beside it, sales teach elasticities."""
    shape: float
    """How sure that was: the shape of a gamma distribution."""
    learned_share: Floats
    """The shares as the house knew them the day before, [shows, stretches]."""
    past: Sales
    """What was sold at other than list prices before the season, to learn elasticities from."""
    past_day: Integers

    def with_elasticities(self, factor: float) -> "Season":
        """Return the season with a public that answers to prices otherwise than the past one did."""
        return replace(self, elasticity=self.elasticity * factor)

    def with_demand(self, factor: float) -> "Season":
        """Return the season with more or less demand than anybody expects."""
        return replace(self, wanted=self.wanted * factor)

    @property
    def booked_ahead(self) -> Floats:
        """Return the tickets booked before the first price moves; the first stretch's sales include them."""
        mean = self.wanted * self.luck * self.share_ahead
        return np.minimum(stats.poisson.ppf(self.chance[:, 0], mean), self.seats)

    def sold(self, stretch: int, multiple: Floats, left: Floats) -> Floats:
        """Return what is sold in a stretch at a multiple of the base price."""
        mean = self.wanted * self.luck * self.share[:, stretch] * multiple**self.elasticity
        return np.minimum(stats.poisson.ppf(self.chance[:, stretch], mean), left)


def make_season(seed: int, *, shows: int = 6_000) -> Season:
    """Draw a world, learn from its first two thirds, and return the rest, to be priced.

    Forecasts of the rest know the outcomes of earlier days as the world had them, not as a policy would have
    made them: a house would divide its prices' effect out.
    """
    world = generate(shows, seed, tried=PILOT)
    table, _ = validate_shows(world.shows)
    booked, _ = validate_bookings(world.bookings, table)
    everything, bookings = _in_order(dataset(table, booked))
    day = everything.day
    cut = int(np.quantile(day, _HISTORY_SHARE))
    past, future = day <= cut, day > cut
    true = world.market.elasticity_of(world.theatre, hours_of(everything.starts_at))
    ratio = everything.base_price / world.market.list_price[world.theatre]
    part = (hours_of(everything.starts_at) >= _EVENING).astype(np.int64)
    history = History(everything)
    rng = np.random.default_rng([seed, 1])
    learned = _learn(everything, history, past, future, np.log(ratio), world.theatre, part)
    count = int(future.sum())
    list_price = world.market.list_price[world.theatre]
    return Season(
        day=day[future],
        theatre=world.theatre[future],
        part=part[future],
        price=list_price[future],
        seats=everything.capacity[future],
        wanted=(world.expected / ratio**true)[future],
        elasticity=true[future],
        share=true_shares(world)[future],
        share_ahead=shares_ahead(world)[future],
        number=np.arange(count),
        held_out=rng.random(count) < HELD_OUT,
        luck=rng.gamma(DISPERSION, 1 / DISPERSION, count),
        chance=rng.random((count, len(STRETCHES))),
        house=House.learned(everything, bookings, list_price, past),
        forecast=learned.expected[future],
        shape=learned.shape,
        learned_share=learned_shares(world, day, learned.expected, past, days_before=LEAD // 24)[future],
        past=learned.sales,
        past_day=learned.day,
    )


def _in_order(data: Dataset) -> tuple[Shows, Bookings]:
    """Return shows and bookings in the generator's order, by number."""
    if data.bookings is None:
        raise ValueError("the generator makes bookings")
    order = np.argsort(data.shows.show_id.astype(str))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return data.shows.take(order), replace(data.bookings, show=place[data.bookings.show])


@dataclass(frozen=True, slots=True)
class _Learned:
    expected: Floats
    """Tickets expected of every show at the list price, past and future."""
    shape: float
    sales: Sales
    day: Integers
    """Of the sales."""


def _learn(
    shows: Shows,
    history: History,
    past: np.ndarray,
    future: np.ndarray,
    log_ratio: Floats,
    theatre: Integers,
    part: Integers,
) -> _Learned:
    """Learn what to expect of past and coming sales at list prices, and how sure that is.

    What was expected of each part of the past is said by a model of the other parts.
    """
    edges = np.quantile(shows.day[past], np.linspace(0, 1, _PARTS + 1)[1:-1])
    part_of_past = np.searchsorted(edges, shows.day)
    expected = np.zeros(len(shows))
    rows = features(history, shows, shows.starts_at - np.timedelta64(LEAD, "h"))
    rows[:, _PRICE_FEATURES] = np.nan  # what the public says to prices is learned by itself
    demand = shows.tickets.copy()
    for _ in range(_ROUNDS):
        for number in range(_PARTS):
            mine, others = past & (part_of_past == number), past & (part_of_past != number)
            model = fit("boosting", rows[others], demand[others], 7)
            expected[mine] = tickets(model.log_forecast(rows[mine]))
        errors = np.log1p(demand[past]) - np.log1p(expected[past])
        demand[past] = wanted(
            shows.tickets[past], shows.capacity[past], expected[past], float(np.std(errors))
        )
    noise = np.mean(1 / (1 + expected[past]))  # of arrivals, which no forecast is to blame for
    shape = float(1 / np.expm1(max(float(np.var(errors)) - noise, 0.02)))
    expected[past] *= demand[past].sum() / expected[past].sum()  # medians to means
    whole = fit("boosting", rows[past], demand[past], 7)
    bias = demand[past].sum() / tickets(whole.log_forecast(rows[past])).sum()
    expected[future] = tickets(whole.log_forecast(rows[future])) * bias
    count = int(past.sum())
    first = np.eye(1, len(STRETCHES)).repeat(count, axis=0)  # one price for the whole sale: one stretch
    sales = Sales(
        theatre=theatre[past], part=part[past], mean=expected[past], shape=np.full(count, shape),
        share=first, log_ratio=first * log_ratio[past, None], sold=first * shows.tickets[past, None],
        weight=np.ones(count), full=(shows.tickets >= shows.capacity)[past],
    )  # fmt: skip
    return _Learned(expected, shape, sales, shows.day[past])
