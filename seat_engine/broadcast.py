"""Joins one show's mirror with its audience: loads it, keeps it current, and sends what changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from seat_engine.audience import Audience, SlowRule, Subscription, Watcher, Wire
from seat_engine.errors import EngineUnavailable, NotOpen
from seat_engine.mirror import Applied, Mirror
from seat_engine.model import Snapshot
from seat_engine.protocol import CLOSED_FRAME, Kind, Message, parse_message, ping_frame

FIRST_DELAY = 0.05
"""Seconds before a failed load is tried again; each further attempt waits twice as long."""
LONGEST_DELAY = 2.0
"""Seconds between two attempts to load at most."""

_log = logging.getLogger(__name__)


class Broadcast:
    """One show, live, in this process.

    `load` fetches a snapshot, opening the show where that is possible; it raises NotOpen for a show that is
    over, and whatever else it raises may pass. `tick` is how far apart (seconds) two deltas are at least: a
    change after a quiet time leaves at once, and those that follow it are gathered until the tick is over.
    """

    def __init__(
        self,
        show_id: int,
        *,
        load: Callable[[], Awaitable[Snapshot]],
        tick: float,
        rule: SlowRule,
        wire: Wire = bytes,
    ) -> None:
        self._show_id = show_id
        self._load = load
        self._tick = tick
        self._loop = asyncio.get_running_loop()
        self._mirror = Mirror()
        self._audience = Audience(rule, self._loop.time, wire)
        self._early: list[Message] = []
        self._loading: asyncio.Task[None] | None = None
        self._load_again = False
        self._loaded: asyncio.Future[None] | None = None
        self._timer: asyncio.Handle | None = None
        self._tick_over = self._loop.time()
        self.joining = 0
        """How many watchers wait for the first state."""
        self.subscribed = False
        """True once Redis has confirmed the channel: only a snapshot taken after that misses nothing."""
        self.last_sent = self._loop.time()
        """When (loop time, seconds) everyone was last sent something."""
        self.last_watched = self._loop.time()
        """When (loop time, seconds) someone last watched."""

    @property
    def snapshot(self) -> Snapshot:
        """The state as this process has it. Raises LookupError before the first load."""
        return self._mirror.snapshot

    @property
    def loaded(self) -> bool:
        """True when there is a state to show."""
        return self._mirror.loaded

    @property
    def watched(self) -> bool:
        """True while someone watches or is about to."""
        return bool(len(self._audience) or self.joining)

    async def join(self, watcher: Watcher, resume: tuple[str, int] | None) -> Subscription:
        """Let a watcher in: first what it has missed, or a snapshot, then everything that happens."""
        self.joining += 1
        try:
            await self._ready()
        finally:
            self.joining -= 1
        # Whoever is here already gets the newest changes first; the newcomer's frames contain them.
        self.flush()
        frames = self._mirror.catch_up(*resume) if resume is not None else None
        return self._audience.add(watcher, frames or self._mirror.snapshot_frames())

    def on_subscribed(self) -> None:
        """Take a snapshot: from now on every change will be heard."""
        self.subscribed = True
        self.reload()

    def on_message(self, payload: bytes) -> None:
        """Take in one published change."""
        try:
            message = parse_message(payload)
        except ValueError:
            # Not ours, or of another release: whatever it said, a snapshot says it too.
            _log.warning("show %s: unreadable message on its channel", self._show_id)
            self.reload()
            return
        if self._loading is not None:
            self._early.append(message)
        else:
            self._take(message)

    def reload(self) -> None:
        """Load a snapshot in the background, once more if one is on its way that may be too old."""
        if self._loading is not None:
            self._load_again = True
        else:
            self._loading = asyncio.create_task(self._run_load(), name=f"load show {self._show_id}")

    def flush(self) -> None:
        """Send what has changed since the last time, and snapshots to those who need one."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._mirror.loaded:
            return
        if frames := self._mirror.drain():
            self._audience.broadcast(frames)
            self.last_sent = self._loop.time()
            self._tick_over = self.last_sent + self._tick
        self._audience.refresh(self._mirror.snapshot_frames)

    def ping(self) -> None:
        """Tell everyone which version there is, so that a client which has missed something knows it."""
        self.flush()
        if self._mirror.loaded:
            self._audience.broadcast([ping_frame(self._mirror.snapshot.version)])
        self.last_sent = self._loop.time()

    def tend(self) -> None:
        """Serve watchers that have drained, close those that never do, and note whether anyone is here."""
        if self._mirror.loaded:
            self._audience.refresh(self._mirror.snapshot_frames)
        self._audience.close_stalled()
        if self.watched:
            self.last_watched = self._loop.time()

    def dismiss(self, code: int, reason: str) -> None:
        """Send what is due and close every watcher's connection."""
        self.flush()
        self._audience.dismiss(code, reason)

    async def stop(self) -> None:
        """Stop loading and sending."""
        if self._timer is not None:
            self._timer.cancel()
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)
        self._settle(EngineUnavailable("the live service is stopping"))

    async def _ready(self) -> None:
        """Wait for the first state; raise what kept it from coming."""
        if self._mirror.loaded:
            return
        if self._loaded is None:
            self._loaded = self._loop.create_future()
        if self.subscribed and self._loading is None:
            self.reload()
        await asyncio.shield(self._loaded)

    async def _run_load(self) -> None:
        delay = FIRST_DELAY
        try:
            while not await self._try_load():
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)
        finally:
            self._loading = None

    async def _try_load(self) -> bool:
        """Load once; False if it is worth trying again."""
        self._load_again = False
        try:
            snapshot = await self._load()
        except NotOpen as error:
            self._over(error)
        except EngineUnavailable as error:
            _log.debug("show %s: not loaded yet: %s", self._show_id, error)
            return False
        except Exception as error:  # noqa: BLE001 - the opener is the caller's and may raise anything
            _log.warning("show %s: could not be opened: %r", self._show_id, error)
            # Those who wait are told at once. Those who watch keep their picture while it is tried again.
            self._settle(error)
            return len(self._audience) == 0
        else:
            self._take_snapshot(snapshot)
        return not self._load_again

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        if self._mirror.load(snapshot):
            self._audience.outdate()
        early, self._early = self._early, []
        for message in early:
            self._take(message)
        self._settle(None)
        self.flush()

    def _take(self, message: Message) -> None:
        if message.kind is Kind.CLOSED:
            if self._mirror.loaded and message.epoch == self._mirror.snapshot.epoch:
                self._over(NotOpen("the show is over"))
        elif self._mirror.apply(message) is Applied.GAP:
            self.reload()
        elif self._timer is None:
            # Even with no wait it is not sent from here: what was read in the same breath goes along.
            wait = max(0.0, self._tick_over - self._loop.time())
            self._timer = self._loop.call_later(wait, self.flush)

    def _over(self, error: NotOpen) -> None:
        """Say to those who watch that the show is closed, and refuse those who wait."""
        if self._mirror.loaded:
            self.flush()
            self._audience.broadcast([CLOSED_FRAME])
            self._audience.outdate()
            self._mirror.unload()
        self._early.clear()
        self._settle(error)

    def _settle(self, error: Exception | None) -> None:
        """Let those who wait for the first state go on, or tell them why not."""
        loaded, self._loaded = self._loaded, None
        if loaded is None or loaded.done():
            return
        if error is None:
            loaded.set_result(None)
        else:
            loaded.set_exception(error)
            loaded.exception()  # those who wait may have gone; then nobody else reads it
