"""Looking at shows on sale: what is expected of each is written down, and prices move as the rules allow.

A few hundred shows at a time, those that were looked at longest ago first. Everything is read before, and
written after, the forecast; the transaction that moves prices holds the shows' rows and looks at their
interval again, so two who do this at once do no harm.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson

from ml.history import History
from ml.predictor import Predictor
from ml.recommendation import Rules
from ml.shows import Floats
from server.core.clock import now
from server.core.db import rows, transaction
from server.forecasting import elasticities
from server.forecasting.coming import Coming, read_coming
from server.forecasting.outlook import Outlook, outlook, recommended, revenue_at
from server.pricing import experiments, why
from server.pricing.assignment import is_held_out
from server.pricing.models import Experiment
from server.pricing.moving import Move, keep_at_base, move
from server.venues.asking import WHOLE
from server.venues.models import PriceRules

AHEAD = timedelta(days=21)
"""Shows farther away are not looked at."""
BEHIND = timedelta(hours=2)
"""Shows that began longer ago are not looked at, even if late-comers may still buy."""
_FRESH = timedelta(minutes=10)
"""How old a forecast may be before a show is looked at again."""
_RECORDED = timedelta(hours=24)
"""The last forecast made so long before the start is what a show's outcome is compared with."""
_BATCH = 1_000

_STALE = """
    SELECT s.id FROM shows s LEFT JOIN show_forecasts f ON f.show_id = s.id
    WHERE s.status = 'on_sale' AND s.sales_close_at > now() AND s.starts_at < now() + $1::interval
      AND s.starts_at >= now() - $5::interval
      AND (f.at IS NULL OR f.at < now() - $2::interval OR f.version <> $3)
    ORDER BY f.at NULLS FIRST, s.starts_at LIMIT $4
"""
_PRESENT = """
    SELECT s.id, a.multiple, a.override_until > now() AS overridden, a.shown
    FROM shows s LEFT JOIN show_pricing a ON a.show_id = s.id WHERE s.id = ANY($1)
"""
_KEEP = """
    INSERT INTO show_forecasts
        (show_id, version, at, tickets, low, high, level, sold, seats, best, next, gain, revenue)
    SELECT show_id, $1, $2, tickets, low, high, $3, sold, seats, best, next, gain, revenue
    FROM unnest($4::int[], $5::float8[], $6::float8[], $7::float8[], $8::int[], $9::int[], $10::int[],
                $11::int[], $12::float8[], $13::float8[])
        AS f(show_id, tickets, low, high, sold, seats, best, next, gain, revenue)
    ON CONFLICT (show_id) DO UPDATE SET version = excluded.version, at = excluded.at,
        tickets = excluded.tickets, low = excluded.low, high = excluded.high, level = excluded.level,
        sold = excluded.sold, seats = excluded.seats, best = excluded.best, next = excluded.next,
        gain = excluded.gain, revenue = excluded.revenue
"""
_RECORD = """
    INSERT INTO forecast_records AS r
        (show_id, version, at, starts_at, expected, low, high, level, features, wanted, wanted_sd)
    SELECT show_id, $1, $2, starts_at, expected, low, high, $3, features::jsonb, wanted, wanted_sd
    FROM unnest($4::int[], $5::timestamptz[], $6::float8[], $7::float8[], $8::float8[], $9::text[],
                $10::float8[], $11::float8[])
        AS f(show_id, starts_at, expected, low, high, features, wanted, wanted_sd)
    ON CONFLICT (show_id) DO UPDATE SET version = excluded.version, at = excluded.at,
        starts_at = excluded.starts_at, expected = excluded.expected, low = excluded.low,
        high = excluded.high, level = excluded.level, features = excluded.features,
        wanted = CASE WHEN r.starts_at = excluded.starts_at THEN r.wanted ELSE excluded.wanted END,
        wanted_sd = CASE WHEN r.starts_at = excluded.starts_at THEN r.wanted_sd ELSE excluded.wanted_sd END
    WHERE r.sold IS NULL
"""
# What is wanted is kept as it was forecast first. Later forecasts have seen bookings at the prices that were
# asked meanwhile: beside them those prices look as if they had changed nothing.


@dataclass(frozen=True, slots=True)
class Plan:
    """Shows with what is expected of them and what the rules make of it, one element a show."""

    coming: Coming
    outlook: Outlook
    present: Floats
    """The multiples asked now."""
    best: Floats
    """The multiples that would earn most within the rules."""
    next: Floats
    """At most one step from the present ones towards them."""
    gain: Floats
    """Share of the rest's revenue that the best would earn beyond the base price."""
    rules: Sequence[Rules | None]
    """None for a show that keeps its base price: held out, or in such an arm of an experiment."""
    automatic: Sequence[bool]
    interval_minutes: Sequence[int]
    """The least time between two steps of a show."""


