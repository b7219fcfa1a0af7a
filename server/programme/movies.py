"""Reads of films, with what their coming shows say of them."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from server.core import cursor as cursors
from server.core.db import row, rows
from server.core.folding import folded
from server.pricing.lowest import LOWEST_PRICE, prices_from
from server.programme.schemas import (
    CastMember,
    Facets,
    FacetValue,
    MoviePage,
    MovieQuery,
    MovieSummary,
)

UPCOMING_DAYS = 7
"""A film whose first show is farther away than this is coming, not showing."""

# The coming shows of each film, within the filters. $1 city, $2 date, $3 format.
_COMING = f"""
    SELECT movie_id, min(next_show_at) AS next_show_at,
           (array_agg(time_zone ORDER BY next_show_at))[1] AS time_zone,
           jsonb_object_agg(currency, price_from) FILTER (WHERE price_from IS NOT NULL) AS prices_from
    FROM (
        SELECT s.movie_id, t.currency, min(s.starts_at) AS next_show_at,
               (array_agg(t.time_zone ORDER BY s.starts_at))[1] AS time_zone,
               coalesce(min(lowest.price_from) FILTER (WHERE lowest.for_anybody), min(lowest.price_from))
                   AS price_from
        FROM shows s
        JOIN theatres t ON t.id = s.theatre_id
        JOIN cities c ON c.id = t.city_id
        JOIN seat_layouts l ON l.id = s.layout_id
        {LOWEST_PRICE}
        WHERE s.status = 'on_sale' AND s.sales_close_at > now()
          AND ($1::text IS NULL OR c.slug = $1)
          AND ($2::date IS NULL OR s.local_date = $2)
          AND ($3::text IS NULL OR lower(s.format) = lower($3))
        GROUP BY s.movie_id, t.currency
    ) by_currency
    GROUP BY movie_id
"""  # noqa: S608 # constants of the server

_COLUMNS = """
    m.id, m.slug, m.title, m.original_title, m.tagline, m.synopsis, m.genres, m.languages,
    m.duration_minutes, m.released_on, m.certificate, m.rating, m.rating_count, m.palette,
    n.next_show_at, n.time_zone, n.prices_from,
    (SELECT currency FROM cities WHERE slug = $1::text) AS home_currency
"""

# Every order but the title's is a number that falls, so that one cursor serves them all.
_SORT_KEY = {
    "relevance": ("round(ts_rank(m.search_document, to_tsquery('simple', $4))::numeric * 1e6)::bigint"),
    "popular": "m.popularity::bigint",
    "newest": "(m.released_on - date '1970-01-01')::bigint",
    "rating": "coalesce(round(m.rating * 10), -1)::bigint",
    "title": "0::bigint",
}

_CURSORS = {
    order: cursors.Cursors(f"films, {order}", cursors.BIGINT, cursors.TEXT, cursors.INT)
    for order in _SORT_KEY
}

# $4 text search, $5 genre, $6 language, $7 least rating, $8 upcoming, $9 $10 $11 cursor, $12 limit
_SEARCH = """
    WITH coming AS ({coming}), found AS (
        SELECT {columns}, {key} AS sort_key, left(fold_accents(m.title), 120) AS sort_title
        FROM movies m {join} JOIN coming n ON n.movie_id = m.id
        WHERE ($4::text IS NULL OR m.search_document @@ to_tsquery('simple', $4))
          AND ($5::text IS NULL OR EXISTS (SELECT FROM unnest(m.genres) g WHERE lower(g) = lower($5)))
          AND ($6::text IS NULL OR EXISTS (SELECT FROM unnest(m.languages) l WHERE lower(l) = lower($6)))
          AND ($7::float8 IS NULL OR m.rating >= $7)
          AND ($8::bool IS NULL OR $8 = (
               n.next_show_at IS NOT NULL AND n.next_show_at > now() + make_interval(days => {days})))
    )
    SELECT * FROM found
    WHERE $9::bigint IS NULL
       OR sort_key < $9
       OR (sort_key = $9 AND (sort_title, id) > ($10::text, $11::int))
    ORDER BY sort_key DESC, sort_title, id
    LIMIT $12
