"""What the house's people watch live: trainings, and the day's figures.

Each process reads them once, however many watch. A watcher has an inbox that keeps the newest frame of each
thing, so one that is slow misses what is outdated and nothing else, and holds up nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
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
"""Whose figures somebody may see; None: everybody's."""
Close = Callable[[int, str], object]
Today = Callable[[Theatres], Awaitable[dict[str, Any]]]
"""Returns the day's figures of some theatres, as plain values."""


class Inbox:
    """The newest frame of each thing that its owner has not been sent yet."""

    def __init__(self, theatres: Theatres, close: Close) -> None:
        self.theatres = theatres
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

    today: the day's figures, asked for once for each set of theatres that somebody watches; None sends none.
    """

    def __init__(self, *, today: Today | None = None) -> None:
        self._today = today
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
    def inbox(self, theatres: Theatres, close: Close) -> Iterator[Inbox]:
        """Give an inbox for as long as the block lasts; what there is comes into it within a second.

        ``close`` ends its owner's connection with a code and words, without waiting.
        """
        inbox = Inbox(theatres, close)
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
        for job in await queries.recent(_RECENT_SECONDS):
            frame = orjson.dumps({"t": "job", **plain(job)})
            for inbox in self._inboxes:
                inbox.put(f"job:{job.id}", frame)
        if self._today is not None and monotonic() >= self._today_due:
            self._today_due = monotonic() + TODAY_SECONDS
            for theatres in {inbox.theatres for inbox in self._inboxes}:
                frame = orjson.dumps({"t": "today", **await self._today(theatres)})
                for inbox in self._inboxes:
                    if inbox.theatres == theatres:
                        inbox.put("today", frame)

    async def _look_again(self) -> None:
        try:
            await self.look()
        except AWAY as error:
            # Whoever watches is told nothing meanwhile; the next look tells them all there is.
            POSTGRESQL.met(error, task="live figures")
