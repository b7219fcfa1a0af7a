"""Those who watch one show in this process, and what happens to the slow ones among them.

A watcher whose transport holds too many unsent bytes gets nothing more until all of them are gone, and then
one snapshot: what it missed in between was going to be overwritten anyway. One that stays behind too long is
closed. So a slow client costs a bounded amount of memory, and none of the others waits for it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

TRY_AGAIN_LATER = 1013
"""WebSocket close code for a client that could not keep up; it may connect again."""

_log = logging.getLogger(__name__)


class Watcher(Protocol):
    """One client's connection, as the live protocol needs it; the web framework provides it."""

    def send(self, frame: bytes) -> None:
        """Write one complete text message (UTF-8 JSON), without waiting. Its bytes are shared by all."""

    def buffered(self) -> int:
        """Return how many bytes wait in the transport's write buffer."""

    def close(self, code: int, reason: str) -> None:
        """Begin to close the connection, without waiting."""


class Subscription:
    """One watcher's place in the audience of a show."""

    def __init__(self, watcher: Watcher, leave: Callable[["Subscription"], None]) -> None:
        self.watcher = watcher
        """The connection served."""
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
    """All watchers of one show."""

    def __init__(self, rule: SlowRule, clock: Callable[[], float]) -> None:
        self._rule = rule
        self._clock = clock
        self._all: dict[Subscription, None] = {}
        self._behind: dict[Subscription, None] = {}

    def __len__(self) -> int:
        return len(self._all)

    def add(self, watcher: Watcher, frames: Iterable[bytes]) -> Subscription:
        """Let a watcher in with the frames that bring it to the present; raises what its transport raises."""
        for frame in frames:
            watcher.send(frame)
        subscription = Subscription(watcher, self.remove)
        self._all[subscription] = None
        return subscription

    def remove(self, subscription: Subscription) -> None:
        """Forget a watcher."""
        self._all.pop(subscription, None)
        self._behind.pop(subscription, None)

    def broadcast(self, frames: Sequence[bytes]) -> None:
        """Give frames to all who are up to date and keep up."""
        for subscription in list(self._all):
            try:
                if not subscription.needs_snapshot and not self._stalls(subscription):
                    for frame in frames:
                        subscription.watcher.send(frame)
            except Exception:  # noqa: BLE001 - one broken transport must not keep frames from the others
                self._lost(subscription)

    def outdate(self) -> None:
        """Mark everyone's picture as out of date: the state jumped."""
        for subscription in self._all:
            self._outdate(subscription)

    def refresh(self, snapshot_frames: Callable[[], Iterable[bytes]]) -> None:
        """Give a snapshot to those who need one and can take it."""
        for subscription in list(self._behind):
            try:
                if self._ready(subscription):
                    del self._behind[subscription]
                    subscription.needs_snapshot = False
                    subscription.stalled_since = None
                    for frame in snapshot_frames():
                        subscription.watcher.send(frame)
            except Exception:  # noqa: BLE001 - as in `broadcast`
                self._lost(subscription)

    def close_stalled(self) -> None:
        """Close the watchers that have been behind for too long."""
        latest = self._clock() - self._rule.deadline
        for subscription in list(self._behind):
            if subscription.stalled_since is not None and subscription.stalled_since <= latest:
                self.remove(subscription)
                try:
                    subscription.watcher.close(TRY_AGAIN_LATER, "too slow")
                except Exception:  # noqa: BLE001 - as in `broadcast`
                    self._lost(subscription)

    def _ready(self, subscription: Subscription) -> bool:
        """Say whether a watcher can take a snapshot: fully drained if it had stalled."""
        if subscription.stalled_since is not None:
            return subscription.watcher.buffered() == 0
        return not self._stalls(subscription)

    def _stalls(self, subscription: Subscription) -> bool:
        """Check a watcher's buffer; note the time when it has become too full."""
        if subscription.watcher.buffered() <= self._rule.max_buffer:
            return False
        self._outdate(subscription)
        subscription.stalled_since = self._clock()
        return True

    def _outdate(self, subscription: Subscription) -> None:
        subscription.needs_snapshot = True
        self._behind[subscription] = None

    def _lost(self, subscription: Subscription) -> None:
        """Forget a watcher whose transport raises; called from the handler of what it raised."""
        _log.debug("a watcher's transport failed and it was dropped", exc_info=True)
        self.remove(subscription)
