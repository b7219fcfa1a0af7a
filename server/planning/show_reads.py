"""Reads of shows as the house's people need them: planned, past and cancelled ones too."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from seat_engine import SeatEngine
from server.core import cursor as cursors
from server.core.db import row, rows
from server.core.errors import NotFound
from server.planning.schemas.shows import HouseShow, ShowsQuery
from server.pricing.lowest import LOWEST_PRICE
from server.venues.sellable import SEAT_COUNTS, free_now

_CURSORS = cursors.Cursors("shows of the house", cursors.MOMENT, cursors.INT)
_SHOWS = f"""
    SELECT s.id, s.starts_at, s.ends_at, s.local_date, s.sales_close_at, s.language, s.subtitles, s.format,
           s.status, s.created_at, t.time_zone, t.currency,
           m.id AS movie_id, m.title, m.duration_minutes, t.id AS theatre_id, t.name AS theatre_name,
           c.slug AS city, c.name AS city_name, a.id AS screen_id, a.name AS screen_name,
           l.id AS layout_id, l.version, l.seat_count AS seats, room.capacity, rest.seats_left,
           gone.sold, gone.reserved, lowest.price_from,
           (SELECT jsonb_object_agg(p.category, p.amount) FROM show_prices p
             WHERE p.show_id = s.id) AS prices,
           (SELECT count(*) FROM seat_blocks b WHERE b.show_id = s.id) AS blocked
    FROM {{chosen}} s JOIN movies m ON m.id = s.movie_id JOIN theatres t ON t.id = s.theatre_id
    JOIN cities c ON c.id = t.city_id JOIN screens a ON a.id = s.screen_id
    JOIN seat_layouts l ON l.id = s.layout_id
    {SEAT_COUNTS} {LOWEST_PRICE}
"""  # noqa: S608 # constants of the server
_PAGE = """(
    SELECT s.* FROM shows s JOIN movies m ON m.id = s.movie_id JOIN theatres t ON t.id = s.theatre_id
    WHERE ($1::int[] IS NULL OR s.theatre_id = ANY($1)) AND ($2::int IS NULL OR s.theatre_id = $2)
      AND ($3::int IS NULL OR s.screen_id = $3) AND ($4::int IS NULL OR s.movie_id = $4)
      AND ($5::text IS NULL OR s.status = $5)
      AND ($6::date IS NULL OR s.local_date >= $6) AND ($7::date IS NULL OR s.local_date <= $7)
      AND ($8::text IS NULL OR strpos(search_forms(m.title || ' ' || coalesce(m.original_title, '')),
                                       nullif(fold_accents($8), '')) > 0)
      AND (NOT $12 OR s.local_date >= (now() AT TIME ZONE t.time_zone)::date)
      AND ($9::timestamptz IS NULL OR (s.starts_at, s.id) > ($9, $10::int))
    ORDER BY s.starts_at, s.id LIMIT $11
)"""
_LIST = _SHOWS.format(chosen=_PAGE) + " ORDER BY s.starts_at, s.id"
_BY_ID = _SHOWS.format(chosen="shows") + " WHERE s.id = $1"


async def get(show_id: int, *, pause: timedelta) -> HouseShow:
    """Return a show; raises ``NotFound``. ``pause`` is how long its screen stays empty after it."""
    found = await row(_BY_ID, [show_id])
    if found is None:
        raise NotFound("There is no such show")
    return _out(found, pause)


async def list_page(
    query: ShowsQuery, *, among: Sequence[int] | None, pause: timedelta
) -> tuple[list[HouseShow], str | None]:
    """Return one page of shows by time, and the next cursor; raises ``BadCursor``."""
    starts_at, last_id = _CURSORS.decode(query.cursor) or (None, None)
    found = await rows(
        _LIST,
        [among, query.theatre_id, query.screen_id, query.movie_id, query.status, query.from_, query.to,
         query.q, starts_at, last_id, query.limit + 1, query.from_today],
    )  # fmt: skip
    page = found[: query.limit]
    more = _CURSORS.encode(page[-1]["starts_at"], page[-1]["id"]) if len(found) > query.limit else None
    return [_out(show, pause) for show in page], more


async def with_live_counts(engine: SeatEngine, shows: list[HouseShow]) -> list[HouseShow]:
    """Have ``seats_left`` say what is free now, and ``held`` what shoppers hold; outside of transactions."""
    free = await free_now(engine, [show.id for show in shows])
    return [
        show.model_copy(update={"seats_left": free[show.id], "held": max(0, show.seats_left - free[show.id])})
        if show.id in free
        else show
        for show in shows
    ]


def _out(found: dict[str, Any], pause: timedelta) -> HouseShow:
    zone = ZoneInfo(found["time_zone"])
    prices = orjson.loads(found["prices"] or "{}")
    return HouseShow.model_validate(
        {
            **found,
            **{name: found[name].astimezone(zone) for name in ("starts_at", "ends_at", "sales_close_at")},
            "free_at": (found["ends_at"] + pause).astimezone(zone),
            "movie": {
                "id": found["movie_id"], "title": found["title"],
                "duration_minutes": found["duration_minutes"],
            },
            "theatre": {
                "id": found["theatre_id"], "name": found["theatre_name"], "city": found["city"],
                "city_name": found["city_name"],
            },
            "screen": {"id": found["screen_id"], "name": found["screen_name"]},
            "layout": {"id": found["layout_id"], "version": found["version"]},
            "price_from": None
            if found["price_from"] is None
            else {"amount": found["price_from"], "currency": found["currency"]},
            "prices": {
                category: {"amount": amount, "currency": found["currency"]}
                for category, amount in sorted(prices.items())
            },
        }
    )  # fmt: skip
