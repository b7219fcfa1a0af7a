"""The planned shows as rows: shows, base prices, seats the house keeps back."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from server.core import db
from server.demo.copying import copy
from server.demo.prices import base_prices
from server.demo.schedule import PLACES, Place, PlannedShow, days_from, plan_day
from server.venues.models import SeatCategory, ShowStatus

DAYS_AHEAD = 14
_SHOW = (
    "movie_id", "theatre_id", "screen_id", "layout_id", "starts_at", "ends_at", "local_date",
    "sales_close_at", "language", "subtitles", "format", "status", "created_at",
)  # fmt: skip
_HOUSE_SEATS_SHARE, _REPAIR_SHARE = 0.14, 0.08
_NOT_KEPT = {SeatCategory.WHEELCHAIR, SeatCategory.COMPANION}


@dataclass(frozen=True, slots=True)
class Auditorium:
    """A screen as the database knows it, with its newest layout."""

    place: Place
    screen_id: int
    theatre_id: int
    layout_id: int
    seats: list[dict[str, Any]]

    @property
    def categories(self) -> list[SeatCategory]:
        """The categories that occur in the layout."""
        present = {seat["category"] for seat in self.seats}
        return [category for category in SeatCategory if category.value in present]


async def close_past_shows(now: datetime) -> int:
    """Close the sale of shows whose time to sell is over; return how many there were."""
    closed = await db.rows(
        "UPDATE shows SET status = $1 WHERE status = $2 AND sales_close_at <= $3 RETURNING id",
        [ShowStatus.CLOSED.value, ShowStatus.ON_SALE.value, now],
    )
    return len(closed)


async def load_shows(
    *,
    today: datetime,
    seed: int,
    movies: Mapping[str, int],
    screens: Mapping[tuple[str, str], int],
    days: range = range(DAYS_AHEAD),
) -> int:
    """Add the shows of every screen and day that has none yet; return how many.

    ``days`` are counted from today: the next fourteen, unless told; negative ones are past.

    Shows that exist are never touched, and nothing is planned over them.
    """
    halls = await _auditoriums(screens)
    since = today + timedelta(days=min(days.start, 0) - 2)
    existing = await db.rows(
        "SELECT screen_id, starts_at, ends_at, local_date, status FROM shows WHERE ends_at > $1", [since]
    )
    filled = {(row["screen_id"], row["local_date"]) for row in existing}
    taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in existing:
        if row["status"] != ShowStatus.CANCELLED.value:
            taken[row["screen_id"]].append((row["starts_at"], row["ends_at"]))

    planned: list[tuple[Auditorium, PlannedShow]] = []
    for hall in halls:
        for day in days_from(today, hall.place.zone, days):
            if (hall.screen_id, day) in filled:
                continue
            busy = taken[hall.screen_id]
            planned += [
                (hall, show)
                for show in plan_day(hall.place, day, seed)
                if not any(show.starts_at < end and start < show.ends_at for start, end in busy)
            ]
    await _insert(planned, movies=movies, seed=seed, now=today)
    return len(planned)


async def next_show_id() -> int:
    """Return the least id that no show has yet."""
    (found,) = await db.rows("SELECT coalesce(max(id), 0) + 1 AS next FROM shows")
    return int(found["next"])


async def _auditoriums(screens: Mapping[tuple[str, str], int]) -> list[Auditorium]:
    found = await db.rows(
        "SELECT DISTINCT ON (s.id) s.id AS screen_id, s.theatre_id, l.id, l.seats "
        "FROM seat_layouts l JOIN screens s ON s.id = l.auditorium_id ORDER BY s.id, l.version DESC"
    )
    by_screen = {row["screen_id"]: row for row in found}
    halls = []
    for place in PLACES:
        row = by_screen[screens[place.key]]
        seats = row["seats"] if isinstance(row["seats"], list) else json.loads(row["seats"])
        halls.append(Auditorium(place, row["screen_id"], row["theatre_id"], row["id"], seats))
    return halls


async def _insert(
    planned: list[tuple[Auditorium, PlannedShow]], *, movies: Mapping[str, int], seed: int, now: datetime
) -> None:
    if not planned:
        return
    await copy("shows", _SHOW, [_show_row(hall, show, movies, now) for hall, show in planned])
    found = await db.rows(
        "SELECT id, screen_id, starts_at FROM shows WHERE starts_at >= $1 AND status <> 'cancelled'",
        [min(show.starts_at for _, show in planned)],
    )
    ids = {(row["screen_id"], row["starts_at"]): row["id"] for row in found}
    prices: list[tuple[object, ...]] = []
    blocks: list[tuple[object, ...]] = []
    for hall, show in planned:
        show_id = ids[hall.screen_id, show.starts_at]
        amounts = base_prices(
            city=hall.place.city,
            theatre=hall.place.theatre,
            starts=show.starts_at.astimezone(hall.place.zone),
            screen_format=show.format,
            categories=hall.categories,
        )
        prices += [(show_id, category.value, amount) for category, amount in amounts.items()]
        blocks += [(show_id, index, reason) for index, reason in _kept_back(hall, show, seed)]
    await copy("show_prices", ("show_id", "category", "amount"), prices)
    await copy("seat_blocks", ("show_id", "seat_index", "reason"), blocks)


def _show_row(
    hall: Auditorium, show: PlannedShow, movies: Mapping[str, int], now: datetime
) -> tuple[object, ...]:
    status = ShowStatus.CLOSED if show.sales_close_at <= now else ShowStatus.ON_SALE
    return (
        movies[show.film.slug],
        hall.theatre_id,
        hall.screen_id,
        hall.layout_id,
        show.starts_at,
        show.ends_at,
        show.local_date,
        show.sales_close_at,
        show.language,
        show.subtitles,
        show.format,
        status.value,
        now,
    )


def _kept_back(hall: Auditorium, show: PlannedShow, seed: int) -> Iterator[tuple[int, str]]:
    """Yield (seat index, reason) for a few shows: a pair for guests of the house, a chair under repair."""
    about = f"{seed} kept back {hall.place.key} {show.starts_at.isoformat()}"
    chance = Random(about)  # noqa: S311 - a demo, not a secret
    pairs = [
        index
        for index, (seat, following) in enumerate(zip(hall.seats, hall.seats[1:], strict=False))
        if seat["row"] == following["row"]
        and abs(seat["x"] + seat["w"] - following["x"]) < 0.01  # noqa: PLR2004 - rounding of x
        and not {seat["category"], following["category"]} & _NOT_KEPT
    ]
    kept: set[int] = set()
    if chance.random() < _HOUSE_SEATS_SHARE:
        first = chance.choice(pairs)
        kept = {first, first + 1}
        yield first, "House seats"
        yield first + 1, "House seats"
    if chance.random() < _REPAIR_SHARE:
        index = chance.choice(pairs)
        if index not in kept:
            yield index, "Maintenance: seat under repair"
