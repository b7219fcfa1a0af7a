"""Routes of what is on: home, films, shows."""

from collections import Counter

from sanic import Request

from server.core.cursor import BadCursor
from server.core.errors import NotFound
from server.core.http.operation import Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import MoneyOut, Page
from server.pricing.current import current_prices
from server.programme import movies, shows
from server.programme.schemas import (
    CategoryPrice,
    CityRef,
    FillingFast,
    Home,
    HomeQuery,
    MovieDetail,
    MovieDetailQuery,
    MoviePage,
    MovieQuery,
    ShowDetail,
    ShowQuery,
    ShowSummary,
)
from server.venues.layouts import get_layout
from server.venues.queries import list_cities
from server.venues.shows import get_show

router = Router("programme")

_FRESH = "public, max-age=0, must-revalidate"
_FEATURED, _SHELF = 5, 18


@router.operation(
    "GET", "/home", summary="The front page", query=HomeQuery, returns=Home, etag=True, cache=_FRESH,
    refusals=(NotFound,),
)  # fmt: skip
async def home(request: Request, _: Caller | None, *, query: HomeQuery) -> Home:
    """Featured films, shows that fill fast, what plays now and what comes, in one city or everywhere."""
    city = None
    if query.city:
        found = await list_cities(query.city)
        if not found:
            raise NotFound("There is no such city")
        city = CityRef.model_validate(found[0])
    now_showing = await movies.list_movies(city=query.city, upcoming=False, limit=_SHELF)
    fullest, expected = await shows.filling_fast(city=query.city, limit=10)
    filling = await _live(request, fullest)
    films = await movies.get_movies([show.movie_id for show in filling], city=query.city)
    return Home(
        city=city,
        featured=now_showing[:_FEATURED],
        filling_fast=[
            FillingFast.of(show, films[show.movie_id], expected=expected[show.id]) for show in filling
        ],
        now_showing=now_showing,
        upcoming=await movies.list_movies(city=query.city, upcoming=True, limit=_SHELF),
        shows_tonight=await shows.count_shows_today(query.city),
    )


@router.operation(
    "GET", "/movies", summary="Search films", query=MovieQuery, returns=MoviePage, etag=True, cache=_FRESH,
    refusals=(BadCursor,),
)  # fmt: skip
async def search(_: Request, __: Caller | None, *, query: MovieQuery) -> MoviePage:
    """Full-text search over titles, people and synopses, with accents folded, and filters that narrow."""
    return await movies.search(query)


@router.operation(
    "GET", "/movies/<movie:key>", summary="One film, by id or slug", query=MovieDetailQuery,
    returns=MovieDetail, etag=True, cache=_FRESH, refusals=(NotFound,),
)  # fmt: skip
async def movie(request: Request, _: Caller | None, *, movie: str, query: MovieDetailQuery) -> MovieDetail:
    """The film, its cast, and its showtimes by date and theatre."""
    found = await movies.get_movie(movie, city=query.city)
    if found is None:
        raise NotFound("There is no such film")
    film, countries = found
    cast, directors = await movies.get_credits(film.id)
    listed = await shows.shows_of_movie(film.id, city=query.city)
    return MovieDetail(
        **film.model_dump(),
        cast=cast,
        directors=directors,
        countries=countries,
        showtimes=shows.by_date_and_theatre(await _live(request, listed)),
    )


@router.operation(
    "GET", "/shows", summary="Coming shows", query=ShowQuery, returns=Page[ShowSummary], cache="no-store",
    refusals=(BadCursor,),
)  # fmt: skip
async def list_shows(request: Request, _: Caller | None, *, query: ShowQuery) -> Page[ShowSummary]:
    """By film, date, city, theatre and seat category; ``seats_left`` is what is free now."""
    page, cursor = await shows.list_shows(query)
    return Page[ShowSummary](items=await _live(request, page), next_cursor=cursor)


@router.operation(
    "GET", "/shows/<show_id:id>", summary="One show", returns=ShowDetail, cache="no-store",
    refusals=(NotFound,),
)  # fmt: skip
async def show(request: Request, _: Caller | None, *, show_id: int) -> ShowDetail:
    """The show with its film and what each seat category costs now. Past shows stay readable."""
    runtime: Runtime = request.app.ctx.runtime
    facts = await get_show(show_id)
    listed = (await shows.get_shows([show_id]))[show_id]
    (live,) = await _live(request, [listed])
    film = (await movies.get_movies([facts.movie_id], city=listed.theatre.city))[facts.movie_id]
    seats = Counter(seat.category for seat in (await get_layout(facts.layout_id)).seats)
    return ShowDetail(
        **live.model_dump(),
        movie=film,
        categories=[
            CategoryPrice(category=category, price=MoneyOut.of(current.price), seats=seats[category])
            for category, current in current_prices(facts).items()
        ],
        sales_close_at=facts.local(facts.sales_close_at),
        hold_minutes=runtime.settings.hold_seconds // 60,
    )


async def _live(request: Request, listed: list[ShowSummary]) -> list[ShowSummary]:
    """Count holds in; while Redis is away the lists go on with what PostgreSQL knows."""
    runtime: Runtime = request.app.ctx.runtime
    return await shows.with_live_counts(runtime.engine, listed)
