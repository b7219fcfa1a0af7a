"""What contradicts itself in a seat layout: each fault named with the seat, at its field.

A seat's label, row and number say the same thing twice, places and categories depend on each other, and shows
are sold by a layout for years. So a hall that cannot be built, or in which two people could have one seat, is
refused before it is kept. Layouts that were kept before a rule was made stay readable.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import pairwise

from seat_engine import PlanSeat, SeatPlan
from server.planning.faults import Faults
from server.planning.schemas.layouts import MOST_SEATS, LayoutIn, LayoutSeat
from server.venues.models import SeatCategory

Say = Callable[[str, str, str], None]
"""Takes a field, a code and a message."""

MOST_FAULTS = 50
"""More are not listed: who sends a wrong file has seen enough."""
NARROWEST = 0.5
"""Least width of a seat, in seat pitches: less is no seat."""
SOFA = 1.5
"""A couple seat of this width is whole by itself; a narrower one is half of a pair."""
_TOUCH = 0.01
"""Neighbours touch: coordinates are rounded."""
_DEPTH = 0.5
"""Seats nearer to each other than this, front to back, stand in the same place."""
_ASTRAY = 1.0
"""How far a row may stand from all of its seats."""


class _Enough(Exception):
    """Raised once enough was found, to end the search."""


def check_layout(layout: LayoutIn, faults: Faults) -> None:
    """Note what contradicts itself in a layout, at most ``MOST_FAULTS`` things."""
    found = 0

    def say(field: str, code: str, message: str) -> None:
        nonlocal found
        faults.add(field, code, message)
        found += 1
        if found == MOST_FAULTS:
            raise _Enough

    try:
        _check_rows(layout, say)
        _check_names(layout, say)
        _check_places(layout, say)
        _check_kinds(layout, say, buildable=not found)
    except _Enough:
        return


def _check_rows(layout: LayoutIn, say: Say) -> None:
    seats: dict[str, list[LayoutSeat]] = defaultdict(list)
    for seat in layout.seats:
        seats[seat.row].append(seat)
    known: set[str] = set()
    for place, row in enumerate(layout.rows):
        field = f"rows.{place}"
        if row.label in known:
            say(f"{field}.label", "duplicate", f"two rows are called {row.label}")
        known.add(row.label)
        depths = [seat.y for seat in seats[row.label]]
        if not depths:
            say(field, "empty_row", f"row {row.label} has no seats")
        elif not min(depths) - _ASTRAY <= row.y <= max(depths) + _ASTRAY:
            say(f"{field}.y", "row_elsewhere", f"row {row.label} is not where its seats are")
    for place, seat in enumerate(layout.seats):
        if seat.row in known and _is_astray(seat, seats[seat.row]):
            say(
                f"seats.{place}.y", "astray",
                f"seat {seat.label} is far from the other seats of row {seat.row}",
            )  # fmt: skip
        if seat.row not in known:
            say(
                f"seats.{place}.row", "unknown_row",
                f"seat {seat.label} is in row {seat.row}, which is not among the rows",
            )  # fmt: skip


def _is_astray(seat: LayoutSeat, row: list[LayoutSeat]) -> bool:
    """Tell whether no other seat of its row is about as far from the screen; rows may be curved."""
    near = (abs(other.y - seat.y) <= _ASTRAY for other in row if other is not seat)
    return len(row) > 1 and not any(near)


def _check_names(layout: LayoutIn, say: Say) -> None:
    labels: set[str] = set()
    numbers: dict[tuple[str, int], str] = {}
    for place, seat in enumerate(layout.seats):
        field = f"seats.{place}"
        if seat.label in labels:
            say(f"{field}.label", "duplicate", f"two seats are called {seat.label}")
        labels.add(seat.label)
        other = numbers.setdefault((seat.row, seat.number), seat.label)
        if other != seat.label:
            say(
                f"{field}.number", "duplicate",
                f"seats {other} and {seat.label} are both number {seat.number} of row {seat.row}",
            )  # fmt: skip
        if not re.fullmatch(rf"{re.escape(seat.row)}-?0*{seat.number}", seat.label):
            say(
                f"{field}.label", "label_disagrees",
                f"seat {seat.label} is number {seat.number} of row {seat.row}: "
                f"call it {seat.row}{seat.number}",
            )  # fmt: skip


def _check_places(layout: LayoutIn, say: Say) -> None:
    screen = layout.screen
    if screen.x + screen.width > layout.width + _TOUCH:
        say("screen.width", "outside_hall", "the screen reaches beyond the hall")
    for place, seat in enumerate(layout.seats):
        if seat.x + seat.w > layout.width + _TOUCH:
            say(f"seats.{place}.x", "outside_hall", f"seat {seat.label} is outside of the hall")
        elif seat.y > layout.height + _TOUCH:
            say(f"seats.{place}.y", "outside_hall", f"seat {seat.label} is outside of the hall")
        if seat.w < NARROWEST:
            say(f"seats.{place}.w", "too_narrow", f"seat {seat.label} is narrower than half a seat")
    for one, other in _overlaps(layout):
        said = f"seats {layout.seats[one].label} and {layout.seats[other].label} overlap"
        say(f"seats.{other}.x", "overlap", said)


def _overlaps(layout: LayoutIn) -> Iterator[tuple[int, int]]:
    """Yield pairs of seats that are in each other's place: of a row, and of different rows."""
    by_row: dict[str, list[int]] = defaultdict(list)
    left_to_right = sorted(range(len(layout.seats)), key=lambda place: (layout.seats[place].x, place))
    for place in left_to_right:
        by_row[layout.seats[place].row].append(place)
    for places in by_row.values():
        for one, following in pairwise(places):
            if layout.seats[one].x + layout.seats[one].w > layout.seats[following].x + _TOUCH:
                yield one, following
    yield from _overlaps_of_rows(layout, left_to_right)


