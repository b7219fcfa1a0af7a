"""The price that earns most, within the house's rules.

On a grid from floor to ceiling: expected revenue = price × E[min(demand(price), seats left)], where demand
falls with the price by an elasticity, and the expectation is over how unsure the forecast is. A house that is
expected to be just full keeps empty seats as often as it turns people away; only the spread says so.
"""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from ml.shows import Floats

GRID = 25
"""Prices that are tried between floor and ceiling."""
_CAUTION = 0.35
"""Standard deviations between the elasticity and either opinion of it; decision 23 has what others earn."""
_NODES = np.array([NormalDist().inv_cdf((2 * part + 1) / 30) for part in range(15)])
"""Quantiles of the standard normal distribution in the middle of fifteenths of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a house allows, as multiples of the base price."""

    floor: float = 0.8
    ceiling: float = 1.25
    step: float = 0.1
    """The largest move at once."""
    worth: float = 0.002
    """The least share of revenue that a price must be expected to gain; for less, the base price stands."""

    def __post_init__(self) -> None:
        if not 0 < self.floor <= 1 <= self.ceiling:
            raise ValueError("the base price must lie between a floor above 0 and the ceiling")
        if self.step <= 0:
            raise ValueError("a step must be above 0")

    @property
    def grid(self) -> Floats:
        """Return the multiples that are tried; the base price is one of them."""
        return np.unique(np.append(np.linspace(self.floor, self.ceiling, GRID), 1.0))


@dataclass(frozen=True, slots=True)
class Demand:
    """What is still wanted of each show at its base price, one element a show."""

    mean: Floats
    """Tickets, beyond those sold."""
    spread: Floats
    """Standard deviation of the logarithm."""
    elasticity: Floats
    seats_left: Floats


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One element a show; prices as multiples of the base price."""

    best: Floats
    """What would earn most."""
    next: Floats
    """At most one step from the present price towards it."""
    gain: Floats
    """Expected revenue at ``best``, less that at the base price, as a share of the latter."""


def revenue(demand: Demand, multiples: Floats) -> Floats:
    """Return expected revenue in base prices, [shows, multiples].

    The multiples are the same for all shows, or [shows, multiples] of each.
    """
    asked = np.atleast_2d(multiples)
    wanted = demand.mean[:, None] * asked ** demand.elasticity[:, None]
    spread = demand.spread[:, None]
    total = np.zeros_like(wanted)
    for node in _NODES:
        level = wanted * np.exp(spread * node - spread**2 / 2)
        total += np.minimum(level, demand.seats_left[:, None])
    expected: Floats = asked * total / len(_NODES)
    return expected


def recommend(demand: Demand, present: Floats, rules: Rules) -> Recommendation:
    """Return the best prices and the next ones, from the ``present`` multiples."""
    grid = rules.grid
    earned = revenue(demand, grid)
    at_base = earned[:, int(np.flatnonzero(grid == 1.0)[0])]
    place = earned.argmax(axis=1)
    most = earned[np.arange(len(place)), place]
    gain = np.where(at_base > 0, most / np.maximum(at_base, 1e-9) - 1, 0.0)
    best = np.where(gain >= rules.worth, grid[place], 1.0)
    following = present + np.clip(best - present, -rules.step, rules.step)
    return Recommendation(
        best=best,
        next=np.clip(following, rules.floor, rules.ceiling),
        gain=np.where(best == 1.0, 0.0, gain),
    )


def cautious(demand: Demand, elasticity_sd: Floats, present: Floats, rules: Rules) -> Recommendation:
    """Return what two opinions of the elasticity agree on: one to either side of what is known.

    Where one would raise the price and the other would not, the base price stands; where both go the same
    way, the smaller move counts. While little is known of a house's public only what is right in either case
    is done: a show that will be full is raised, and a price is cut when sales have shown that it pays.
    """
    opinions = [
        recommend(
            replace(demand, elasticity=np.minimum(demand.elasticity + side * elasticity_sd, -0.05)),
            present,
            rules,
        )
        for side in (_CAUTION, -_CAUTION)
    ]
    one, other = (opinion.best - 1 for opinion in opinions)
    nearer = np.where(np.abs(one) <= np.abs(other), one, other)
    best = np.where(one * other > 0, 1 + nearer, 1.0)
    gain = np.where(best == 1.0, 0.0, np.minimum(opinions[0].gain, opinions[1].gain))
    following = present + np.clip(best - present, -rules.step, rules.step)
    return Recommendation(best=best, next=np.clip(following, rules.floor, rules.ceiling), gain=gain)
