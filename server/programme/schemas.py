"""Wire shapes of what is on."""

from datetime import date as Date  # noqa: N812 # a field is called date
from typing import Annotated, Literal, Self

from pydantic import Field

from server.core.calendar import GivenDate
from server.core.wire import Cursor, Moment, MoneyOut, Query, Wire

Slug = Annotated[str, Field(max_length=60)]


class Palette(Wire):
    """A film's colours, hex."""

    ground: str
    light: str
    accent: str


class MovieSummary(Wire):
    """A film as a card shows it. Posters are drawn by the house, at ``poster_url``."""

    id: int
    slug: str
    title: str
    original_title: str | None
    tagline: str
    synopsis: str
    genres: list[str]
    languages: list[str]
    duration_minutes: int
    released_on: Date
    certificate: str
    rating: Annotated[float | None, Field(description="0 to 10; null before anybody has rated")]
    rating_count: int
    poster_url: str
    backdrop_url: str
    palette: Palette
    next_show_at: Moment | None
    price_from: Annotated[
        MoneyOut | None,
        Field(
            description="Lowest price asked now of the coming shows, in the city's currency; without a city "
            "only where all of them ask in one currency"
        ),
    ]
    prices_from: Annotated[
        list[MoneyOut], Field(description="The same in each currency they ask in, the city's first")
    ]


class TheatreRef(Wire):
    """The theatre of a show."""

    id: int
    name: str
    city: str
    city_name: str


class ScreenRef(Wire):
    """The screen of a show."""

    id: int
    name: str


class ShowSummary(Wire):
    """A show as a list shows it; times carry the theatre's offset."""

    id: int
    movie_id: int
    movie_title: str
    theatre: TheatreRef
    screen: ScreenRef
    starts_at: Moment
    ends_at: Moment
    local_date: Date
    time_zone: str
    language: str
    subtitles: str | None
    format: str
    status: Literal["scheduled", "on_sale", "closed", "cancelled"]
    seats_left: Annotated[int, Field(description="Free now: not sold, reserved, on hold or kept back")]
    capacity: Annotated[
        int, Field(description="Seats on sale or sold; none that is kept back or has no price")
    ]
    price_from: Annotated[
        MoneyOut,
        Field(description="Lowest price asked now of a category that anybody may buy"),
    ]


class CastMember(Wire):
    """Somebody on the screen."""

    name: str
    role: str | None


class TheatreShows(Wire):
    """One theatre's shows of one film on one date."""

    id: int
    name: str
    city: str
    city_name: str
    shows: list[ShowSummary]


class Showtimes(Wire):
    """One date, in the theatres' own zones."""

    date: Date
    theatres: list[TheatreShows]


class MovieDetail(MovieSummary):
    """A film's own page."""

    cast: list[CastMember]
    directors: list[str]
    countries: list[str]
    showtimes: list[Showtimes]


class CategoryPrice(Wire):
    """What one seat category costs now, and how many seats it has."""

    category: str
    price: MoneyOut
    seats: int


class ShowDetail(ShowSummary):
    """A show's own page."""

    movie: MovieSummary
    categories: list[CategoryPrice]
    sales_close_at: Moment
    hold_minutes: int


class FillingFast(Wire):
    """A show that sells well."""

    show: ShowSummary
    movie: MovieSummary
    sold_share: Annotated[float, Field(ge=0, le=1)]
    expected_percent: Annotated[
        int | None, Field(ge=0, le=100, description="Of its seats, when it begins; where more than now")
    ]

    @classmethod
    def of(cls, show: ShowSummary, movie: MovieSummary, *, expected: float | None) -> Self:
        """Say what is gone of a show, and what is expected to be (a share), where that is more."""
        gone = 1 - show.seats_left / max(1, show.capacity)
        percent = round(100 * expected) if expected is not None and expected > gone else None
        return cls(show=show, movie=movie, sold_share=gone, expected_percent=percent)


class CityRef(Wire):
    """A city by name."""

    slug: str
    name: str
    country: str
    time_zone: str
    currency: str


class Home(Wire):
    """The front page."""

    city: CityRef | None
    featured: list[MovieSummary]
    filling_fast: list[FillingFast]
    now_showing: list[MovieSummary]
    upcoming: list[MovieSummary]
    shows_tonight: int


class FacetValue(Wire):
    """One value of a filter, and how many films have it."""

    value: str
    count: int


class Facets(Wire):
    """What there is to filter by."""

    genres: list[FacetValue]
    languages: list[FacetValue]
    formats: list[FacetValue]


class MoviePage(Wire):
    """One page of films."""

    items: list[MovieSummary]
    next_cursor: str | None
    facets: Facets


class HomeQuery(Query):
    """Where the visitor is."""

    city: Slug | None = None


class MovieQuery(Query):
    """Search and filters; all of them narrow."""

    q: Annotated[
        str | None, Field(max_length=200, description="Title, people, synopsis; accents do not matter")
    ] = None
    genre: Annotated[str | None, Field(max_length=40)] = None
    language: Annotated[str | None, Field(max_length=40)] = None
    city: Slug | None = None
    date: Annotated[GivenDate | None, Field(description="A date in the theatre's zone")] = None
    format: Annotated[str | None, Field(max_length=20)] = None
    rating_min: Annotated[float | None, Field(ge=0, le=10)] = None
    upcoming: Annotated[
        bool | None, Field(description="True: only films whose first show is over a week away")
    ] = None
    sort: Literal["relevance", "popular", "title", "newest", "rating"] | None = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 24


class MovieDetailQuery(Query):
    """Which showtimes to list."""

    city: Slug | None = None


class ShowQuery(Query):
    """Filters of the list of shows."""

    movie_id: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    theatre_id: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    date: Annotated[GivenDate | None, Field(description="A date in the theatre's zone")] = None
    city: Slug | None = None
    seat_category: Annotated[
        Literal["standard", "premium", "recliner", "couple", "vip", "wheelchair", "companion"] | None,
        Field(description="Only shows that sell this category"),
    ] = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