def _overlaps_of_rows(layout: LayoutIn, left_to_right: list[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of different rows; a line goes from left to right through the hall.

    Seats that the line crosses are kept by depth, so that each new one is compared with its neighbours only.
    """
    crossed: list[tuple[float, int]] = []
    ends: list[tuple[float, float, int]] = []
    for place in left_to_right:
        seat = layout.seats[place]
        while ends and ends[0][0] <= seat.x + _TOUCH:
            _, y, gone = heappop(ends)
            crossed.pop(bisect_left(crossed, (y, gone)))
        at = bisect_right(crossed, (seat.y - _DEPTH, MOST_SEATS))
        while at < len(crossed) and crossed[at][0] < seat.y + _DEPTH:
            if layout.seats[crossed[at][1]].row != seat.row:
                yield crossed[at][1], place
            at += 1
        insort(crossed, (seat.y, place))
        heappush(ends, (seat.x + seat.w, seat.y, place))


def _check_kinds(layout: LayoutIn, say: Say, *, buildable: bool) -> None:
    kinds = {seat.category for seat in layout.seats}
    if kinds == {SeatCategory.COMPANION}:
        say("seats", "companions_only", "there are companions' seats only")
    if not buildable:
        return
    plan = _plan(layout)
    if SeatCategory.COMPANION in kinds:
        for place in plan.alone(range(len(layout.seats))):
            say(
                f"seats.{place}.category", "no_wheelchair",
                f"companion's seat {layout.seats[place].label} has no wheelchair place of its own beside it",
            )  # fmt: skip
    if SeatCategory.COUPLE in kinds:
        for place in _halves_alone(layout, plan):
            seat = layout.seats[place]
            say(
                f"seats.{place}.category", "no_partner",
                f"couple seat {seat.label} has no partner beside it",
            )  # fmt: skip


def _plan(layout: LayoutIn) -> SeatPlan:
    return SeatPlan([
        PlanSeat(
            x=seat.x, y=seat.y, row=seat.row, category=seat.category.value, width=seat.w,
            accessible=seat.category is SeatCategory.WHEELCHAIR,
            companion=seat.category is SeatCategory.COMPANION,
        )
        for seat in layout.seats
    ])  # fmt: skip


def _halves_alone(layout: LayoutIn, plan: SeatPlan) -> Iterator[int]:
    for place, mate in plan.mates.items():
        if mate is None and layout.seats[place].w < SOFA:
            yield place
