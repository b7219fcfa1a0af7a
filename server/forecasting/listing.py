"""Shows on sale with what is expected of them and what they should cost, for the house's people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from ml.explanation import explain
from ml.history import History
from ml.predictor import Predictor
from seat_engine import SeatEngine
from server.core import audit
from server.core.clock import now
from server.core.db import rows, transaction
from server.core.errors import Invalid
from server.core.money import Money
from server.core.tokens import Caller
from server.core.wire import MoneyOut
from server.forecasting.coming import read_coming
from server.forecasting.course import Course, course_of
from server.forecasting.earnings import Earnings, ToCome, average_price, earnings_of, multiple_of, tickets_at
from server.forecasting.predicting import contributions
from server.forecasting.repricing import Plan, moves, plan
from server.forecasting.schemas import (
    AppliedOut,
    ChangedPriceOut,
    CourseOut,
    ExplanationOut,
    GridPoint,
    OutlookDetailOut,
    OverrideOut,
    PredictionsQuery,
    ScreenRef,
    ShowOutlookOut,
    TheatreRef,
)
from server.pricing import why
from server.pricing.current import current_prices
from server.pricing.moving import move
from server.pricing.overrides import leading_price
from server.pricing.schemas import PersonOut
from server.pricing.settling import amounts, lock
from server.venues.asking import WHOLE
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
    return [one.shown for one in await _look(await plan(coming, history, predictor))]


async def detail(show_id: int, history: History, predictor: Predictor) -> OutlookDetailOut | None:
    """Return one show with why and with what other prices would bring; None where it is not on sale."""
    at = now()
    coming = await read_coming(
        at, since=at - timedelta(days=1), until=at + timedelta(days=3650), show_ids=[show_id]
    )
    if not len(coming):
        return None
    made = await plan(coming, history, predictor)
    found = await _look(made)
    if not found:
        return None
    (looked,) = found
    why = explain(predictor, made.outlook.rows[0])
    return OutlookDetailOut(
        **looked.shown.model_dump(),
        model_version=predictor.version,
        categories=[
            CourseOut(
                category=category,
                current=MoneyOut.of(price),
                next=MoneyOut.of(looked.course.next[category]),
                goal=MoneyOut.of(looked.course.goal[category]),
            )
            for category, price in looked.course.current.items()
        ],
        explanation=ExplanationOut(
            typical_tickets=round(why.typical, 2),
            exact=why.exact,
            items=contributions(why, made.outlook.rows[0], float(made.outlook.forecasts.tickets[0])),
        ),
        grid=_grid(made, looked),
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
    """Have shows take one step towards their recommended price now; one element for each that was named.

    The theatre's rules count as for what moves by itself, the interval between two steps among them; what
    they do not allow is said and not done. A price that a person set stands.
    """
    at = now()
    coming = await read_coming(
        at, since=at - timedelta(days=1), until=at + timedelta(days=3650),
        theatre_ids=theatre_ids, show_ids=list(show_ids),
    )  # fmt: skip
    ids = [one["id"] for one in coming.rows]
    made = await plan(coming, history, predictor) if len(coming) else None
    async with transaction():
        # What the prices were is read with nobody else moving them: whoever was here a moment before is seen.
        wanted = moves(made) if made is not None else []
        await lock([one.show_id for one in wanted])
        before = await read_shows(ids)
        changed = await move(
            [one for one in wanted if before[one.show_id].asking.override_at(at) is None],
            at=at,
            reason=why.APPLIED,
            changed_by=caller.user_id,
        )
        after = await read_shows(ids)
        if changed:
            await audit.record(
                caller, "price.apply", f"shows:{len(changed)}", address=address,
                before={show_id: amounts(current_prices(before[show_id])) for show_id in changed},
                after={show_id: amounts(current_prices(after[show_id])) for show_id in changed},
            )  # fmt: skip
    return [
        _applied(show_id, made, before, after, done=show_id in changed, at=at)
        for show_id in dict.fromkeys(show_ids)
    ]


def _applied(
    show_id: int,
    made: Plan | None,
    before: dict[int, ShowFacts],
    after: dict[int, ShowFacts],
    *,
    done: bool,
    at: datetime,
) -> AppliedOut:
    if show_id not in before or not before[show_id].base_prices or made is None:
        return AppliedOut(show_id=show_id, applied=False, categories=[], why="not_on_sale")
    show, asked = after[show_id], current_prices(before[show_id], at=at)
    place = next(place for place, one in enumerate(made.coming.rows) if one["id"] == show_id)
    course, leading = course_of(made, place, show, at=at), _leading(show)
    return AppliedOut(
        show_id=show_id,
        applied=done,
        before=MoneyOut.of(asked[leading].price),
        after=MoneyOut.of(course.current[leading]),
        goal=MoneyOut.of(course.goal[leading]),
        steps_to_goal=course.steps,
        next_step_at=_local(show, course.next_step_at),
        goal_at=_local(show, course.goal_at),
        categories=[
            ChangedPriceOut(
                category=category, before=MoneyOut.of(asked[category].price), after=MoneyOut.of(price),
                goal=MoneyOut.of(course.goal[category]),
            )
            for category, price in course.current.items()
            if asked[category].price != price
        ],
        why=None if done else _why_not(made, place, before[show_id], course, at),
    )  # fmt: skip


def _why_not(made: Plan, place: int, show: ShowFacts, course: Course, at: datetime) -> str:
    if made.rules[place] is None:
        return "held_out"
    if show.asking.override_at(at) is not None:
        return "overridden"
    if not show.asking.automatic:
        return "switched_off"
    free = show.asking.free_to_move_at
    return "too_soon" if course.steps and free is not None and free > at else "nothing_to_change"


def _local(show: ShowFacts, moment: datetime | None) -> datetime | None:
    return None if moment is None else show.local(moment)


@dataclass(frozen=True, slots=True)
class _Looked:
    """One show that was looked at, and what was found."""

    shown: ShowOutlookOut
    facts: ShowFacts
    course: Course
    earned: Earnings


async def _look(made: Plan) -> list[_Looked]:
    ids = [one["id"] for one in made.coming.rows]
    facts = {show_id: show for show_id, show in (await read_shows(ids)).items() if show.base_prices}
    names = {one["id"]: one for one in await rows(_NAMES, [ids])}
    at = now()
    courses = {
        show_id: course_of(made, place, facts[show_id], at=at)
        for place, show_id in enumerate(ids)
        if show_id in facts
    }
    earned = await earnings_of(made, facts, courses)
    return [
        _Looked(
            _out(made, place, facts[show_id], names[show_id], courses[show_id], earned[show_id], at),
            facts[show_id],
            courses[show_id],
            earned[show_id],
        )
        for place, show_id in enumerate(ids)
        if show_id in facts
    ]


def _out(
    made: Plan,
    place: int,
    show: ShowFacts,
    name: dict[str, Any],
    course: Course,
    earned: Earnings,
    at: datetime,
) -> ShowOutlookOut:
    row, forecasts = made.coming.rows[place], made.outlook.forecasts
    bounds, currency = show.asking.bounds, show.rules.currency
    base, leading = leading_price(show), _leading(show)
    current, best = course.current[leading], course.goal[leading]
    override = show.asking.override_at(at)
    expected = round(float(forecasts.tickets[place]), 2)

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
        expected_tickets=expected,
        expected_tickets_to_come=round(earned.now.tickets, 2),
        recommended_tickets_to_come=round(earned.goal.tickets, 2),
        low=round(float(forecasts.low[place]), 1),
        high=round(float(forecasts.high[place]), 1),
        level=made.outlook.level,
        confidence=round(float(forecasts.confidence[place]), 4),
        base_price=money(base),
        current_price=MoneyOut.of(current),
        source=current_prices(show, at=at)[leading].source,
        next_price=MoneyOut.of(course.next[leading]),
        recommended_price=MoneyOut.of(best),
        may_apply=course.moves,
        steps_to_goal=course.steps,
        step_minutes=made.interval_minutes[place],
        next_step_at=_local(show, course.next_step_at),
        goal_at=_local(show, course.goal_at),
        change_percent=round(100 * (best.amount / current.amount - 1), 1) if current.amount else 0.0,
        floor=money(bounds.least(base)),
        ceiling=money(bounds.most(base)),
        booked_revenue=money(earned.booked),
        current_average_price=money(earned.now.average_price),
        expected_revenue_to_come=money(earned.now.revenue),
        expected_revenue=money(earned.booked + earned.now.revenue),
        recommended_average_price=money(earned.goal.average_price),
        recommended_revenue_to_come=money(earned.goal.revenue),
        recommended_revenue=money(earned.booked + earned.goal.revenue),
        gain_percent=round(100 * earned.gain, 2),
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


def _grid(made: Plan, looked: _Looked) -> list[GridPoint]:
    """Return what is expected of the whole show if prices from floor to ceiling are asked from now on."""
    show, earned, leading = looked.facts, looked.earned, _leading(looked.facts)
    bounds, base, currency = show.asking.bounds, show.base_prices[leading].amount, show.rules.currency
    if not base:
        return []
    ends = looked.shown.floor.amount / base, looked.shown.ceiling.amount / base
    now_ = np.array([multiple_of(looked.course.current, show, earned.unsold)])
    points = {}
    for multiple in np.linspace(*ends, _GRID):
        prices = {
            category: Money(bounds.at(price.amount, round(float(multiple) * WHOLE)), currency)
            for category, price in show.base_prices.items()
        }
        asked = np.array([multiple_of(prices, show, earned.unsold)])
        to_come = ToCome(float(tickets_at(made, now_, asked)[0]), average_price(prices, earned.unsold))
        points[prices[leading].amount] = GridPoint(
            price=MoneyOut.of(prices[leading]),
            expected_tickets=round(looked.shown.sold + to_come.tickets, 2),
            expected_revenue=MoneyOut(amount=earned.booked + to_come.revenue, currency=currency),
        )
    return list(points.values())


def _leading(show: ShowFacts) -> str:
    """Return the category whose price stands for a show's."""
    least = leading_price(show)
    return next(category for category, base in show.base_prices.items() if base.amount == least)
