"""Wire shapes of figures."""

from datetime import date as Date  # noqa: N812 # as in the programme's shapes
from typing import Annotated

from pydantic import Field

from server.core.wire import Moment, MoneyOut, Wire

Share = Annotated[float, Field(ge=0, le=1)]


class CurrencyToday(Wire):
    """Money of one currency; what was refunded is not taken off the revenue."""

    currency: str
    revenue: Annotated[MoneyOut, Field(description="Of bookings that were confirmed today")]
    refunded: Annotated[MoneyOut, Field(description="Owed back since this morning, of whatever day's sales")]


class TheatreName(Wire):
    """A theatre by name."""

    id: int
    name: str
    city: str


class TheatreToday(Wire):
    """One theatre's own day."""

    theatre: TheatreName
    local_date: Date
    bookings: Annotated[int, Field(description="Confirmed today")]
    tickets: Annotated[int, Field(description="Sold today, for whatever day")]
    revenue: MoneyOut
    refunded: MoneyOut
    shows: Annotated[int, Field(description="Today's, without cancelled ones")]
    capacity: Annotated[int, Field(description="Seats of today's shows that are on sale or sold")]
    occupied: Annotated[int, Field(description="Of these, seats with a paid ticket")]
    occupancy: Share


class HourToday(Wire):
    """What was sold in an hour."""

    hour: Annotated[Moment, Field(description="Its beginning")]
    bookings: int
    tickets: int
    revenue: Annotated[list[MoneyOut], Field(description="By currency; none for none")]


class Conversion(Wire):
    """What became of the bookings that were begun today."""

    bookings: Annotated[int, Field(description="Begun today")]
    paid: Annotated[int, Field(description="Of these, confirmed by now, cancelled since or not")]
    waiting: Annotated[int, Field(description="Of these, those that may still be paid")]


class Today(Wire):
    """The day so far; each theatre's day is its own."""

    as_of: Moment
    currencies: list[CurrencyToday]
    bookings: int
    tickets: int
    shows: int
    seats: int
    occupied: int
    occupancy: Share
    by_theatre: list[TheatreToday]
    by_hour: Annotated[
        list[HourToday],
        Field(description="Each hour since the first midnight, in the theatres' zone where they share one"),
    ]
    conversion: Conversion
