"""Shows on sale with what is expected of them and what they should cost, for the house's people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from ml.explanation import explain
from ml.history import History
from ml.predictor import Predictor
from ml.recommendation import revenue
from seat_engine import SeatEngine
from server.core import audit
from server.core.clock import now
from server.core.db import rows, transaction
from server.core.errors import Invalid
from server.core.tokens import Caller
from server.core.wire import MoneyOut
from server.forecasting.coming import read_coming
from server.forecasting.outlook import revenue_at
from server.forecasting.predicting import contributions
from server.forecasting.repricing import Plan, moves, plan
from server.forecasting.schemas import (
    AppliedOut,
    ExplanationOut,
    GridPoint,
    OutlookDetailOut,
    OverrideOut,
    PredictionsQuery,
    ScreenRef,
    ShowOutlookOut,
    TheatreRef,
)
from server.pricing.current import current_prices
from server.pricing.moving import move
from server.pricing.overrides import leading_price
from server.pricing.schemas import PersonOut
from server.pricing.settling import amounts
from server.venues.sellable import free_now
from server.venues.shows import ShowFacts, read_shows

_Shown = TypeVar("_Shown", bound=ShowOutlookOut)

WINDOW = timedelta(days=7)
"""Where nothing else is asked for."""
_GRID = 13

_NAMES = """
    SELECT s.id, m.title, t.name AS theatre, c.slug AS city, a.id AS screen_id, a.name AS screen,
           w.override_by, u.name AS override_by_name
    FROM shows s JOIN movies m ON m.id = s.movie_id JOIN theatres t ON t.id = s.theatre_id
    JOIN cities c ON c.id = t.city_id JOIN screens a ON a.id = s.screen_id
    LEFT JOIN show_pricing w ON w.show_id = s.id LEFT JOIN users u ON u.id = w.override_by
    WHERE s.id = ANY($1)
