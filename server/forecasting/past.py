"""The house's own shows that are over, with what they sold and when: what forecasts learn from."""

from typing import Any

import numpy as np

from ml.features import RECENT_HOURS
from ml.history import LEADS
from ml.shows import Bookings, Shows
from server.core.db import rows
from server.forecasting.columns import SHOW_COLUMNS, SHOW_TABLES, bookings_of, shows_of

LEARNED_LEADS = (336, 168, 72, 24, 6, 1)
"""Hours before the start at which training looks at every show (a test holds it equal to training's own)."""
DAYS = 400
"""Of history: a year, so that every season was seen once, and a little more."""

_EDGES = sorted(
    {float(lead + window) for lead in LEARNED_LEADS for window in (0, *RECENT_HOURS)} | {*map(float, LEADS)}
)
"""Leads, in hours, that anybody asks about: bookings between two of them are never told apart."""

_PAST = (
    f"SELECT {SHOW_COLUMNS} FROM {SHOW_TABLES} "  # noqa: S608 # constants of this room
    "WHERE s.sales_close_at <= now() AND s.status <> 'cancelled' "
    "AND s.starts_at >= now() - make_interval(days => $1) ORDER BY s.starts_at, s.id"
)
_BOOKED = """
    SELECT s.id AS show_id,
           width_bucket(
               extract(epoch FROM s.starts_at - b.confirmed_at)::float8 / 3600, $2::float8[]) AS stretch,
           count(*)::float8 AS tickets, count(DISTINCT b.id)::float8 AS parties
    FROM shows s JOIN bookings b ON b.show_id = s.id JOIN tickets k ON k.booking_id = b.id
    WHERE s.id = ANY($1) AND k.status IN ('valid', 'used') AND b.confirmed_at IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
"""


async def read_past(*, days: int = DAYS) -> tuple[Shows, Bookings]:
    """Return the shows of so many days that are over, in the order they started, and their bookings.

    Bookings are added up over stretches that no feature tells apart.
    """
    found = await rows(_PAST, [days])
    booked = await rows(_BOOKED, [[one["id"] for one in found], _EDGES])
    return shows_of(found, over=True), _bookings(found, booked)


def _bookings(found: list[dict[str, Any]], booked: list[dict[str, Any]]) -> Bookings:
    edges = np.array([0.0, *_EDGES, _EDGES[-1] + 48])
    inside = (edges[:-1] + edges[1:]) / 2
    starts = {one["id"]: one["local_start"] for one in found}
    start = np.array([starts[one["show_id"]] for one in booked], dtype="datetime64[m]")
    lead = inside[np.array([one["stretch"] for one in booked], dtype=np.int64)]
    return bookings_of(booked, found, start - np.round(lead * 60).astype("timedelta64[m]"))
