"""Wire shapes of venues."""

from typing import Annotated

from pydantic import Field

from server.core.wire import Query, Wire


class CityOut(Wire):
    """A city with what plays in it."""

    slug: str
    name: str
    country: str
    time_zone: str
    currency: str
    theatre_count: int
    show_count: Annotated[int, Field(description="Shows still on sale")]


class Cities(Wire):
    """All cities; few enough for one page."""

    items: list[CityOut]


class ScreenOut(Wire):
    """One auditorium."""

    id: int
    name: str
    capacity: Annotated[int, Field(description="Seats of its newest layout; a show may sell fewer")]
    formats: list[str]


class CancellationRule(Wire):
    """Cancelled at least this many hours before the show, this share of the price comes back."""

    hours_before: int
    refund_percent: int


class TheatreOut(Wire):
    """A theatre and its screens."""

    id: int
    slug: str
    name: str
    city: str
    city_name: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    currency: str
    amenities: list[str]
    screens: list[ScreenOut]
    cancellation_policy: list[CancellationRule]
    distance_km: Annotated[float | None, Field(description="From `near`, where it was given")] = None


class TheatreQuery(Query):
    """Filters of the list of theatres."""

    city: Annotated[str | None, Field(max_length=60, description="A city's slug")] = None
    near: Annotated[
        str | None,
        Field(
            pattern=r"^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$", description="latitude,longitude: nearest first"
        ),
    ] = None
