"""Wire shapes of seat layouts; what makes one sound stands in ``layout_faults``."""

from typing import Annotated

from pydantic import Field, StringConstraints

from server.core.text import Text
from server.core.wire import Moment, Wire
from server.planning.schemas.parts import Id, ListQuery
from server.venues.models import SeatCategory

MOST_SEATS = 3000
"""What the seat engine keeps of one show."""

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