"""


async def listed(
    query: PredictionsQuery, theatre_ids: list[int] | None, history: History, predictor: Predictor
) -> list[ShowOutlookOut]:
    """Return every show on sale of a window, the earliest first; raises ``Invalid`` for one that is none."""
    at = now()
    since = query.since or at
    until = query.until or since + WINDOW
    if until <= since:
        raise Invalid(errors=[{"field": "to", "code": "bad_end", "message": "must be after from"}])
    coming = await read_coming(at, since=since, until=until, theatre_ids=theatre_ids)
    if not len(coming):
        return []
    return await _outs(await plan(coming, history, predictor))


async def detail(show_id: int, history: History, predictor: Predictor) -> OutlookDetailOut | None:
    """Return one show with why and with what other prices would bring; None where it is not on sale."""
    at = now()
    coming = await read_coming(
        at, since=at - timedelta(days=1), until=at + timedelta(days=3650), show_ids=[show_id]
    )
    if not len(coming):
        return None
    made = await plan(coming, history, predictor)
    (shown,) = await _outs(made)
    why = explain(predictor, made.outlook.rows[0])
    return OutlookDetailOut(
        **shown.model_dump(),
        model_version=predictor.version,
        explanation=ExplanationOut(
            typical_tickets=round(why.typical, 2),
            exact=why.exact,
            items=contributions(why, made.outlook.rows[0], float(made.outlook.forecasts.tickets[0])),
        ),
        grid=_grid(made, shown),
    )


async def with_live_counts(engine: SeatEngine, shown: Sequence[_Shown]) -> list[_Shown]:
    """Have ``seats_left`` say what is free now, holds counted in; in one round trip for all of the shows."""
    free = await free_now(engine, [one.show_id for one in shown])
    return [
        one.model_copy(update={"seats_left": free[one.show_id]}) if one.show_id in free else one
        for one in shown
    ]


async def apply(
    show_ids: Sequence[int],
    history: History,
    predictor: Predictor,
    *,
    caller: Caller,
    address: str,
    theatre_ids: list[int] | None,
) -> list[AppliedOut]:
    """Have shows ask their recommended price now, one step at most; one element for each that was named.

    The theatre's rules count as for what moves by itself; what they do not allow is said and not done.
    """
    at = now()
    coming = await read_coming(
        at, since=at - timedelta(days=1), until=at + timedelta(days=3650),
        theatre_ids=theatre_ids, show_ids=list(show_ids),
    )  # fmt: skip
    before = await read_shows([one["id"] for one in coming.rows])
    made = await plan(coming, history, predictor) if len(coming) else None
    wanted = moves(made, by_hand=True) if made is not None else []
    async with transaction():
        changed = await move(
            wanted,
            at=at,
            reason="the recommendation was applied",
            changed_by=caller.user_id,
            now_already=True,
        )
        after = await read_shows(changed)
        if changed:
            await audit.record(
                caller, "price.apply", f"shows:{len(changed)}", address=address,
                before={show_id: amounts(current_prices(before[show_id])) for show_id in changed},
                after={show_id: amounts(current_prices(after[show_id])) for show_id in changed},
            )  # fmt: skip
    return [_applied(show_id, made, before, after) for show_id in dict.fromkeys(show_ids)]


def _applied(
    show_id: int, made: Plan | None, before: dict[int, ShowFacts], after: dict[int, ShowFacts]
) -> AppliedOut:
    if show_id not in before or made is None:
        return AppliedOut(show_id=show_id, applied=False, before=None, after=None, why="not_on_sale")
    asked = _leading(before[show_id])
    if show_id in after:
        return AppliedOut(
            show_id=show_id, applied=True, before=asked, after=_leading(after[show_id]), why=None
        )
    place = next(place for place, one in enumerate(made.coming.rows) if one["id"] == show_id)
    if made.rules[place] is None:
        why = "held_out"
    elif before[show_id].asking.override_at(now()) is not None:
        why = "overridden"
    elif not before[show_id].asking.automatic:
        why = "switched_off"
    else:
        why = "nothing_to_change"
    return AppliedOut(show_id=show_id, applied=False, before=asked, after=asked, why=why)


async def _outs(made: Plan) -> list[ShowOutlookOut]:
    ids = [one["id"] for one in made.coming.rows]
    facts = await read_shows(ids)
    names = {one["id"]: one for one in await rows(_NAMES, [ids])}
    expected = revenue_at(made.outlook, made.best)
    confidence = made.outlook.forecasts.confidence
    at = now()
    return [
        _out(made, place, facts[show_id], names[show_id], expected[place], float(confidence[place]), at)
        for place, show_id in enumerate(ids)
        if show_id in facts and facts[show_id].base_prices
    ]


def _out(
    made: Plan,
    place: int,
    show: ShowFacts,
    name: dict[str, Any],
    expected: float,
    confidence: float,
    at: datetime,
) -> ShowOutlookOut:
    row, forecasts = made.coming.rows[place], made.outlook.forecasts
    bounds, currency = show.asking.bounds, show.rules.currency
    base = leading_price(show)
    prices = current_prices(show, at=at)
    leading = next(category for category, price in show.base_prices.items() if price.amount == base)
    current = prices[leading]
    best = bounds.at(base, round(float(made.best[place]) * 10_000))
    override = show.asking.override_at(at)

    def money(amount: float) -> MoneyOut:
        return MoneyOut(amount=round(amount), currency=currency)

    return ShowOutlookOut(
        show_id=show.id,
        movie_id=show.movie_id,
        movie_title=name["title"],
        theatre=TheatreRef(id=show.theatre_id, name=name["theatre"], city=name["city"]),
        screen=ScreenRef(id=name["screen_id"], name=name["screen"]),
        starts_at=show.local(show.starts_at),
        time_zone=row["time_zone"],
        capacity=row["seats"],
        sold=row["sold"],
        seats_left=row["seats_left"],
        expected_tickets=round(float(forecasts.tickets[place]), 1),
        low=round(float(forecasts.low[place]), 1),
        high=round(float(forecasts.high[place]), 1),
        level=made.outlook.level,
        confidence=round(confidence, 4),
        base_price=money(base),
        current_price=MoneyOut.of(current.price),
        source=current.source,
        recommended_price=money(best),
        change_percent=round(100 * (best / current.price.amount - 1), 1) if current.price.amount else 0.0,
        floor=money(bounds.least(base)),
        ceiling=money(bounds.most(base)),
        expected_revenue=money(expected * base),
        gain_percent=round(100 * float(made.gain[place]), 2),
        held_out=made.rules[place] is None,
        automatic=made.automatic[place],
        override=None
        if override is None
        else OverrideOut(
            reason=override.reason, until=override.until.astimezone(ZoneInfo(row["time_zone"])),
            by=_person(name["override_by"], name["override_by_name"]),
        ),
    )  # fmt: skip


def _person(identifier: UUID | None, name: str | None) -> PersonOut | None:
    return None if identifier is None else PersonOut(id=identifier, name=name or "")


def _grid(made: Plan, shown: ShowOutlookOut) -> list[GridPoint]:
    """Return what is expected from now on at prices from floor to ceiling."""
    base = shown.base_price.amount
    if not base:
        return []
    multiples = np.linspace(shown.floor.amount / base, shown.ceiling.amount / base, _GRID)
    earned = revenue(made.outlook.demand, multiples)[0]
    currency = shown.base_price.currency
    return [
        GridPoint(
            price=MoneyOut(amount=round(float(multiple) * base), currency=currency),
            expected_tickets=round(shown.sold + float(earned[place] / multiple), 1),
            expected_revenue=MoneyOut(amount=round(float(earned[place]) * base), currency=currency),
        )
        for place, multiple in enumerate(multiples)
    ]


def _leading(show: ShowFacts) -> MoneyOut:
    least = leading_price(show)
    prices = current_prices(show)
    return next(
        (MoneyOut.of(prices[name].price) for name, base in show.base_prices.items() if base.amount == least),
        MoneyOut(amount=0, currency=show.rules.currency),
    )
