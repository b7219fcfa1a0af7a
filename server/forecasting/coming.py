"""Shows on sale as they stand at a moment: everything a forecast may know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ml.features import RECENT_HOURS
from ml.shows import Bookings, Moments, Shows
from server.core.db import rows
from server.forecasting.columns import SHOW_COLUMNS, SHOW_TABLES, bookings_of, moments, shows_of

_COMING = (
    f"SELECT {SHOW_COLUMNS}, f.at AS forecast_at, f.version AS forecast_version "  # noqa: S608 # constants of this room
    f"FROM {SHOW_TABLES} LEFT JOIN show_forecasts f ON f.show_id = s.id "
    "WHERE s.status = 'on_sale' AND s.sales_close_at > now() "
    "AND s.starts_at >= $1 AND s.starts_at < $2 "
    "AND ($3::int[] IS NULL OR s.theatre_id = ANY($3)) AND ($4::int[] IS NULL OR s.id = ANY($4)) "
    "ORDER BY s.starts_at, s.id"
)
_BOOKED = """
    SELECT b.show_id,
           width_bucket(
               extract(epoch FROM $2::timestamptz - b.confirmed_at)::float8 / 3600, $3::float8[]) AS stretch,
           count(*)::float8 AS tickets, count(DISTINCT b.id)::float8 AS parties
    FROM bookings b JOIN tickets k ON k.booking_id = b.id
    WHERE b.show_id = ANY($1) AND k.status IN ('valid', 'used') AND b.confirmed_at <= $2
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_EDGES = [0.0, *map(float, RECENT_HOURS)]
"""Hours ago that a feature asks about."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Shows in the order they start, with their bookings so far, at ``as_of`` (local to each)."""

    rows: Sequence[dict[str, Any]]
    shows: Shows
    bookings: Bookings
    as_of: Moments

    def __len__(self) -> int:
        return len(self.rows)


async def read_coming(
    at: datetime,
    *,
    since: datetime,
    until: datetime,
    theatre_ids: list[int] | None = None,
    show_ids: list[int] | None = None,
) -> Coming:
    """Return the shows on sale that start in a window, as they stand at ``at``."""
    found = await rows(_COMING, [since, until, theatre_ids, show_ids])
    booked = await rows(_BOOKED, [[one["id"] for one in found], at, _EDGES])
    zones = {one["time_zone"]: at.astimezone(ZoneInfo(one["time_zone"])) for one in found}
    as_of = moments([zones[one["time_zone"]] for one in found])
    by_show = {one["id"]: time for one, time in zip(found, as_of, strict=True)}
    edges = np.array([0.0, *_EDGES[1:], _EDGES[-1] + 48])
    inside = (edges[:-1] + edges[1:]) / 2
    ago = inside[np.array([one["stretch"] for one in booked], dtype=np.int64) - 1]
    when = np.array([by_show[one["show_id"]] for one in booked], dtype="datetime64[m]")
    booked_at = when - np.round(ago * 60).astype("timedelta64[m]")
    return Coming(found, shows_of(found, over=False), bookings_of(booked, found, booked_at), as_of)
