"""Serves live shows to the clients of one process: one connection to Redis, one mirror per show."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Self

from seat_engine.audience import SlowRule, Subscription, Watcher, Wire
from seat_engine.broadcast import Broadcast
from seat_engine.engine import SeatEngine
from seat_engine.errors import EngineUnavailable, NotOpen
from seat_engine.feed import Feed
from seat_engine.model import Snapshot
from seat_engine.protocol import CloseCode

Opener = Callable[[int], Awaitable[None]]
"""Opens a show from the caller's truth. Raises NotOpen for a show that is over; other errors may pass."""


class MirrorHub:
    """Lets watchers watch shows. Use as `async with hub:`.

    engine: the hub listens through the engine's store, over pub/sub connections of its own.
    tick: seconds over which changes are gathered into one frame, after a first one that leaves at once.
    idle_ping: seconds without a frame after which watchers get a ping; Redis is asked then, too, whether this
    process has missed something.
    max_buffer, stall_deadline: bytes and seconds a slow watcher may be behind (see `audience`).
    opener: opens a show whose state Redis does not have; without one, watching such a show raises NotOpen.
    linger: seconds for which a show nobody watches any more stays loaded.
    load_timeout: seconds a watcher waits for the first state before EngineUnavailable.
    wire: gives a frame the form in which all watchers take it; without one they take the JSON text itself.
    """

    def __init__(
        self,
        engine: SeatEngine,
        *,
        tick: float = 0.015,
        idle_ping: float = 10.0,
        max_buffer: int = 64 * 1024,
        stall_deadline: float = 10.0,
        opener: Opener | None = None,
        linger: float = 30.0,
        load_timeout: float = 5.0,
        wire: Wire = bytes,
    ) -> None:
        self._engine = engine
        self._tick = tick
        self._idle_ping = idle_ping
        self._rule = SlowRule(max_buffer, stall_deadline)
        self._opener = opener
        self._linger = linger
        self._load_timeout = load_timeout
        self._wire = wire
        self._leaving = False
        self._beat = min(0.1, idle_ping / 4, stall_deadline / 4)
        self._shows: dict[int, Broadcast] = {}
        self._channels: dict[str, Broadcast] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._feed = Feed(engine.store, on_message=self._on_message, on_subscribed=self._on_subscribed)

    async def __aenter__(self) -> Self:
        self._feed.start()
        self._spawn(self._heartbeat(), "seat hub heartbeat")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._feed.stop()
        await asyncio.gather(*(broadcast.stop() for broadcast in self._shows.values()))
        self._shows.clear()
        self._channels.clear()

    async def watch(
        self, show_id: int, watcher: Watcher, resume: tuple[str, int] | None = None
    ) -> Subscription:
        """Give a watcher the show from now on; cancel the subscription when the client leaves.

        When this returns, the watcher has been sent a snapshot, or, for a client that comes back with the
        epoch and version it had (`resume`), what it has missed where that is still known. Raises NotOpen for
        a show that is not open and is not to be, EngineUnavailable, or what the opener raised.
        """
        if self._leaving:
            raise EngineUnavailable("the live service is stopping")
        broadcast = self._shows.get(show_id)
        if broadcast is None:
            broadcast = await self._add(show_id)
        try:
            async with asyncio.timeout(self._load_timeout):
                return await broadcast.join(watcher, resume)
        except TimeoutError:
            raise EngineUnavailable(f"show {show_id} could not be loaded in time") from None

    def dismiss(self) -> None:
        """Let nobody in any more, send what is due, and close every watcher with 1001 (going away).

        The clients connect again elsewhere from the version they have been told of last.
        """
        self._leaving = True
        for broadcast in self._shows.values():
            broadcast.dismiss(CloseCode.GOING_AWAY, "this server is stopping")

    async def price(self, show_id: int, prices: Mapping[str, int], source: str) -> None:
        """Tell the watchers of a show, in every process, its whole price table. Raises NotOpen."""
        await self._engine.price(show_id, prices, source)

    def snapshot(self, show_id: int) -> Snapshot | None:
        """Return the state as this process has it, without a call to Redis; None if it has none."""
        broadcast = self._shows.get(show_id)
        return broadcast.snapshot if broadcast is not None and broadcast.loaded else None

    async def _add(self, show_id: int) -> Broadcast:
        async def load() -> Snapshot:
            return await self._fetch(show_id)

        broadcast = Broadcast(show_id, load=load, tick=self._tick, rule=self._rule, wire=self._wire)
        channel = self._engine.keys.channel(show_id)
        self._shows[show_id] = self._channels[channel] = broadcast
        await self._feed.subscribe(channel)
        return broadcast

    async def _fetch(self, show_id: int) -> Snapshot:
        try:
            return await self._engine.snapshot(show_id)
        except NotOpen:
            if self._opener is None:
                raise
        await self._opener(show_id)
        return await self._engine.snapshot(show_id)

    def _on_message(self, channel: str, payload: bytes) -> None:
        if channel in self._channels:
            self._channels[channel].on_message(payload)

    def _on_subscribed(self, channel: str) -> None:
        if channel in self._channels:
            self._channels[channel].on_subscribed()

    async def _heartbeat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._beat)
            now = loop.time()
            for show_id, broadcast in list(self._shows.items()):
                broadcast.tend()
                if now - broadcast.last_watched > self._linger:
                    await self._drop(show_id)
                elif broadcast.watched and now - broadcast.last_sent >= self._idle_ping:
                    broadcast.ping()
                    self._spawn(self._verify(show_id, broadcast), f"verify show {show_id}")

    async def _verify(self, show_id: int, broadcast: Broadcast) -> None:
        """Ask Redis whether this process is up to date; a flushed Redis says nothing by itself."""
        with contextlib.suppress(EngineUnavailable):  # the feed mends a lost connection and loads again
            try:
                position = await self._engine.position(show_id)
            except NotOpen:
                position = None
            if broadcast.loaded:
                known = broadcast.snapshot
                if position != (known.epoch, known.version):
                    broadcast.reload()

    async def _drop(self, show_id: int) -> None:
        """Let go of a show that nobody watches."""
        channel = self._engine.keys.channel(show_id)
        broadcast = self._shows.pop(show_id)
        del self._channels[channel]
        await self._feed.unsubscribe(channel)
        await broadcast.stop()

    def _spawn(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
