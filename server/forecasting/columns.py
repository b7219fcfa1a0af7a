"""The house's shows and bookings as the columns that features are made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from ml.calendar import holiday_columns
from ml.shows import Bookings, Floats, Moments, Shows, Texts, days_of
from server.venues.sellable import SEAT_COUNTS

# Everything that is known of a show beforehand, and what it has sold so far. A promotion counts for the
# films or theatres it names; one for everything says nothing of any show.
SHOW_COLUMNS = """
    s.id, s.movie_id, s.theatre_id, s.starts_at, t.time_zone,
    s.starts_at AT TIME ZONE t.time_zone AS local_start, coalesce(m.genres[1], '') AS genre,
    c.country, room.capacity AS seats,
    coalesce(
        (SELECT p.amount FROM show_prices p WHERE p.show_id = s.id AND p.category = 'standard'),
        (SELECT min(p.amount) FROM show_prices p
          WHERE p.show_id = s.id AND p.category NOT IN ('wheelchair', 'companion')),
        (SELECT min(p.amount) FROM show_prices p WHERE p.show_id = s.id)
    ) AS base_price,
    EXISTS (
        SELECT FROM promotions f WHERE f.active AND f.starts_at <= s.starts_at
          AND (f.ends_at IS NULL OR f.ends_at > s.starts_at)
          AND (s.movie_id = ANY(f.movie_ids)
               OR (cardinality(f.movie_ids) = 0 AND s.theatre_id = ANY(f.theatre_ids)))
    ) AS promoted,
    t.currency, gone.sold, rest.seats_left, d.theatre_shows, d.film_shows
"""
SHOW_TABLES = f"""
    shows s
    JOIN movies m ON m.id = s.movie_id
    JOIN theatres t ON t.id = s.theatre_id
    JOIN cities c ON c.id = t.city_id
    JOIN seat_layouts l ON l.id = s.layout_id
    JOIN LATERAL (
        SELECT count(*) AS theatre_shows, count(*) FILTER (WHERE o.movie_id = s.movie_id) AS film_shows
        FROM shows o
        WHERE o.theatre_id = s.theatre_id AND o.local_date = s.local_date AND o.status <> 'cancelled'
    ) d ON true
    {SEAT_COUNTS}
"""  # noqa: S608 # constants of the server


def shows_of(found: Sequence[dict[str, Any]], *, over: bool) -> Shows:
    """Return rows of ``SHOW_COLUMNS`` as columns; what they sold is an outcome only if they are ``over``."""
    starts_at = moments([one["local_start"] for one in found])
    country = _texts(found, "country")
    holiday, eve = holiday_columns(country, days_of(starts_at))
    unknown = np.full(len(found), np.nan)
    return Shows(
        show_id=_texts(found, "id"),
        movie=_texts(found, "movie_id"),
        theatre=_texts(found, "theatre_id"),
        starts_at=starts_at,
        genre=_texts(found, "genre"),
        base_price=_numbers(found, "base_price"),
        capacity=_numbers(found, "seats"),
        is_holiday=holiday,
        is_eve=eve,
        promoted=_numbers(found, "promoted"),
        temp_max=unknown,
        precip_mm=unknown,
        theatre_shows=_numbers(found, "theatre_shows"),
        film_shows=_numbers(found, "film_shows"),
        tickets=_numbers(found, "sold") if over else unknown,
    )


def bookings_of(
    found: Sequence[dict[str, Any]], shows: Sequence[dict[str, Any]], booked_at: Moments
) -> Bookings:
    """Return added-up bookings (``show_id, tickets, parties``) with their times, by position among shows."""
    place = {one["id"]: position for position, one in enumerate(shows)}
    return Bookings(
        show=np.array([place[one["show_id"]] for one in found], dtype=np.int64),
        booked_at=booked_at,
        tickets=_numbers(found, "tickets"),
        parties=_numbers(found, "parties"),
    )


def moments(times: Sequence[datetime]) -> Moments:
    """Return naive local times as numpy's, to the minute."""
    return np.array([time.replace(tzinfo=None) for time in times], dtype="datetime64[m]")


def _numbers(found: Sequence[dict[str, Any]], name: str) -> Floats:
    return np.array([np.nan if one[name] is None else float(one[name]) for one in found], dtype=float)


def _texts(found: Sequence[dict[str, Any]], name: str) -> Texts:
    texts = np.empty(len(found), dtype=object)
    texts[:] = [str(one[name]) for one in found]
    return texts
