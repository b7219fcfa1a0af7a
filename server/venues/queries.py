"""Reads of venues: cities and theatres."""

from typing import Any

import orjson

from server.core.db import row, rows
from server.venues.schemas import CityOut, TheatreOut

_CITIES = """
    SELECT c.slug, c.name, c.country, c.time_zone, c.currency,
           (SELECT count(*) FROM theatres t WHERE t.city_id = c.id) AS theatre_count,
           (SELECT count(*) FROM shows s JOIN theatres t ON t.id = s.theatre_id
             WHERE t.city_id = c.id AND s.status = 'on_sale' AND s.sales_close_at > now()) AS show_count
    FROM cities c
    WHERE $1::text IS NULL OR c.slug = $1
    ORDER BY c.name
"""

# The great circle by the haversine formula, radius 6371 km.
_THEATRES = """
    SELECT t.id, t.slug, t.name, c.slug AS city, c.name AS city_name, t.address, t.latitude, t.longitude,
           t.time_zone, t.currency, t.amenities, t.cancellation_policy,
           (SELECT jsonb_agg(jsonb_build_object(
                'id', s.id, 'name', s.name, 'formats', to_jsonb(s.formats), 'capacity', (
                    SELECT l.seat_count FROM seat_layouts l
                    WHERE l.auditorium_id = s.id ORDER BY l.version DESC LIMIT 1)) ORDER BY s.id)
            FROM screens s WHERE s.theatre_id = t.id
              AND EXISTS (SELECT FROM seat_layouts l WHERE l.auditorium_id = s.id)) AS screens,
           CASE WHEN $2::float8 IS NULL THEN NULL ELSE 2 * 6371 * asin(sqrt(
                power(sin(radians(t.latitude - $2) / 2), 2) +
                cos(radians($2)) * cos(radians(t.latitude)) * power(sin(radians(t.longitude - $3) / 2), 2)
           )) END AS distance_km
    FROM theatres t JOIN cities c ON c.id = t.city_id
    WHERE ($1::text IS NULL OR c.slug = $1) AND ($4::text IS NULL OR t.slug = $4 OR t.id::text = $4)
    ORDER BY distance_km NULLS LAST, c.name, t.name
"""


async def list_cities(slug: str | None = None) -> list[CityOut]:
    """Return all cities by name, or the one with this slug."""
    return [CityOut.model_validate(found) for found in await rows(_CITIES, [slug])]


async def list_theatres(
    *, city: str | None = None, near: tuple[float, float] | None = None, key: str | None = None
) -> list[TheatreOut]:
    """Return theatres, nearest first where ``near`` (latitude, longitude) is given; ``key`` is id or slug."""
    latitude, longitude = near or (None, None)
    return [_theatre(found) for found in await rows(_THEATRES, [city, latitude, longitude, key])]


async def count_over() -> int:
    """Return how many shows are over and were not cancelled."""
    found = await row(
        "SELECT count(*) AS shows FROM shows WHERE sales_close_at <= now() AND status <> 'cancelled'"
    )
    return int(found["shows"]) if found else 0


def _theatre(found: dict[str, Any]) -> TheatreOut:
    return TheatreOut.model_validate(
        {
            **found,
            "screens": orjson.loads(found["screens"] or "[]"),
            "cancellation_policy": orjson.loads(found["cancellation_policy"]),
        }
    )