async def plan(coming: Coming, history: History, predictor: Predictor) -> Plan:
    """Return what is expected of shows and what their rules make of it; reads rules and prices, no more."""
    found = {one["id"]: one for one in await rows(_PRESENT, [[one["id"] for one in coming.rows]])}
    theatres = {rule.theatre_id: rule for rule in await PriceRules.all()}
    of_shows = [
        theatres.get(one["theatre_id"]) or PriceRules(theatre_id=one["theatre_id"]) for one in coming.rows
    ]
    present = np.array(
        [
            _multiple(one, found[one["id"]], automatic=theatre.automatic)
            for one, theatre in zip(coming.rows, of_shows, strict=True)
        ],
        dtype=float,
    )
    trials = await experiments.running()
    known = await elasticities.known()
    rules = [_rules_of(one, theatre, trials) for one, theatre in zip(coming.rows, of_shows, strict=True)]
    seen = outlook(coming, history, predictor, present=present, known=known)
    best, following, gain = np.ones(len(coming)), np.ones(len(coming)), np.zeros(len(coming))
    alike: dict[Rules, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        if rule is not None:
            alike[rule].append(place)
    for rule, places in alike.items():
        chosen = recommended(seen, places, present, rule)
        best[places], following[places], gain[places] = chosen.best, chosen.next, chosen.gain
    automatic = [
        rule is not None and theatre.automatic for rule, theatre in zip(rules, of_shows, strict=True)
    ]
    intervals = [theatre.interval_minutes for theatre in of_shows]
    return Plan(coming, seen, present, best, following, gain, rules, automatic, intervals)


async def look_again(history: History, predictor: Predictor) -> int:
    """Look at one batch of shows whose forecast is old, and move their prices; return how many there were."""
    stale = await rows(_STALE, [AHEAD, _FRESH, predictor.version, _BATCH, BEHIND])
    if not stale:
        return 0
    at = now()
    ids = [one["id"] for one in stale]
    coming = await read_coming(at, since=at - BEHIND, until=at + AHEAD, show_ids=ids)
    if len(coming):
        made = await plan(coming, history, predictor)
        await _keep(made, at)
        kept = [one["id"] for one, rule in zip(coming.rows, made.rules, strict=True) if rule is None]
        async with transaction():
            await move(moves(made), at=at, reason=why.recommended(predictor.version))
        async with transaction():
            await keep_at_base(kept, reason=why.KEPT_AT_BASE)
    return len(stale)


def moves(made: Plan) -> list[Move]:
    """Return the moves of a plan: of shows that may move, in theatres whose prices move at all."""
    seats = np.maximum(made.coming.shows.capacity, 1.0)
    return [
        Move(
            show_id=one["id"],
            multiple=round(float(made.next[place]) * WHOLE),
            step=round(rule.step * WHOLE),
            model_version=made.outlook.version,
            expected_share=float(made.outlook.forecasts.tickets[place] / seats[place]),
        )
        for place, (one, rule) in enumerate(zip(made.coming.rows, made.rules, strict=True))
        if rule is not None
        and made.automatic[place]
        and round(float(made.next[place]) * WHOLE) != round(float(made.present[place]) * WHOLE)
    ]


async def _keep(made: Plan, at: datetime) -> None:
    forecasts, listed = made.outlook.forecasts, made.coming.rows
    expected = revenue_at(made.outlook, made.next) * np.array(
        [float(one["base_price"] or 0) for one in listed]
    )
    early = [place for place, one in enumerate(listed) if one["starts_at"] - at >= _RECORDED]
    async with transaction():
        await rows(
            _KEEP,
            [
                made.outlook.version, at, made.outlook.level, [one["id"] for one in listed],
                forecasts.tickets.tolist(), forecasts.low.tolist(), forecasts.high.tolist(),
                [one["sold"] for one in listed], [one["seats"] for one in listed],
                np.round(made.best * WHOLE).astype(int).tolist(),
                np.round(made.next * WHOLE).astype(int).tolist(), made.gain.tolist(), expected.tolist(),
            ],
        )  # fmt: skip
        await rows(
            _RECORD,
            [
                made.outlook.version, at, made.outlook.level, [listed[place]["id"] for place in early],
                [listed[place]["starts_at"] for place in early], forecasts.tickets[early].tolist(),
                forecasts.low[early].tolist(), forecasts.high[early].tolist(),
                [_json(made.outlook.rows[place]) for place in early],
                made.outlook.wanted[early].tolist(), made.outlook.wanted_sd[early].tolist(),
            ],
        )  # fmt: skip


def _json(row: Any) -> str:
    return orjson.dumps([None if np.isnan(value) else round(float(value), 5) for value in row]).decode()


def _multiple(one: dict[str, Any], priced: dict[str, Any], *, automatic: bool) -> float:
    """Return the multiple that a show asks now: an override's, the model's where it counts, or 1."""
    base = one["base_price"]
    if priced["overridden"] and priced["shown"] is not None and base:
        shown = orjson.loads(priced["shown"])
        others = (price for category, price in shown.items() if category != "companion")
        asked = shown.get("standard") or min(others, default=base)
        return float(asked) / float(base)
    return float(priced["multiple"]) / WHOLE if automatic and priced["multiple"] is not None else 1.0


def _rules_of(one: dict[str, Any], theatre: PriceRules, trials: Sequence[Experiment]) -> Rules | None:
    if is_held_out(one["id"], theatre.hold_out):
        return None
    arm = experiments.arm_for(
        trials, show_id=one["id"], theatre_id=one["theatre_id"], starts_at=one["starts_at"]
    )
    if arm is not None and arm.policy == "base":
        return None

    def bound(of_arm: int | None, of_theatre: int) -> int:
        return of_theatre if of_arm is None else of_arm

    floor, ceiling, step = theatre.floor, theatre.ceiling, theatre.step
    if arm is not None:
        # An experiment tries out what lies within the theatre's own bounds.
        floor = max(floor, bound(arm.floor, floor))
        ceiling = min(ceiling, bound(arm.ceiling, ceiling))
        step = bound(arm.step, step)
    return Rules(floor=floor / WHOLE, ceiling=ceiling / WHOLE, step=step / WHOLE)
