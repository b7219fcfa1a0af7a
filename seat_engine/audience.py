"""Those who watch one show in this process, and what happens to the slow ones among them.

A watcher whose transport holds too many unsent bytes gets nothing more until all of them are gone, and then
one snapshot: what it missed in between was going to be overwritten anyway. One that stays behind too long is
closed. So a slow client costs a bounded amount of memory, and none of the others waits for it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from seat_engine.protocol import CloseCode

Wire = Callable[[bytes], bytes]
"""Turns a frame (UTF-8 JSON) into the bytes that travel, such as a complete WebSocket text message."""

_log = logging.getLogger(__name__)


class Watcher(Protocol):
    """One client's connection, as the live protocol needs it; the web framework provides it."""

    def send(self, wire: bytes, limit: int) -> bool:
        """Write one frame, in the form that the hub's `wire` gave it, without waiting.

        Writes nothing and returns False when more than `limit` bytes wait unsent already. The bytes are the
        same object for all watchers.
        """

    def buffered(self) -> int:
        """Return how many bytes wait in the transport's write buffer."""

    def close(self, code: int, reason: str) -> None:
        """Begin to close the connection, without waiting."""


class Subscription:
    """One watcher's place in the audience of a show."""

    __slots__ = ("_leave", "needs_snapshot", "send", "stalled_since", "watcher")

    def __init__(self, watcher: Watcher, leave: Callable[["Subscription"], None]) -> None:
        self.watcher = watcher
        """The connection served."""
        self.send = watcher.send
        """The connection's own `send`, looked up once and not with every frame."""
        self.needs_snapshot = False
        """True while the watcher's picture is out of date and deltas would not mend it."""
        self.stalled_since: float | None = None
        """When (loop time, seconds) its buffer was found too full; None while it keeps up."""
        self._leave = leave

    def cancel(self) -> None:
        """Stop watching. Doing so again changes nothing."""
        self._leave(self)


@dataclass(frozen=True, slots=True)
class SlowRule:
    """How far a watcher may fall behind."""

    max_buffer: int
    """Bytes in its write buffer beyond which it gets nothing more."""
    deadline: float
    """Seconds it may take to drain."""


class Audience:
    """All watchers of one show: those who are up to date, and those who need a snapshot first.

    `wire` is applied once to each frame, however many watch.
    """

    def __init__(self, rule: SlowRule, clock: Callable[[], float], wire: Wire = bytes) -> None:
        self._rule = rule
        self._clock = clock
        self._wire = wire
        self._current: dict[Subscription, None] = {}
        self._behind: dict[Subscription, None] = {}

    def __len__(self) -> int:
        return len(self._current) + len(self._behind)

    def add(self, watcher: Watcher, frames: Iterable[bytes]) -> Subscription:
        """Let a watcher in with the frames that bring it to the present; raises what its transport raises."""
        subscription = Subscription(watcher, self.remove)
        self._current[subscription] = None
        try:
            self._give(subscription, [self._wire(frame) for frame in frames])
        except BaseException:
            self.remove(subscription)
            raise
        return subscription

    def remove(self, subscription: Subscription) -> None:
        """Forget a watcher."""
        self._current.pop(subscription, None)
        self._behind.pop(subscription, None)

    def broadcast(self, frames: Sequence[bytes]) -> None:
        """Give frames to all who are up to date and keep up."""
        limit = self._rule.max_buffer
        wires = [self._wire(frame) for frame in frames]
        # With a thousand watchers each statement in here is a thousand statements.
        for subscription in tuple(self._current):
            try:
                for wire in wires:
                    if not subscription.send(wire, limit):
                        self._stalled(subscription)
                        break
            except Exception:  # noqa: BLE001 - one broken transport must not keep frames from the others
                self._lost(subscription)

    def outdate(self) -> None:
        """Mark everyone's picture as out of date: the state jumped."""
        for subscription in tuple(self._current):
            self._outdate(subscription)

    def refresh(self, snapshot_frames: Callable[[], Iterable[bytes]]) -> None:
        """Give a snapshot to those who need one and can take it."""
        wires: list[bytes] = []
        for subscription in tuple(self._behind):
            try:
                if subscription.stalled_since is None or subscription.watcher.buffered() == 0:
                    wires = wires or [self._wire(frame) for frame in snapshot_frames()]
                    subscription.needs_snapshot = False
                    subscription.stalled_since = None
                    del self._behind[subscription]
                    self._current[subscription] = None
                    self._give(subscription, wires)
            except Exception:  # noqa: BLE001 - as in `broadcast`
                self._lost(subscription)

    def close_stalled(self) -> None:
        """Close the watchers that have been behind for too long."""
        latest = self._clock() - self._rule.deadline
        for subscription in tuple(self._behind):
            if subscription.stalled_since is not None and subscription.stalled_since <= latest:
                self._close(subscription, CloseCode.TRY_AGAIN_LATER, "too slow")

    def dismiss(self, code: int, reason: str) -> None:
        """Close every watcher's connection and forget them all."""
        for subscription in (*self._current, *self._behind):
            self._close(subscription, code, reason)

    def _give(self, subscription: Subscription, wires: Iterable[bytes]) -> None:
        for wire in wires:
            if not subscription.send(wire, self._rule.max_buffer):
                self._stalled(subscription)
                break

    def _stalled(self, subscription: Subscription) -> None:
        """Note when a watcher's buffer was found too full."""
        self._outdate(subscription)
        subscription.stalled_since = self._clock()

    def _outdate(self, subscription: Subscription) -> None:
        subscription.needs_snapshot = True
        self._current.pop(subscription, None)
        self._behind[subscription] = None

    def _close(self, subscription: Subscription, code: int, reason: str) -> None:
        self.remove(subscription)
        try:
            subscription.watcher.close(code, reason)
        except Exception:  # noqa: BLE001 - as in `broadcast`
            self._lost(subscription)

    def _lost(self, subscription: Subscription) -> None:
        """Forget a watcher whose transport raises; called from the handler of what it raised."""
        _log.debug("a watcher's transport failed and it was dropped", exc_info=True)
        self.remove(subscription)
