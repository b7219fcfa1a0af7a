"""What the house's people watch live: trainings, and the day's figures.

Each process reads them once, however many watch. A watcher has an inbox that keeps the newest frame of each
thing, so one that is slow misses what is outdated and nothing else, and holds up nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import orjson

from seat_engine.protocol import CloseCode
from server.core.db import AWAY
from server.core.outage import POSTGRESQL
from server.core.repeating import Repeating
from server.training import queries
from server.training.schemas import plain

JOBS_SECONDS = 1.0
TODAY_SECONDS = 5.0
_RECENT_SECONDS = 15.0
"""How long a training that has ended is still looked at: everybody learns its end."""

Theatres = frozenset[int] | None
"""Some theatres; None: all of them."""
NOWHERE: Theatres = frozenset()
Close = Callable[[int, str], object]
Today = Callable[[Theatres], Awaitable[dict[str, Any]]]
"""Returns the day's figures of some theatres, as plain values."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose affairs somebody sees."""

    managed: Theatres
    """Whose figures, money among them. Trainings are for whoever manages any."""
    served: Theatres
    """How whose shows sell."""


class Inbox:
    """The newest frame of each thing that its owner has not been sent yet."""

    def __init__(self, watched: Watched, close: Close) -> None:
        self.watched = watched
        """What its owner may see at this moment."""
        self.close = close
        self._frames: dict[str, bytes] = {}
        self._known: dict[str, bytes] = {}
        self._something = asyncio.Event()

    def put(self, thing: str, frame: bytes) -> None:
        """Keep a frame unless its owner knows it already."""
        if self._known.get(thing) != frame:
            self._known[thing] = self._frames[thing] = frame
            self._something.set()

    async def take(self) -> list[bytes]:
        """Return what there is, waiting for something."""
        await self._something.wait()
        self._something.clear()
        frames, self._frames = list(self._frames.values()), {}
        return frames


class AdminFeed:
    """Reads what is watched, while anybody watches, and puts it into everybody's inbox.

    today: the day's figures, asked for once for each set of theatres that somebody manages; None sends none.
    selling: how the day's shows sell, asked for once for each set of theatres that somebody serves.
    """

    def __init__(self, *, today: Today | None = None, selling: Today | None = None) -> None:
        self._today = today
        self._selling = selling
        self._inboxes: set[Inbox] = set()
        self._today_due = 0.0
        self._looking = Repeating(self._look_again, seconds=JOBS_SECONDS)

    def start(self) -> None:
        """Begin."""
        self._looking.start()

    async def aclose(self) -> None:
        """Stop."""
        await self._looking.aclose()

    def dismiss(self) -> None:
        """Close everybody's socket, as this process is stopping and others serve."""
        for inbox in self._inboxes:
            inbox.close(CloseCode.GOING_AWAY, "this process is stopping")

    @contextmanager
    def inbox(self, watched: Watched, close: Close) -> Iterator[Inbox]:
        """Give an inbox for as long as the block lasts; what there is comes into it within a second.

        ``close`` ends its owner's connection with a code and words, without waiting.
        """
        inbox = Inbox(watched, close)
        self._inboxes.add(inbox)
        self._today_due = 0.0
        try:
            yield inbox
        finally:
            self._inboxes.discard(inbox)

    async def look(self) -> None:
        """Read now what is watched."""
        if not self._inboxes:
            return
        managers = [inbox for inbox in self._inboxes if inbox.watched.managed != NOWHERE]
        for job in await queries.recent(_RECENT_SECONDS) if managers else ():
            frame = orjson.dumps({"t": "job", **plain(job)})
            for inbox in managers:
                inbox.put(f"job:{job.id}", frame)
        if monotonic() >= self._today_due:
            self._today_due = monotonic() + TODAY_SECONDS
            await self._tell("today", self._today, {inbox: inbox.watched.managed for inbox in managers})
            await self._tell(
                "selling", self._selling, {inbox: inbox.watched.served for inbox in self._inboxes}
            )

    async def _tell(self, thing: str, read: Today | None, watched: dict[Inbox, Theatres]) -> None:
        """Put what is read of each set of theatres into the inboxes of those who watch it."""
        if read is None:
            return
        for theatres in set(watched.values()):
            frame = orjson.dumps({"t": thing, **await read(theatres)})
            for inbox, theirs in watched.items():
                if theirs == theatres:
                    inbox.put(thing, frame)

    async def _look_again(self) -> None:
        try:
            await self.look()
        except AWAY as error:
            # Whoever watches is told nothing meanwhile; the next look tells them all there is.
            POSTGRESQL.met(error, task="live figures")
