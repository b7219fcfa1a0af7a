"""Wire shapes of shows."""

from datetime import date as Date  # noqa: N812 # as in the programme's shapes
from typing import Annotated, Any, Literal

from pydantic import Field

from server.core.calendar import GivenDate, GivenMoment
from server.core.editing import Change, Editable
from server.core.wire import Moment, MoneyOut, Wire
from server.planning.schemas.parts import Id, Price, SearchQuery, Short
from server.planning.schemas.theatres import Format
from server.programme.schemas import ScreenRef, TheatreRef
from server.venues.models import SeatCategory, ShowStatus

Status = Literal["scheduled", "on_sale", "closed"]
"""What the house may make of a show here; cancelling has an operation of its own."""


class ShowIn(Wire):
    """A show as it is to be. Its end, its date and the end of its sale follow from film and theatre."""

    movie_id: Id
    screen_id: Id
    layout_id: Annotated[
        Id | None, Field(description="Null: the newest of the screen, or the one the show has there")
    ] = None
    starts_at: Annotated[GivenMoment, Field(description="RFC 3339")]
    language: Short
    subtitles: Short | None = None
    format: Format
    status: Status = "on_sale"
    prices: Annotated[
        dict[SeatCategory, Price],
        Field(min_length=1, description="Base price by seat category; one that has none is not sold"),
    ]


class ShowChange(ShowIn, Change):
    """A show as it is to be from now on."""


class ShowMovie(Wire):
    """The film of a show."""

    id: int
    title: str
    duration_minutes: int


class ShowLayout(Wire):
    """The layout of a show."""

    id: int
    version: int


class HouseShow(Editable):
    """A show as it is; times carry the theatre's offset."""

    id: int
    movie: ShowMovie
    theatre: TheatreRef
    screen: ScreenRef
    layout: ShowLayout
    starts_at: Moment
    ends_at: Moment
    free_at: Annotated[Moment, Field(description="When the screen can have its next show")]
    local_date: Date
    time_zone: str
    sales_close_at: Moment
    language: str
    subtitles: str | None
    format: str
    status: ShowStatus
    prices: dict[str, MoneyOut]
    price_from: Annotated[
        MoneyOut | None,
        Field(description="Lowest price asked now of a category that anybody may buy; null: nothing is sold"),
    ]
    seats: Annotated[int, Field(description="Seats of the layout, sold or not")]
    capacity: Annotated[
        int, Field(description="Seats on sale or sold; none that is kept back or has no price")
    ]
    seats_left: Annotated[int, Field(description="Free now: not sold, reserved, on hold or kept back")]
    held: Annotated[int, Field(description="Seats that shoppers hold at this moment")] = 0
    sold: Annotated[int, Field(description="Seats with a paid ticket")]
    reserved: Annotated[int, Field(description="Seats of bookings that wait for their money")]
    blocked: Annotated[int, Field(description="Seats the house keeps back")]
    created_at: Moment

    def picture(self) -> dict[str, Any]:
        """Return all of it but what follows from film, theatre and tickets."""
        return {
            **self.model_dump(
                mode="json", include={"starts_at", "language", "subtitles", "format", "status"}
            ),
            "movie_id": self.movie.id,
            "screen_id": self.screen.id,
            "layout_id": self.layout.id,
            "prices": {category: price.amount for category, price in self.prices.items()},
        }


class ShowsQuery(SearchQuery):
    """Shows by film, place, status, and date in the theatre's zone, both ends included."""

    theatre_id: Id | None = None
    screen_id: Id | None = None
    movie_id: Id | None = None
    status: ShowStatus | None = None
    from_: Annotated[GivenDate | None, Field(alias="from")] = None
    to: GivenDate | None = None
    from_today: Annotated[
        bool, Field(description="Nothing before today, which begins in each theatre's own time")
    ] = False
