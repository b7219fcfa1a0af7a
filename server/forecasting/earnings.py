"""What shows have brought and are expected to bring: every figure of revenue is made here, once.

Revenue is what seats were sold for: discounts are off, fees are not in it, nor is tax that comes on top of
listed prices; points are a way to pay and take nothing off. Only tickets that are live count; what the
theatre keeps of cancelled ones is no part of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.shows import Floats
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
class ToCome:
    """What is still to be sold of one show at some prices."""

    tickets: float
    average_price: float
    """Of the seats that are not sold, minor units: nobody forecasts which of them will be sold."""

    @property
    def revenue(self) -> int:
        """Tickets × average price, minor units."""
        return round(self.tickets * self.average_price)


@dataclass(frozen=True, slots=True)
class Earnings:
    """One show's revenue, minor units. ``booked`` + what is to come is what the whole show is to bring."""

    booked: int
    """Of tickets that are sold, at what they were sold for."""
    now: ToCome
    """At the prices asked now, as customers see them: rounded."""
    goal: ToCome
    """At the recommended prices, rounded likewise."""
    unsold: Mapping[str, int]
    """Seats that are not sold, by category."""

    @property
    def gain(self) -> float:
        """What the recommended prices bring of what is to come beyond the prices asked now, as a share of it.

        0 where they are the same. Below 0 where a price is to go back to its base because nobody can be sure
        enough that another pays.
        """
        return self.goal.revenue / self.now.revenue - 1 if self.now.revenue else 0.0


async def booked_revenue(show_ids: Sequence[int]) -> dict[int, int]:
    """Return what seats were sold for, minor units, discounts taken off; a show without any is left out."""
    return {found["show_id"]: int(found["booked"]) for found in await rows(_BOOKED, [list(show_ids)])}


async def earnings_of(
    made: Plan, facts: Mapping[int, ShowFacts], courses: Mapping[int, Course]
) -> dict[int, Earnings]:
    """Return what each show of a plan has brought and is to bring."""
    ids = list(facts)
    booked, unsold = await booked_revenue(ids), await _unsold_seats(facts)
    places = {one["id"]: place for place, one in enumerate(made.coming.rows) if one["id"] in facts}

    def multiples(asked: Mapping[int, Prices]) -> Floats:
        found = np.ones(len(made.coming))
        for show_id, place in places.items():
            found[place] = multiple_of(asked[show_id], facts[show_id], unsold[show_id])
        return found

    now_ = multiples({show_id: course.current for show_id, course in courses.items()})
    at_goal = tickets_at(made, now_, multiples({show_id: course.goal for show_id, course in courses.items()}))
    return {
        show_id: Earnings(
            booked=booked.get(show_id, 0),
            now=ToCome(
                tickets_to_come(made, place), average_price(courses[show_id].current, unsold[show_id])
            ),
            goal=ToCome(float(at_goal[place]), average_price(courses[show_id].goal, unsold[show_id])),
            unsold=unsold[show_id],
        )
        for show_id, place in places.items()
    }


def tickets_to_come(made: Plan, place: int) -> float:
    """Return how many tickets are expected beyond those sold, at the prices asked now."""
    sold: int = made.coming.rows[place]["sold"]
    return max(float(made.outlook.forecasts.tickets[place]) - sold, 0.0)


def tickets_at(made: Plan, now_: Floats, other: Floats) -> Floats:
    """Return how many tickets are expected beyond those sold at other multiples than are asked now.

    The forecast is of the prices asked now; how demand answers to prices says what others make of it.
    """
    to_come = np.array([tickets_to_come(made, place) for place in range(len(made.coming))])
    at_now = revenue_at(made.outlook, now_) / now_
    at_other = revenue_at(made.outlook, other) / other
    scale = np.divide(at_other, at_now, out=np.ones_like(at_now), where=at_now > 0)
    most = np.maximum(made.outlook.demand.seats_left, to_come)
    tickets: Floats = np.minimum(to_come * scale, most)
    return tickets


def multiple_of(prices: Prices, show: ShowFacts, unsold: Mapping[str, int]) -> float:
    """Return what prices are of the base prices, over the seats that are not sold; 1 where these are free."""
    asked, base = average_price(prices, unsold), average_price(show.base_prices, unsold)
    return asked / base if asked and base else 1.0


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