"""


async def search(query: MovieQuery) -> MoviePage:
    """Return one page of films; raises ``BadCursor``."""
    text = _tsquery(query.q)
    sort = query.sort or ("relevance" if text else "popular")
    if sort == "relevance" and not text:
        sort = "popular"
    page_cursors = _CURSORS[sort]
    by_show = query.city or query.date or query.format
    sql = _SEARCH.format(
        coming=_COMING,
        columns=_COLUMNS,
        key=_SORT_KEY[sort],
        join="INNER" if by_show or query.upcoming else "LEFT",
        days=UPCOMING_DAYS,
    )
    found = await rows(
        sql,
        [query.city, query.date, query.format, text, query.genre, query.language, query.rating_min,
         query.upcoming, *(page_cursors.decode(query.cursor) or (None, None, None)), query.limit + 1],
    )  # fmt: skip
    page, more = found[: query.limit], len(found) > query.limit
    last = page[-1] if more else None
    return MoviePage(
        items=[summary(item, city=query.city) for item in page],
        next_cursor=page_cursors.encode(last["sort_key"], last["sort_title"], last["id"]) if last else None,
        facets=await facets(),
    )


async def list_movies(
    *, city: str | None, upcoming: bool, limit: int, day: date | None = None
) -> list[MovieSummary]:
    """Return films that show now, or that come, the editor's order first."""
    page = await search(MovieQuery(city=city, upcoming=upcoming, limit=limit, date=day))
    return [item for item in page.items if item.next_show_at is not None]


async def get_movies(ids: list[int], *, city: str | None = None) -> dict[int, MovieSummary]:
    """Return films by id."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM movies m LEFT JOIN ({_COMING}) n ON n.movie_id = m.id WHERE m.id = ANY($4)",  # noqa: S608 # constants of this module
        [city, None, None, ids],
    )
    return {item["id"]: summary(item, city=city) for item in found}


async def get_movie(key: str, *, city: str | None = None) -> tuple[MovieSummary, list[str]] | None:
    """Return a film by id or slug with its countries, or None."""
    found = await row(
        f"SELECT {_COLUMNS}, m.countries FROM movies m LEFT JOIN ({_COMING}) n ON n.movie_id = m.id "  # noqa: S608 # constants of this module
        "WHERE m.slug = $4 OR m.id::text = $4",
        [city, None, None, key],
    )
    return (summary(found, city=city), found["countries"]) if found else None


async def get_credits(movie_id: int) -> tuple[list[CastMember], list[str]]:
    """Return the cast in billing order, and the directors."""
    found = await rows(
        "SELECT c.kind, p.name, c.role FROM credits c JOIN people p ON p.id = c.person_id "
        "WHERE c.movie_id = $1 ORDER BY c.kind, c.position",
        [movie_id],
    )
    cast = [CastMember(name=c["name"], role=c["role"]) for c in found if c["kind"] == "cast"]
    return cast, [c["name"] for c in found if c["kind"] == "director"]


async def facets() -> Facets:
    """Return what the catalogue can be filtered by, commonest first."""
    found = await rows(
        "SELECT 'genres' AS facet, g AS value, count(*) FROM movies, unnest(genres) g GROUP BY g UNION ALL "
        "SELECT 'languages', l, count(*) FROM movies, unnest(languages) l GROUP BY l UNION ALL "
        "SELECT 'formats', format, count(DISTINCT movie_id) FROM shows "
        "WHERE status = 'on_sale' AND sales_close_at > now() GROUP BY format ORDER BY 1, 3 DESC, 2"
    )
    values: dict[str, list[FacetValue]] = {"genres": [], "languages": [], "formats": []}
    for item in found:
        values[item["facet"]].append(FacetValue(value=item["value"], count=item["count"]))
    return Facets(**values)


def summary(found: dict[str, Any], *, city: str | None) -> MovieSummary:
    """Make the card of a film from its row; in a city its own currency is the one named first."""
    next_show_at = found["next_show_at"]
    asked = prices_from(found["prices_from"], home=found["home_currency"])
    return MovieSummary.model_validate(
        {
            **found,
            "palette": orjson.loads(found["palette"]),
            "poster_url": f"/posters/{found['slug']}.svg",
            "backdrop_url": f"/posters/{found['slug']}.wide.svg",
            "next_show_at": next_show_at and next_show_at.astimezone(ZoneInfo(found["time_zone"])),
            "price_from": asked[0] if asked and (city or len(asked) == 1) else None,
            "prices_from": asked,
        }
    )


def _tsquery(text: str | None) -> str | None:
    """Turn what somebody typed into a tsquery: every word must occur, the last may be unfinished."""
    words = folded(text or "").split()
    if not words:
        return None
    return " & ".join(f"'{word}'" for word in words) + ":*"
