"""Learning from the house's own sales how its publics answer to prices.

What says something is a show that was sold at more than one price: how much it sold in each stretch of its
sale, beside what such stretches usually sell. The estimate is that of ``ml.elasticity``, which the simulator
judges.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson

from ml.elasticity import Sales, pooled
from ml.shows import Floats
from server.core.clock import now
from server.core.db import rows, transaction
from server.forecasting.outlook import PARTS, part_of
from server.venues.sellable import SEAT_COUNTS

STRETCHES = (168.0, 72.0, 48.0, 24.0, 12.0, 6.0)
"""Hours before the start at which a stretch of a sale begins; the first also has everything before it."""
DAYS = 180
HALF_LIFE_DAYS = 120.0
"""After which a sale says half as much of the public there is."""
LEAST_SHOWS = 20
"""Shows of a theatre at other than base prices, below which the prior says more than they do."""
_SOMETHING = 0.01
"""Share that a stretch in which a theatre never sold counts for."""

_OVER = f"""
    SELECT r.show_id, s.theatre_id, s.starts_at,
           extract(hour FROM s.starts_at AT TIME ZONE t.time_zone)::int AS hour,
           r.wanted, r.wanted_sd, r.sold, room.capacity AS seats,
           (SELECT jsonb_object_agg(p.category, p.amount) FROM show_prices p WHERE p.show_id = s.id) AS base
    FROM forecast_records r JOIN shows s ON s.id = r.show_id JOIN theatres t ON t.id = s.theatre_id
    JOIN seat_layouts l ON l.id = s.layout_id
    {SEAT_COUNTS}
    WHERE r.sold IS NOT NULL AND s.starts_at >= now() - make_interval(days => $1) ORDER BY s.starts_at, s.id
"""  # noqa: S608 # constants of the server
_SOLD = """
    SELECT s.id AS show_id,
           width_bucket(
               extract(epoch FROM s.starts_at - b.confirmed_at)::float8 / 3600, $2::float8[]) AS stretch,
           count(*)::float8 AS tickets
    FROM shows s JOIN bookings b ON b.show_id = s.id JOIN tickets k ON k.booking_id = b.id
    WHERE s.id = ANY($1) AND k.status IN ('valid', 'used') AND b.confirmed_at IS NOT NULL GROUP BY 1, 2
"""
_CHANGED = "SELECT show_id, at, after FROM price_changes WHERE show_id = ANY($1) ORDER BY id"
_KEEP = """
    INSERT INTO elasticities (theatre_id, part, mean, sd, shows, learned_at)
    SELECT theatre_id, part, mean, sd, shows, $6
    FROM unnest($1::int[], $2::int[], $3::float8[], $4::float8[], $5::int[])
        AS e(theatre_id, part, mean, sd, shows)
"""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of one theatre's public in one part of the day."""

    theatre_id: int
    part: int
    mean: float
    sd: float
    shows: int
    """Shows at other than base prices that it rests on."""


async def learn() -> list[Learned]:
    """Learn anew from the shows that are over, and keep it; return what was learned."""
    over = await rows(_OVER, [DAYS])
    ids = [show["show_id"] for show in over]
    sold = await rows(_SOLD, [ids, sorted(STRETCHES[1:])])
    changes = await rows(_CHANGED, [ids])
    learned = estimate(over, sold, changes, at=now())
    async with transaction():
        await rows("DELETE FROM elasticities")
        await rows(
            _KEEP,
            [
                [one.theatre_id for one in learned], [one.part for one in learned],
                [one.mean for one in learned], [one.sd for one in learned],
                [one.shows for one in learned], now(),
            ],
        )  # fmt: skip
    return learned


def estimate(
    over: Sequence[dict[str, Any]],
    sold: Sequence[dict[str, Any]],
    changes: Sequence[dict[str, Any]],
    *,
    at: datetime,
) -> list[Learned]:
    """Return what shows that are over teach, theatre by theatre; nothing of those with too few."""
    if not over:
        return []
    place = {show["show_id"]: position for position, show in enumerate(over)}
    booked = np.zeros((len(over), len(STRETCHES)))
    for one in sold:
        # The bucket counts from the start backwards; the columns run towards it.
        booked[place[one["show_id"]], len(STRETCHES) - 1 - one["stretch"]] += one["tickets"]
    log_ratio = np.log(_multiples(over, changes))
    numbers = {
        theatre: number for number, theatre in enumerate(sorted({show["theatre_id"] for show in over}))
    }
    theatre = np.array([numbers[show["theatre_id"]] for show in over])
    seats = np.array([float(show["seats"]) for show in over])
    so_far = np.cumsum(booked, axis=1)
    began = (so_far - booked < seats[:, None]).astype(float)  # stretches with seats left to sell
    age = np.array([(at - show["starts_at"]).total_seconds() / 86_400 for show in over])
    sales = Sales(
        theatre=theatre,
        part=np.array([part_of(show["hour"]) for show in over]),
        mean=np.array([max(show["wanted"], 0.1) for show in over]),
        shape=np.array([_shape(show) for show in over]),
        share=_shares(booked, theatre) * began,
        log_ratio=log_ratio * began,
        sold=booked * began,
        weight=0.5 ** (age / HALF_LIFE_DAYS),
        full=so_far[:, -1] >= seats,
    )
    moved = (sales.log_ratio != 0).any(axis=1)
    found = pooled(sales, len(numbers), PARTS)
    return [
        Learned(
            theatre_id,
            part,
            found[number][part].mean,
            found[number][part].sd,
            int(moved[theatre == number].sum()),
        )
        for theatre_id, number in numbers.items()
        for part in range(PARTS)
        if moved[theatre == number].sum() >= LEAST_SHOWS
    ]


def _multiples(over: Sequence[dict[str, Any]], changes: Sequence[dict[str, Any]]) -> Floats:
    """Return what each show asked in the middle of each stretch, in multiples of its base price."""
    asked: dict[int, list[tuple[datetime, float]]] = defaultdict(list)
    base = {show["show_id"]: orjson.loads(show["base"] or "{}") for show in over}
    for change in changes:
        prices, usual = orjson.loads(change["after"]), base[change["show_id"]]
        common = [category for category in usual if category in prices]
        if common:
            ratio = sum(prices[category] for category in common) / sum(usual[category] for category in common)
            asked[change["show_id"]].append((change["at"], ratio))
    ends = (*STRETCHES[1:], 0.0)
    middles = [timedelta(hours=(begin + end) / 2) for begin, end in zip(STRETCHES, ends, strict=True)]
    found = np.ones((len(over), len(STRETCHES)))
    for position, show in enumerate(over):
        for stretch, before in enumerate(middles):
            for since, ratio in asked[show["show_id"]]:
                if since <= show["starts_at"] - before:
                    found[position, stretch] = ratio
    return found


def _shares(booked: Floats, theatre: np.ndarray) -> Floats:
    """Return the share of a show's demand that usually comes in each stretch, by theatre."""
    whole = booked.sum(axis=0) + _SOMETHING
    shares = np.zeros_like(booked)
    for each in np.unique(theatre):
        mine = booked[theatre == each].sum(axis=0) + _SOMETHING * whole
        shares[theatre == each] = mine / mine.sum()
    return shares


def _shape(show: dict[str, Any]) -> float:
    """Return the shape of the gamma distribution that is as unsure as the forecast was."""
    return float(1 / np.expm1(np.clip(show["wanted_sd"], 0.1, 1.5) ** 2))
