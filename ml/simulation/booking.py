"""How early people book: which share of a show's demand comes in each stretch of its sale.

A house knows it from shows that are over: a theatre's public books a large show earlier than a small one,
and a film that everybody waits for earlier than one that nobody does. What a film's own shows said is
believed as far as they sold.
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from ml.datasets.synthetic import World
from ml.shows import Floats, Integers

STRETCHES = (168, 72, 48, 24, 12, 6)
"""Hours before the start at which a price may move; the first stretch holds all that was booked earlier."""
_SIZES = 3
_AS_USUAL = 100.0
"""Tickets that a film must have sold before its own shares count as much as the usual ones."""


def true_shares(world: World) -> Floats:
    """Return how much of a show's demand comes in each stretch, by the truth of the generator."""
    shares: Floats = np.diff(_before_hours(world, (np.inf, *STRETCHES[1:], 0.0)), axis=1)
    return shares


def shares_ahead(world: World) -> Floats:
    """Return how much of a show's demand comes before its first stretch begins, which has that as well."""
    return _before_hours(world, STRETCHES[:1])[:, 0]


def _before_hours(world: World, hours: Sequence[float]) -> Floats:
    """Return the share of each show's demand that comes more than so many hours before its start."""
    market = world.market
    keen = np.exp(0.3 * np.maximum(market.appeal[world.film], 0))
    scale = (market.early[world.theatre] * keen / 0.8)[:, None]
    share: Floats = np.asarray(stats.gamma.sf(np.array(hours, dtype=float)[None], 0.8, scale=scale))
    return share


def booked(world: World) -> Floats:
    """Return the tickets that were booked in each stretch of every show's sale."""
    starts_at = world.shows.set_index("show_id")["starts_at"]
    lead = (world.bookings["show_id"].map(starts_at) - world.bookings["booked_at"]).dt.total_seconds() / 3600
    stretch = np.searchsorted(-np.array(STRETCHES[1:], dtype=float), -lead.to_numpy(), side="left")
    show = world.shows["show_id"].searchsorted(world.bookings["show_id"])
    found = np.zeros((len(world.shows), len(STRETCHES)))
    np.add.at(found, (show, stretch), world.bookings["tickets"].to_numpy())
    return found


def learned_shares(
    world: World, day: Integers, expected: Floats, past: np.ndarray, *, days_before: int
) -> Floats:
    """Return the shares that a house expects of every show, as it knew so many days before.

    ``expected`` are tickets; shows that are ``past`` teach what is usual, and all that were over by then what
    is a film's own. Shows that sold out say nothing: who came too late was not counted.
    """
    sold = booked(world)
    sold[sold.sum(axis=1) >= world.shows["screen_capacity"].to_numpy()] = 0
    usual = _usual(sold, world.theatre, expected, past)
    awaited = usual * sold.sum(axis=1)[:, None]
    shares = np.zeros_like(usual)
    for film in np.unique(world.film):
        mine = np.flatnonzero(world.film == film)
        mine = mine[np.argsort(day[mine], kind="stable")]
        over = np.searchsorted(day[mine], day[mine] - days_before, side="right")
        known = _AS_USUAL * usual[mine]
        own = (_before(sold[mine], over) + known) / (_before(awaited[mine], over) + known)
        shares[mine] = usual[mine] * own
    found: Floats = shares / shares.sum(axis=1, keepdims=True)
    return found


def _usual(sold: Floats, theatre: Integers, expected: Floats, past: np.ndarray) -> Floats:
    """Return the shares that past shows of the same theatre and a similar size had."""
    edges = np.quantile(expected[past], np.linspace(0, 1, _SIZES + 1)[1:-1])
    size = np.searchsorted(edges, expected)
    usual = np.zeros_like(sold)
    for each in np.unique(theatre):
        whole = sold[past & (theatre == each)].sum(axis=0)
        for kind in range(_SIZES):
            alike = (theatre == each) & (size == kind)
            mine = sold[past & alike].sum(axis=0) + 0.01 * whole  # something, for a size that is new there
            usual[alike] = mine / mine.sum()
    return usual


def _before(columns: Floats, count: Integers) -> Floats:
    """Return the sums of the first ``count`` rows, for each of the counts."""
    sums: Floats = np.vstack([np.zeros(columns.shape[1]), columns.cumsum(axis=0)])[count]
    return sums
