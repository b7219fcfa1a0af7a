"""All the channels a process listens to: one pub/sub connection to each Redis server that has some of them.

A connection that was lost may have lost messages with it, and nothing in pub/sub says which. So the feed
reports each confirmation of a subscription, the first as well as those after a reconnect: whoever listens
takes a snapshot then, and misses nothing that came later.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable

from seat_engine.ear import Ear
from seat_engine.errors import EngineUnavailable
from seat_engine.store import Store
from seat_engine.store.address import Server

FIRST_PAUSE = 0.05
"""Seconds before a lost server is tried again; each further attempt waits twice as long, with jitter."""
LONGEST_PAUSE = 2.0
"""Seconds between two attempts at most."""

_log = logging.getLogger(__name__)


class Feed:
    """Listens to channels and calls back, reconnecting for as long as it runs.

    `on_message(channel, payload)` and `on_subscribed(channel)` are called in the event loop and must not
    wait. `silence` is how long (seconds) nothing may come before the server is asked for a sign of life; as
    long again without an answer, and the connection counts as lost.
    """

    def __init__(
        self,
        store: Store,
        *,
        on_message: Callable[[str, bytes], None],
        on_subscribed: Callable[[str], None],
        silence: float = 5.0,
    ) -> None:
        self._store = store
        self._on_message = on_message
        self._on_subscribed = on_subscribed
        self._silence = silence
        self._ears: dict[Server, Ear] = {}
        self._pauses: dict[Server, float] = {}
        self._where: dict[str, Ear | None] = {}
        self._lost_some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the background."""
        self._task = asyncio.create_task(self._run(), name="seat feed")

    async def stop(self) -> None:
        """Stop listening and close the connections."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        ears, self._ears = self._ears, {}
        await asyncio.gather(*(ear.stop() for ear in ears.values()))

    async def subscribe(self, channel: str) -> None:
        """Listen to a channel from now on; the confirmation is reported when it comes."""
        if channel not in self._where:
            self._where[channel] = None
            await self._place(channel)

    async def unsubscribe(self, channel: str) -> None:
        """Stop listening to a channel."""
        ear = self._where.pop(channel, None)
        if ear is not None:
            ear.remove(channel)

    async def _run(self) -> None:
        """Find channels that have lost their place a new one."""
        pause = FIRST_PAUSE
        while True:
            await self._lost_some.wait()
            self._lost_some.clear()
            try:
                await self._store.look_again()
            except EngineUnavailable as error:
                _log.debug("nobody says where the channels are: %s", error)
            for channel in [channel for channel, ear in self._where.items() if ear is None]:
                await self._place(channel)
            if self._lost_some.is_set():
                await asyncio.sleep(_spread(pause))
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = FIRST_PAUSE

    async def _place(self, channel: str) -> None:
        """Listen to a channel on the server that has it; leave it to `_run` while nobody knows which."""
        try:
            home = await self._store.home(channel)
        except EngineUnavailable:
            self._lost_some.set()
            return
        # It may have been given up, or placed, while the home was looked for.
        if channel in self._where and self._where[channel] is None:
            self._where[channel] = ear = self._ear(home)
            ear.add(channel)

    def _ear(self, home: Server) -> Ear:
        ear = self._ears.get(home)
        if ear is None:
            pause = self._pauses.get(home, 0.0)
            self._pauses[home] = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            ear = self._ears[home] = Ear(
                home,
                self._store,
                on_message=self._on_message,
                on_subscribed=self._confirmed,
                on_misplaced=self._misplaced,
                on_end=self._ended,
                silence=self._silence,
                pause=_spread(pause),
            )
        return ear

    def _confirmed(self, ear: Ear, channel: str) -> None:
        self._pauses.pop(ear.home, None)
        self._on_subscribed(channel)

    def _misplaced(self, channels: list[str]) -> None:
        """Channels are on another server now."""
        for channel in channels:
            if channel in self._where:
                self._where[channel] = None
        self._lost_some.set()

    def _ended(self, ear: Ear) -> None:
        """Place every channel again that was on a connection which was lost."""
        if self._ears.get(ear.home) is ear:
            del self._ears[ear.home]
            self._misplaced(ear.channels)


def _spread(pause: float) -> float:
    """Return a pause with jitter, which keeps processes from coming back all at once."""
    return pause * random.uniform(0.5, 1.0)  # noqa: S311
