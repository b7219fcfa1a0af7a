"""The nouns of the seat engine: the state of a seat, a hold, a hold to load, a snapshot."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, unique
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@unique
class SeatState(IntEnum):
    """What everyone may see of a seat; also its character in a snapshot."""

    FREE = 0
    HELD = 1
    SOLD = 2
    BLOCKED = 3


class Hold(NamedTuple):
    """Seats of one show, kept for one holder until a deadline.

    A tuple with plain numbers, because one is made for every hold that is taken: a frozen dataclass takes
    three times as long, and many who hold never look at the times.
    """

    id: str
    show_id: int
    seats: tuple[int, ...]
    """Seat indices, ascending."""
    holder: str
    deadline_ms: int
    created_ms: int
    note: bytes
    """The caller's own, kept with the hold and never read here."""
    booked_ms: int | None = None
    """When a booking was last begun on it; None as long as it is its holder's."""

    @property
    def deadline(self) -> datetime:
        """The first moment (UTC, aware, to the millisecond) at which the hold no longer lives."""
        return from_millis(self.deadline_ms)

    @property
    def created(self) -> datetime:
        """When it was taken, as the deadline."""
        return from_millis(self.created_ms)


@dataclass(frozen=True, slots=True)
class PendingHold:
    """A hold to load when a show is opened: seats that the caller knows are promised and not yet sold."""

    id: str
    holder: str
    seats: tuple[int, ...]
    deadline: datetime
    note: bytes = b""
    address: str = ""
    """The name of where it was taken from, whose limits count it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A show's whole state at one moment.

    The epoch names one life of the state: after Redis lost it and the show was opened again, versions start
    over, and a reader that compared versions alone would take 7 of the new life for an old change. Equal
    epoch and equal version mean equal state, but for holds that lapsed and were not swept yet.
    """

    epoch: str
    version: int
    states: str
    """One character per seat, '0' to '3', as in SeatState."""
    prices: bytes = b""
    """The last price notice of this life in wire form, empty if there was none."""


@dataclass(frozen=True, slots=True)
class ShowState:
    """A show's states and its live holds at one moment."""

    epoch: str
    states: str
    """As in Snapshot."""
    holds: tuple[Hold, ...]


def to_millis(moment: datetime) -> int:
    """Return milliseconds since 1970 (rounded down) for an aware moment; a naive one is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // MILLISECOND


def from_millis(millis: int) -> datetime:
    """Return the aware UTC moment for milliseconds since 1970."""
    return datetime.fromtimestamp(millis / 1000, UTC)
