"""One show's state in this process: what Redis published, applied in order. Does no input or output."""

from collections import deque
from enum import Enum, auto
from itertools import dropwhile

from seat_engine.model import Snapshot
from seat_engine.protocol import Kind, Message, change_frames, ping_frame, snapshot_frame

RING = 1024
"""How many recent changes a mirror keeps for clients that come back."""


class Applied(Enum):
    """What became of a message."""

    NEXT = auto()
    """It was the next change and is part of the state now."""
    OLD = auto()
    """The state had it already."""
    GAP = auto()
    """Something is missing before it, or it is of another life: load a snapshot."""


class Mirror:
    """A copy of one show's state that knows when it has missed something.

    A change is applied only if it is the very next one of the same epoch. Frames leave by `drain`, which
    gathers what was applied since the last time, so the versions that clients see follow one another as well.
    """

    def __init__(self, *, ring: int = RING) -> None:
        self._epoch: str | None = None
        self._version = 0
        self._states = bytearray()
        self._prices = b""
        self._ring: deque[Message] = deque(maxlen=ring)
        self._waiting: list[Message] = []
        self._snapshot_frame: bytes | None = None
        self._catch_ups: dict[int, tuple[bytes, ...]] = {}

    @property
    def loaded(self) -> bool:
        """True when there is a state to show."""
        return self._epoch is not None

    @property
    def waiting(self) -> bool:
        """True when changes were applied that `drain` has not returned yet."""
        return bool(self._waiting)

    @property
    def snapshot(self) -> Snapshot:
        """The state held now. Raises LookupError before the first load."""
        if self._epoch is None:
            raise LookupError("the mirror has no state yet")
        return Snapshot(self._epoch, self._version, self._states.decode(), self._prices)

    def load(self, snapshot: Snapshot) -> bool:
        """Take over a snapshot; True if the state jumped, so that clients need a snapshot too.

        Apply nothing between asking for the snapshot and loading it. Then one that is older than the state
        means that Redis itself went back (restarted from an older copy), and is taken as well.
        """
        if self.loaded and snapshot == self.snapshot:
            return False
        self._epoch = snapshot.epoch
        self._version = snapshot.version
        self._states = bytearray(snapshot.states, "ascii")
        self._prices = snapshot.prices
        self._ring.clear()
        self._waiting.clear()
        self._changed()
        return True

    def unload(self) -> None:
        """Forget the state: the show is over."""
        self._epoch = None
        self._ring.clear()
        self._waiting.clear()
        self._changed()

    def apply(self, message: Message) -> Applied:
        """Take one published change into the state, if it is the next one."""
        if message.epoch != self._epoch or message.first > self._version + 1:
            return Applied.GAP
        if message.last <= self._version:
            return Applied.OLD
        for seat, state in message.seats:
            self._states[seat] = ord("0") + state
        if message.kind is Kind.PRICE:
            self._prices = message.body
        self._version = message.last
        self._ring.append(message)
        self._waiting.append(message)
        self._changed()
        return Applied.NEXT

    def drain(self) -> list[bytes]:
        """Return the frames for all changes since the last call, coalesced."""
        frames = change_frames(self._waiting)
        self._waiting.clear()
        return frames

    def snapshot_frames(self) -> tuple[bytes]:
        """Return what a client that has nothing needs: one frame, made once per version and shared by all."""
        if self._snapshot_frame is None:
            self._snapshot_frame = snapshot_frame(self.snapshot)
        return (self._snapshot_frame,)

    def catch_up(self, epoch: str, version: int) -> tuple[bytes, ...] | None:
        """Return what a client at this position has missed, or None if the ring does not reach back.

        A client that has missed nothing gets a ping, so that it knows.
        """
        if epoch != self._epoch or version > self._version:
            return None
        if version == self._version:
            return (ping_frame(version),)
        if not self._ring or self._ring[0].first > version + 1:
            return None
        if version not in self._catch_ups:
            missed = dropwhile(lambda message: message.last <= version, self._ring)
            self._catch_ups[version] = tuple(change_frames(missed))
        return self._catch_ups[version]

    def _changed(self) -> None:
        self._snapshot_frame = None
        self._catch_ups.clear()
