"""Wire shapes of seat layouts, and what makes one sound."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from server.core.text import Text
from server.core.wire import Moment, Wire
from server.planning.schemas.parts import Id, ListQuery
from server.venues.models import SeatCategory

MOST_SEATS = 3000
"""What the seat engine keeps of one show."""
_TOUCH = 0.01
"""Neighbours touch: coordinates are rounded."""

Length = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
RowLabel = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,4}$")]


class LayoutSeat(Wire):
    """One seat; x is its left edge, w its width, in seat pitches; y grows away from the screen."""

    label: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{1,8}$")]
    row: RowLabel
    number: Annotated[int, Field(ge=1, le=999)]
    x: Length
    y: Length
    w: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    category: SeatCategory
    zone: Annotated[str, Text(40)]


class LayoutRow(Wire):
    """One row and where it stands."""

    label: RowLabel
    y: Length


class LayoutScreen(Wire):
    """Where the picture is: its left edge and width."""

    x: Length
    width: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class LayoutIn(Wire):
    """The next version of a screen's seats, in index order: front to back, left to right."""

    screen_id: Id
    width: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    height: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    screen: LayoutScreen
    rows: Annotated[list[LayoutRow], Field(min_length=1, max_length=200)]
    seats: Annotated[list[LayoutSeat], Field(min_length=1, max_length=MOST_SEATS)]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if wrong := next(flaws(self), None):
            raise ValueError(wrong)
        return self


def flaws(layout: LayoutIn) -> Iterator[str]:
    """Yield what is wrong with a layout, a sentence each; nothing for one that can be built."""
    rows = [row.label for row in layout.rows]
    if len(set(rows)) < len(rows):
        yield "two rows have one label"
    labels: set[str] = set()
    by_row: dict[str, list[LayoutSeat]] = {}
    for seat in layout.seats:
        if seat.label in labels:
            yield f"two seats are called {seat.label}"
        labels.add(seat.label)
        if seat.row not in rows:
            yield f"seat {seat.label} is in row {seat.row}, which is not among the rows"
        if seat.x + seat.w > layout.width + _TOUCH or seat.y > layout.height + _TOUCH:
            yield f"seat {seat.label} is outside of the hall"
        by_row.setdefault(seat.row, []).append(seat)
    for seats in by_row.values():
        for one, following in pairwise(sorted(seats, key=lambda seat: (seat.x, seat.label))):
            if one.x + one.w > following.x + _TOUCH:
                yield f"seats {one.label} and {following.label} overlap"
    if not any(seat.category is not SeatCategory.COMPANION for seat in layout.seats):
        yield "there are companions' seats only"


class LayoutSummary(Wire):
    """One version of a screen's seats."""

    id: int
    screen_id: int
    screen_name: str
    theatre_id: int
    theatre_name: str
    version: int
    seat_count: int
    categories: Annotated[dict[str, int], Field(description="Seats by category")]
    newest: bool
    shows: Annotated[int, Field(description="Shows that ever had it")]
    created_at: Moment


class HouseLayout(LayoutSummary):
    """The same with every seat."""

    width: float
    height: float
    screen: LayoutScreen
    rows: list[LayoutRow]
    seats: list[LayoutSeat]


class LayoutsQuery(ListQuery):
    """Versions of one screen, of one theatre's, or all."""

    screen_id: Id | None = None
    theatre_id: Id | None = None
