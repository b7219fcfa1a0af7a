"""Ways to set prices through a season."""

from dataclasses import dataclass, fields, replace
from math import ceil

import numpy as np

from ml.datasets.synthetic import DISPERSION
from ml.elasticity import Sales, pooled
from ml.recommendation import Demand, Rules, cautious, recommend
from ml.shows import Floats
from ml.simulation.booking import STRETCHES
from ml.simulation.season import Season

HALF_LIFE_DAYS = 120.0
"""After which a sale says half as much of the public there is."""
POLICIES = ("ml", "cautious", "fixed", "oracle", "absent")
_LEARN = frozenset({"ml", "cautious"})


@dataclass(frozen=True, slots=True)
class Played:
    """What a policy brought."""

    revenue: float
    tickets: float


def play(season: Season, policy: str, rules: Rules) -> Played:
    """Sell a season's tickets; ``fixed`` and ``absent`` (no model) ask the base price.

    ``ml`` takes the elasticities that it learned for true; ``cautious`` moves a price where it would be right
    for an elasticity to either side of them as well, as the server does.
    """
    earned = sold = 0.0
    learning = _Learning(season)
    for day in np.unique(season.day):
        shows = np.flatnonzero(season.day == day)
        revenue, tickets = _sell(season, shows, int(day), policy, rules, learning)
        earned, sold = earned + revenue, sold + tickets
    return Played(earned, sold)


def _sell(
    season: Season, shows: np.ndarray, day: int, policy: str, rules: Rules, learning: "_Learning"
) -> tuple[float, float]:
    one = _some(season, shows)
    present = np.ones(len(shows))
    left, ahead = one.seats.copy(), one.booked_ahead
    booked, exposed = np.zeros(len(shows)), np.zeros(len(shows))
    multiples, sold, began = (np.zeros((len(shows), len(STRETCHES))) for _ in range(3))
    for stretch, lead in enumerate(STRETCHES):
        chosen = None
        if policy in _LEARN:
            known = learning.before(day - ceil(lead / 24), one)
            demand = one.house.demand(
                one.number, stretch, ahead=ahead, sold=sold, present=present, elasticity=known.mean
            )
            if policy == "cautious":
                chosen = cautious(demand, known.sd, present, rules)
            else:
                chosen = recommend(demand, present, rules)
        elif policy == "oracle":
            chosen = recommend(_true_demand(one, stretch, booked, exposed, left), present, rules)
        if chosen is not None:
            present = np.where(one.held_out, 1.0, chosen.next)
        exposed += one.share[:, stretch] * present**one.elasticity
        now = one.sold(stretch, present, left)
        began[:, stretch] = left > 0
        left, booked = left - now, booked + now
        multiples[:, stretch], sold[:, stretch] = present, now
    if policy in _LEARN:
        learning.note(day, one, multiples, sold, began, full=left == 0)
    return float((sold * multiples * one.price[:, None]).sum()), float(sold.sum())


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of each show's elasticity."""

    mean: Floats
    sd: Floats


def _true_demand(one: Season, stretch: int, booked: Floats, exposed: Floats, left: Floats) -> Demand:
    """Return what is still wanted by somebody who knows all but chance.

    What a show draws beyond what was expected of it is seen from what was booked for the exposure there was
    (gamma-Poisson conjugacy).
    """
    shape = DISPERSION + booked
    mean = shape / (DISPERSION / np.maximum(one.wanted, 1e-6) + exposed)
    rest = mean * one.share[:, stretch:].sum(axis=1)
    return Demand(
        mean=rest,
        spread=np.sqrt(np.log1p(1 / shape + 1 / np.maximum(rest, 0.1))),
        elasticity=one.elasticity,
        seats_left=left,
    )


class _Learning:
    """Elasticities as they were known before each day, from sales of shows that were over by then."""

    def __init__(self, season: Season) -> None:
        self._theatres = int(season.theatre.max()) + 1
        self._sales = [season.past]
        self._days = [season.past_day]
        self._known: dict[int, Floats] = {}

    def before(self, day: int, one: Season) -> _Known:
        """Return the elasticity of every show as it was known from shows on days before ``day``."""
        if day not in self._known:
            days = np.concatenate(self._days)
            sales = Sales.joined(self._sales).of(days < day)
            age = day - days[days < day]
            aged = replace(sales, weight=0.5 ** (age / HALF_LIFE_DAYS))
            self._known[day] = np.array(
                [[(part.mean, part.sd) for part in theatre] for theatre in pooled(aged, self._theatres, 2)]
            )
        found = self._known[day][one.theatre, one.part]
        return _Known(found[:, 0], found[:, 1])

    def note(
        self, day: int, one: Season, multiples: Floats, sold: Floats, began: Floats, full: np.ndarray
    ) -> None:
        """Keep what shows sold, to learn from when the day is over; ``began``: with seats left to sell."""
        count = len(sold)
        sales = Sales(
            theatre=one.theatre,
            part=one.part,
            mean=one.forecast,
            shape=np.full(count, one.shape),
            share=one.learned_share * began,
            log_ratio=np.log(multiples) * began,
            sold=sold,
            weight=np.ones(count),
            full=full,
        )
        self._sales.append(sales)
        self._days.append(np.full(count, day))


def _some(season: Season, shows: np.ndarray) -> Season:
    """Return a season of some of the shows."""
    columns = {field.name: getattr(season, field.name) for field in fields(Season)}
    whole = {"house", "shape", "past", "past_day"}
    return Season(**{name: column if name in whole else column[shows] for name, column in columns.items()})
