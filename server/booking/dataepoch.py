"""Live state that outlives its database: noticing that PostgreSQL was restored beside a Redis that was kept.

What is live was made from one database at one time. A backup that is put in its place knows nothing of the
bookings since: seats would stay taken that nobody has, and be free that somebody has. So live state remembers
which database it was made from, and how far that one had come:

- its name: the cluster's identifier and timeline, and the object ids of the database and of the table of
  bookings. Another server, a point-in-time recovery, a promoted standby, a database or a table made anew has
  another name;
- its place: how far the log is written and the sequences are used that every booking moves. They never go
  back, but where an older copy of the same server's files, or of the same tables' rows, was put in place.

Where the name is another or the place is behind what was seen, every show is opened anew from PostgreSQL.
"""

from collections.abc import Mapping
from contextlib import suppress

import structlog
from tortoise.exceptions import OperationalError

from seat_engine import SeatEngine
from seat_engine.errors import EngineUnavailable, SeatEngineError
from server.booking import seatmap
from server.core import outage
from server.core.db import AWAY, row
from server.core.repeating import Repeating
from server.venues import layouts

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
"""How often a process looks."""

_TABLES = """
    SELECT (SELECT oid FROM pg_database WHERE datname = current_database())::text
               || '/' || 'bookings'::regclass::oid AS name,
           coalesce(pg_sequence_last_value(pg_get_serial_sequence('price_lines', 'id')::regclass), 0)
               AS lines,
           coalesce(pg_sequence_last_value(pg_get_serial_sequence('outbox', 'id')::regclass), 0) AS jobs
"""
_SERVER = """
    SELECT system_identifier::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) AS name,
           (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint AS log
    FROM pg_control_system()
"""
_PLACES = ("lines", "jobs", "log")
_AWAY: tuple[type[Exception], ...] = (*AWAY, EngineUnavailable)
"""What says that one of the two is away."""
_UNKNOWN: tuple[type[Exception], ...] = (OperationalError, SeatEngineError)
"""What else says that one of the two cannot be asked at this moment: a restore that is at work, for one."""


async def whereabouts() -> dict[str, str]:
    """Return the name of the database, and how far it has come.

    A server that keeps its own name to itself (some that are rented do) is told apart by its tables alone.
    """
    tables = await row(_TABLES) or {}
    server: Mapping[str, object] = {"name": "", "log": 0}
    with suppress(OperationalError):
        server = await row(_SERVER) or server
    return {
        "name": f"{server['name']}/{tables['name']}",
        **{place: str({**tables, **server}[place]) for place in _PLACES},
    }


def follows(seen: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Tell whether a database may be the one that was seen before, some time later."""
    return seen["name"] == found["name"] and all(
        int(found[place]) >= int(seen.get(place, 0)) for place in _PLACES
    )


class DataWatch:
    """Keeps live state and PostgreSQL together. One for a process; any number may look at once."""

    def __init__(self, engine: SeatEngine) -> None:
        self._engine = engine
        self._generation: str | None = None
        self._repeating = Repeating(self.look_if_possible, seconds=LOOK_SECONDS)

    async def start(self) -> None:
        """Look once, so that nothing is served of another database's live state, and go on looking."""
        await self.look_if_possible()
        self._repeating.start()

    async def aclose(self) -> None:
        """Stop looking."""
        await self._repeating.aclose()

    async def look(self) -> bool:
        """Open every show anew if PostgreSQL is not the one that live state is of; return whether it was so.

        What was seen is read before PostgreSQL is asked: a database that goes on can only be further then.
        """
        seen = await self._engine.recall()
        found = await whereabouts()
        generation = seen.get("generation", "0")
        moved = bool(seen) and not follows(seen, found)
        if moved:
            log.error("database_is_another", seen=dict(seen), found=found)
            for show_id in await self._engine.open_shows():
                await self._engine.close(show_id)
            generation = str(int(generation) + 1)
        # After the shows are closed: whoever dies in between leaves it to the next to close them.
        await self._engine.remember({**found, "generation": generation})
        if self._generation not in {None, generation}:
            # Ids of the other database may name something else here.
            layouts.forget()
            seatmap.forget()
        self._generation = generation
        return moved

    async def look_if_possible(self) -> None:
        """Look, where PostgreSQL and Redis can be asked; a later look does what this one could not."""
        try:
            await self.look()
        except _AWAY as error:
            outage.of_error(error).met(error, task="data epoch")
        except _UNKNOWN as error:
            log.warning("database_not_compared", error=outage.in_words(error))
        else:
            outage.seats().over()
