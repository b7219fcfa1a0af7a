"""Wire shapes of theatres and screens."""

import re
from functools import cache
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from babel import Locale
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from server.core.editing import Change, Editable
from server.core.text import Text
from server.core.wire import Wire
from server.planning.schemas.parts import (
    Amount,
    Currency,
    Id,
    Line,
    ListQuery,
    Names,
    SearchQuery,
    Slug,
    different,
)

_YEAR_HOURS = 366 * 24
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""What the table of territories has beside countries."""


@cache
def _countries() -> frozenset[str]:
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if re.fullmatch("[A-Z]{2}", code)) - _NO_COUNTRY


@cache
def _zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if "/" in zone) | {"UTC"}


def _zone(name: str) -> str:
    if name not in _zones():
        raise PydanticCustomError("unknown_zone", "This is no time zone, such as Asia/Kolkata")
    return name


def _country(code: str) -> str:
    if code not in _countries():
        raise PydanticCustomError("unknown_country", "This is no country of ISO 3166-1, such as IN")
    return code


Zone = Annotated[str, Text(40), AfterValidator(_zone), Field(description="IANA name")]
CityName = Annotated[str, Text(80)]
TheatreName = Annotated[str, Text(120)]
ScreenName = Annotated[str, Text(60)]
Format = Annotated[str, Text(20)]
TaxName = Annotated[str, Text(20)]


class RefundRule(Wire):
    """Cancelled at least this many hours before the show, this share of the price comes back."""

    hours_before: Annotated[int, Field(ge=0, le=_YEAR_HOURS)]
    refund_percent: Annotated[int, Field(ge=0, le=100)]


def _policy(rules: list[RefundRule]) -> list[RefundRule]:
    """Return rules in their order, the earliest first; who cancels earlier never gets less."""
    different([rule.hours_before for rule in rules])
    ordered = sorted(rules, key=lambda rule: -rule.hours_before)
    shares = [rule.refund_percent for rule in ordered]
    if shares != sorted(shares, reverse=True):
        raise ValueError("who cancels earlier must not get back less")
    return ordered


class NewCity(Wire):
    """A city that had no theatre; its zone and currency are the theatre's."""

    name: CityName
    country: Annotated[
        str, Text(2, form=str.upper), AfterValidator(_country), Field(description="ISO 3166-1 alpha-2")
    ]


class TheatreIn(Wire):
    """A theatre as it is to be, with the rules of its house."""

    slug: Slug | None = None
    name: TheatreName
    city: Annotated[str | None, Field(max_length=60, description="A city's slug, or else `new_city`")] = None
    new_city: NewCity | None = None
    address: Line
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    time_zone: Zone
    currency: Currency
    amenities: Names = Field(default_factory=list)
    fee_per_ticket: Amount = 0
    counter_fee_per_ticket: Annotated[
        Amount, Field(description="Of a ticket that is sold at the counter, in place of the other")
    ] = 0
    tax_name: TaxName = "Tax"
    tax_rate: Annotated[int, Field(ge=0, le=10_000, description="Basis points: 1800 is 18 %")] = 0
    tax_included: Annotated[bool, Field(description="Prices contain the tax")] = False
    rounding_unit: Annotated[
        int, Field(ge=1, le=100_000, description="The smallest amount that can be paid, minor units")
    ] = 1
    point_value: Annotated[Amount, Field(description="What a point pays; 0: points are not taken")] = 0
    points_rate: Annotated[
        int, Field(ge=0, le=10_000, description="Points for each 100 of the main unit that are paid")
    ] = 0
    cancellation_policy: Annotated[list[RefundRule], AfterValidator(_policy), Field(max_length=12)]
    sale_closes_after_start: Annotated[
        int, Field(ge=-1440, le=240, description="Minutes; negative: before the start")
    ] = 10
    cash_release_before_start: Annotated[
        int, Field(ge=0, le=1440, description="Minutes before the start at which unpaid seats are released")
    ] = 30
    cash_reservation_minutes: Annotated[
        int,
        Field(
            ge=5, le=10_080, description="Minutes for which unpaid seats are kept, if the start is not nearer"
        ),
    ] = 120
    single_gap_rule: Annotated[
        bool, Field(description="A choice may not leave a single free seat between others")
    ] = False

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.city is None) == (self.new_city is None):
            raise ValueError("name a city or a new one, and not both")
        return self


class TheatreChange(TheatreIn, Change):
    """A theatre as it is to be from now on."""


class HouseTheatre(Editable):
    """A theatre as it is."""

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
    fee_per_ticket: int
    counter_fee_per_ticket: int
    tax_name: str
    tax_rate: int
    tax_included: bool
    rounding_unit: int
    point_value: int
    points_rate: int
    cancellation_policy: list[RefundRule]
    sale_closes_after_start: int
    cash_release_before_start: int
    cash_reservation_minutes: int
    single_gap_rule: bool
    screens: int
    shows: Annotated[int, Field(description="Shows that are still to begin")]

    def picture(self) -> dict[str, Any]:
        """Return all of it but what it has screens and shows of."""
        return self.model_dump(mode="json", include=set(TheatreIn.model_fields) | {"city_name"})


class TheatresQuery(SearchQuery):
    """Theatres by what is in their name, and by city."""

    city: Annotated[str | None, Field(max_length=60, description="A city's slug")] = None


class ScreenIn(Wire):
    """A screen as it is to be. It can have shows once it has a layout."""

    theatre_id: Id
    name: ScreenName
    formats: Annotated[list[Format], AfterValidator(different), Field(min_length=1, max_length=12)]


class ScreenChange(ScreenIn, Change):
    """A screen as it is to be from now on."""


class HouseScreen(Editable):
    """A screen as it is, with its newest layout."""

    id: int
    theatre_id: int
    theatre_name: str
    name: str
    formats: list[str]
    layout_id: Annotated[int | None, Field(description="Null: none yet")]
    layout_version: int | None
    capacity: Annotated[int, Field(description="Seats of the newest layout")]
    categories: Annotated[dict[str, int], Field(description="Its seats by category")]
    shows: Annotated[int, Field(description="Shows that are still to begin")]

    def picture(self) -> dict[str, Any]:
        """Return where it is, its name and its formats; a layout is a version of its own."""
        return self.model_dump(mode="json", include=set(ScreenIn.model_fields))


class ScreensQuery(ListQuery):
    """Screens of one theatre, or all."""

    theatre_id: Id | None = None
