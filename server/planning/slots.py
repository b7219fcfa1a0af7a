"""When a screen is taken: by one show at a time, with a pause between two to empty and clean the hall."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.core.db import row
from server.planning.errors import ScreenTaken

# The first show that stands in the way, of those whose time and pause overlap with the wanted time and pause.
_CLASH = """
    SELECT s.id, m.title, s.starts_at, s.ends_at FROM shows s JOIN movies m ON m.id = s.movie_id
    WHERE s.screen_id = $1 AND s.status <> 'cancelled' AND s.id IS DISTINCT FROM $5
      AND s.starts_at < $3::timestamptz + $4::interval AND s.ends_at + $4::interval > $2
    ORDER BY s.starts_at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """A screen from the start of a show to its end."""

    screen_id: int
    starts_at: datetime
    ends_at: datetime


async def in_the_way(
    slot: Slot, *, pause: timedelta, zone: ZoneInfo, but: int | None = None
) -> ScreenTaken | None:
    """Return the refusal of a slot that overlaps another show's, or comes closer to it than the pause.

    ``but`` is the show that is moved: it is not in its own way. Times are told in the zone.
    """
    found = await row(_CLASH, [slot.screen_id, slot.starts_at, slot.ends_at, pause, but])
    if found is None:
        return None
    return ScreenTaken(
        show_id=found["id"],
        movie_title=found["title"],
        starts_at=found["starts_at"].astimezone(zone),
        ends_at=found["ends_at"].astimezone(zone),
        free_at=(found["ends_at"] + pause).astimezone(zone),
    )


async def ensure_free(slot: Slot, *, pause: timedelta, zone: ZoneInfo, but: int | None = None) -> None:
    """Raise ``ScreenTaken`` where another show is in the way. Under the screen's lock, else it is a guess."""
    if refusal := await in_the_way(slot, pause=pause, zone=zone, but=but):
        raise refusal
