"""How today's shows sell: what whoever works in a theatre watches during the day."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from server.core.clock import now
from server.core.db import rows
from server.core.gathering import Gathered, Recent

_FRESH_SECONDS = 3.0

_SELLING = """
    SELECT s.id AS show_id, k.sold, k.reserved
    FROM theatres t
    JOIN shows s ON s.theatre_id = t.id AND s.local_date = ($2::timestamptz AT TIME ZONE t.time_zone)::date
        AND s.status <> 'cancelled'
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE status IN ('valid', 'used')) AS sold,
               count(*) FILTER (WHERE status = 'reserved') AS reserved
        FROM tickets WHERE show_id = s.id AND status IN ('reserved', 'valid', 'used')
    ) k
    WHERE $1::int[] IS NULL OR t.id = ANY($1) ORDER BY s.starts_at, s.id
"""


async def selling(theatre_ids: Collection[int] | None, *, at: datetime) -> list[dict[str, Any]]:
    """Return how many tickets of each of today's shows are sold and reserved, in the order they start.

    Each theatre's day is its own. ``theatre_ids`` None is every theatre.
    """
    return await rows(_SELLING, [None if theatre_ids is None else list(theatre_ids), at])


async def recent_selling(theatre_ids: Collection[int] | None) -> dict[str, Any]:
    """Return the same as a frame's values, as it was at most a few seconds ago."""
    found = await _recent.get(None if theatre_ids is None else tuple(sorted(theatre_ids)))
    return {"shows": found or []}


async def _read_each(
    scopes: list[tuple[int, ...] | None],
) -> dict[tuple[int, ...] | None, list[dict[str, Any]]]:
    return {scope: await selling(scope, at=now()) for scope in scopes}


_recent: Recent[tuple[int, ...] | None, list[dict[str, Any]]] = Recent(
    Gathered(_read_each), seconds=_FRESH_SECONDS, most=500
)
