"""What shows have brought and are expected to bring: every figure of revenue is made here, once.

Revenue is what seats were sold for: discounts are off, fees are not in it, nor is tax that comes on top of
listed prices; points are a way to pay and take nothing off. Only tickets that are live count; what the
theatre keeps of cancelled ones is no part of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.core.db import rows
from server.forecasting.course import Course, Prices
from server.forecasting.outlook import revenue_at
from server.forecasting.repricing import Plan
from server.venues.layouts import get_layout
from server.venues.shows import ShowFacts

_BOOKED = """
    WITH sold AS (
        SELECT show_id, booking_id, category, count(*) AS seats
        FROM tickets WHERE show_id = ANY($1) AND status IN ('valid', 'used')
        GROUP BY show_id, booking_id, category
    ), discounts AS (
        SELECT booking_id, coalesce(sum(amount) FILTER (WHERE kind = 'promotion'), 0)::numeric
            / nullif(sum(amount) FILTER (WHERE kind = 'seats'), 0) AS rate
        FROM price_lines WHERE booking_id IN (SELECT booking_id FROM sold) GROUP BY booking_id
    )
    SELECT s.show_id, round(sum(s.seats * l.unit_amount * (1 + coalesce(d.rate, 0))))::bigint AS booked
    FROM sold s JOIN discounts d ON d.booking_id = s.booking_id
    JOIN price_lines l ON l.booking_id = s.booking_id AND l.kind = 'seats' AND l.category = s.category
    GROUP BY s.show_id
"""
_SOLD = """
    SELECT show_id, category, count(*) AS seats FROM tickets
    WHERE show_id = ANY($1) AND status IN ('valid', 'used') GROUP BY show_id, category
"""
_BLOCKED = "SELECT show_id, seat_index FROM seat_blocks WHERE show_id = ANY($1)"


@dataclass(frozen=True, slots=True)
class Earnings:
    """One show's revenue, minor units. ``booked`` + what is to come is what the whole show is to bring."""

    booked: int
    """Of tickets that are sold, at what they were sold for."""
    to_come: int
    """Of tickets still to be sold, at the prices asked now."""
    to_come_at_goal: int
    """The same at the recommended prices."""
    average_base: float
    """What unsold seats cost on average at their base prices."""

    @property
    def total(self) -> int:
        """Of the whole show, at the prices asked now."""
        return self.booked + self.to_come

    @property
    def total_at_goal(self) -> int:
        """Of the whole show, at the recommended prices."""
        return self.booked + self.to_come_at_goal


async def booked_revenue(show_ids: Sequence[int]) -> dict[int, int]:
    """Return what seats were sold for, minor units, discounts taken off; a show without any is left out."""
    return {found["show_id"]: int(found["booked"]) for found in await rows(_BOOKED, [list(show_ids)])}


async def earnings_of(
    made: Plan, facts: Mapping[int, ShowFacts], courses: Mapping[int, Course]
) -> dict[int, Earnings]:
    """Return what each show of a plan has brought and is to bring."""
    ids = list(facts)
    booked, unsold = await booked_revenue(ids), await _unsold_seats(facts)
    now_, goal = revenue_at(made.outlook, made.present), revenue_at(made.outlook, made.best)
    return {
        one["id"]: Earnings(
            booked=booked.get(one["id"], 0),
            to_come=round(
                float(now_[place] / made.present[place])
                * average_price(courses[one["id"]].current, unsold[one["id"]])
            ),
            to_come_at_goal=round(
                float(goal[place] / made.best[place])
                * average_price(courses[one["id"]].goal, unsold[one["id"]])
            ),
            average_base=average_price(facts[one["id"]].base_prices, unsold[one["id"]]),
        )
        for place, one in enumerate(made.coming.rows)
        if one["id"] in facts
    }


def average_price(prices: Prices, unsold: Mapping[str, int]) -> float:
    """Return what unsold seats cost on average: nobody forecasts which of them will be sold."""
    seats = sum(unsold.values())
    if not seats:
        return 0.0
    return sum(prices[category].amount * count for category, count in unsold.items()) / seats


async def _unsold_seats(facts: Mapping[int, ShowFacts]) -> dict[int, Counter[str]]:
    """Return how many seats that have a price are not sold, by show and category."""
    ids, unsold = list(facts), {}
    for show in facts.values():
        unsold[show.id] = Counter(
            seat.category
            for seat in (await get_layout(show.layout_id)).seats
            if seat.category in show.base_prices
        )
    for found in await rows(_SOLD, [ids]):
        unsold[found["show_id"]][found["category"]] -= found["seats"]
    for found in await rows(_BLOCKED, [ids]):
        layout = await get_layout(facts[found["show_id"]].layout_id)
        unsold[found["show_id"]][layout.seats[found["seat_index"]].category] -= 1
    # A category that lost its price after some of it was sold has no seats to be sold, and not fewer.
    return {show_id: +seats for show_id, seats in unsold.items()}
