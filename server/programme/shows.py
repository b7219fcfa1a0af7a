"""Reads of shows, as lists and pages show them."""

from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from seat_engine import SeatEngine
from server.core import cursor as cursors
from server.core.db import rows
from server.pricing.lowest import LOWEST_PRICE
from server.programme.schemas import ShowQuery, ShowSummary, Showtimes, TheatreShows
from server.venues.sellable import SEAT_COUNTS, free_now

# Of the shows ``chosen``, a table or a query in brackets; what shoppers hold is not in it: see
# ``with_live_counts``. A show that keeps every seat back still says what it would cost.
_SHOWS = f"""
    SELECT s.id, s.movie_id, m.title AS movie_title, s.starts_at, s.ends_at, s.local_date, s.language,
           s.subtitles, s.format, s.status, t.time_zone, room.capacity, rest.seats_left,
           t.id AS theatre_id, t.name AS theatre_name, c.slug AS city, c.name AS city_name,
           a.id AS screen_id, a.name AS screen_name, t.currency,
           coalesce(lowest.price_from, (SELECT min(amount) FROM show_prices WHERE show_id = s.id), 0)
             AS price_from
    FROM {{chosen}} s
    JOIN movies m ON m.id = s.movie_id
    JOIN theatres t ON t.id = s.theatre_id
    JOIN cities c ON c.id = t.city_id
    JOIN screens a ON a.id = s.screen_id
    JOIN seat_layouts l ON l.id = s.layout_id
    {SEAT_COUNTS} {LOWEST_PRICE}
"""  # noqa: S608 # constants of the server

# One page is chosen first, so that seats are counted of no more shows than are shown.
_PAGE = """(
    SELECT s.* FROM shows s JOIN theatres t ON t.id = s.theatre_id JOIN cities c ON c.id = t.city_id
    WHERE s.status = 'on_sale' AND s.sales_close_at > now()
      AND EXISTS (SELECT FROM show_prices p WHERE p.show_id = s.id)
      AND ($1::int IS NULL OR s.movie_id = $1)
      AND ($2::int IS NULL OR s.theatre_id = $2)
      AND ($3::date IS NULL OR s.local_date = $3)
      AND ($4::text IS NULL OR c.slug = $4)
      AND ($5::text IS NULL OR EXISTS (
            SELECT FROM show_prices p WHERE p.show_id = s.id AND p.category = $5))
      AND ($6::timestamptz IS NULL OR (s.starts_at, s.id) > ($6, $7::int))
    ORDER BY s.starts_at, s.id
    LIMIT $8
)"""
_LIST = _SHOWS.format(chosen=_PAGE) + " ORDER BY s.starts_at, s.id"

_BY_ID = _SHOWS.format(chosen="shows") + " WHERE s.id = ANY($1)"

# What is expected counts as what is gone does; a forecast that nobody renewed for a day says nothing.
_FILLING = (
    "SELECT * FROM (SELECT DISTINCT ON (movie_id) * FROM ("  # noqa: S608 # constants of this module
    "SELECT listed.*, gone, expected, greatest(gone, coalesce(expected, 0)) AS filling FROM ("
    + _SHOWS.format(chosen="shows")
    + """
    WHERE s.status = 'on_sale' AND s.sales_close_at > now() AND s.starts_at < now() + interval '3 days'
      AND ($1::text IS NULL OR c.slug = $1)
    ) listed
    LEFT JOIN show_forecasts f ON f.show_id = listed.id AND f.seats > 0 AND f.at > now() - interval '1 day'
    CROSS JOIN LATERAL (
        SELECT 1 - seats_left::float8 / nullif(capacity, 0) AS gone,
               least(f.tickets, f.seats) / f.seats AS expected
    ) shares
    WHERE seats_left >= 1 AND (gone >= 0.25 OR expected >= 0.5)
    ) candidates
    ORDER BY movie_id, filling DESC, starts_at, id
    ) fullest
    ORDER BY filling DESC, starts_at, id
    LIMIT $2
"""
)

_CURSORS = cursors.Cursors("shows", cursors.MOMENT, cursors.INT)
_ALL = 5000
"""More shows than one film has in the weeks that are on sale."""


async def list_shows(query: ShowQuery) -> tuple[list[ShowSummary], str | None]:
    """Return one page of coming shows by time, and the next cursor; raises ``BadCursor``."""
    starts_at, last_id = _CURSORS.decode(query.cursor) or (None, None)
    found = await rows(
        _LIST,
        [query.movie_id, query.theatre_id, query.date, query.city, query.seat_category,
         starts_at, last_id, query.limit + 1],
    )  # fmt: skip
    page = found[: query.limit]
    more = len(found) > query.limit
    return (
        [show_summary(item) for item in page],
        _CURSORS.encode(page[-1]["starts_at"], page[-1]["id"]) if more else None,
    )


async def shows_of_movie(movie_id: int, *, city: str | None) -> list[ShowSummary]:
    """Return every coming show of a film, in one city or everywhere."""
    found = await rows(_LIST, [movie_id, None, None, city, None, None, None, _ALL])
    return [show_summary(item) for item in found]


async def get_shows(ids: list[int]) -> dict[int, ShowSummary]:
    """Return shows by id, past and cancelled ones too."""
    return {item["id"]: show_summary(item) for item in await rows(_BY_ID, [ids])}


async def filling_fast(*, city: str | None, limit: int) -> tuple[list[ShowSummary], dict[int, float | None]]:
    """Return each film's coming show that fills fastest, and the share of each that is expected to sell.

    One fills fast of whose seats a quarter is gone, or half is expected to go.
    """
    found = await rows(_FILLING, [city, limit])
    return [show_summary(item) for item in found], {item["id"]: item["expected"] for item in found}


async def count_shows_today(city: str | None) -> int:
    """Count the shows that can still be bought for today, in each theatre's own day."""
    found = await rows(
        "SELECT count(*) AS shows FROM shows s JOIN theatres t ON t.id = s.theatre_id "
        "JOIN cities c ON c.id = t.city_id WHERE s.status = 'on_sale' AND s.sales_close_at > now() "
        "AND s.local_date = (now() AT TIME ZONE t.time_zone)::date AND ($1::text IS NULL OR c.slug = $1)",
        [city],
    )
    return int(found[0]["shows"])


async def with_live_counts(engine: SeatEngine, shows: list[ShowSummary]) -> list[ShowSummary]:
    """Have ``seats_left`` say what is free now, holds counted in; in one round trip for all of the shows."""
    free = await free_now(engine, [show.id for show in shows])
    return [
        show.model_copy(update={"seats_left": free[show.id]}) if show.id in free else show for show in shows
    ]


def by_date_and_theatre(shows: list[ShowSummary]) -> list[Showtimes]:
    """Group shows for a film's page: by date, then by theatre, each in order of time."""

    def day(show: ShowSummary) -> date:
        return show.local_date

    def house(show: ShowSummary) -> tuple[str, str, int]:
        return (show.theatre.city_name, show.theatre.name, show.theatre.id)

    return [
        Showtimes(
            date=local_date,
            theatres=[
                _theatre_shows(list(of_theatre))
                for _, of_theatre in groupby(sorted(of_day, key=house), key=house)
            ],
        )
        for local_date, of_day in groupby(sorted(shows, key=day), key=day)
    ]


def _theatre_shows(shows: list[ShowSummary]) -> TheatreShows:
    theatre = shows[0].theatre
    return TheatreShows(
        id=theatre.id,
        name=theatre.name,
        city=theatre.city,
        city_name=theatre.city_name,
        shows=sorted(shows, key=lambda show: (show.starts_at, show.id)),
    )


def show_summary(found: dict[str, Any]) -> ShowSummary:
    """Make the wire shape of a row, its times in the theatre's zone."""
    zone = ZoneInfo(found["time_zone"])
    return ShowSummary.model_validate(
        {
            **found,
            "starts_at": found["starts_at"].astimezone(zone),
            "ends_at": found["ends_at"].astimezone(zone),
            "theatre": {
                "id": found["theatre_id"],
                "name": found["theatre_name"],
                "city": found["city"],
                "city_name": found["city_name"],
            },
            "screen": {"id": found["screen_id"], "name": found["screen_name"]},
            "price_from": {"amount": found["price_from"], "currency": found["currency"]},
        }
    )
