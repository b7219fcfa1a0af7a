"""The refusals of the seat engine, each a type of its own, and the one table from code to type."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from seat_engine.codes import Code


class SeatEngineError(Exception):
    """Any refusal or failure of the seat engine."""


class NotOpen(SeatEngineError):
    """The show has no live state: never opened, closed, or lost with Redis. Open it and try again."""


class AlreadyOpen(SeatEngineError):
    """The show has live state, so it was not loaded again. `SeatEngine.open` answers False in its place."""


class SeatsTaken(SeatEngineError):
    """Some of the seats are held, sold or blocked; nothing was changed."""

    def __init__(self, seats: Iterable[int]) -> None:
        self.seats = tuple(seats)
        """The seats that stood in the way, in the order asked for."""
        super().__init__(f"seats taken: {', '.join(map(str, self.seats))}")


class UnknownSeat(SeatEngineError):
    """Some seat numbers do not exist in the show; nothing was changed."""

    def __init__(self, seats: Iterable[int]) -> None:
        self.seats = tuple(seats)
        """The numbers outside 0 … seat_count - 1."""
        super().__init__(f"no such seats: {', '.join(map(str, self.seats))}")


class NotHolder(SeatEngineError):
    """The hold lives and belongs to someone else."""


class HoldExpired(SeatEngineError):
    """The hold is past its deadline, released, sold or was never made; the engine does not know which."""


class HoldMismatch(SeatEngineError):
    """A live hold has this id and other seats: a request id was used again for a different request."""


class LimitReached(SeatEngineError):
    """The hold has reached the lifetime it was given when it was made and cannot be extended further."""


class EngineUnavailable(SeatEngineError):
    """Redis is away, silent, or cannot take writes now. Whether the verb took effect is not known."""


REFUSALS: Mapping[Code, type[SeatEngineError]] = MappingProxyType(
    {
        Code.NOT_OPEN: NotOpen,
        Code.ALREADY_OPEN: AlreadyOpen,
        Code.NOT_HOLDER: NotHolder,
        Code.HOLD_EXPIRED: HoldExpired,
        Code.HOLD_MISMATCH: HoldMismatch,
        Code.LIMIT_REACHED: LimitReached,
    }
)
"""Codes whose refusal carries nothing but its name."""

SEAT_REFUSALS: Mapping[Code, type[SeatsTaken] | type[UnknownSeat]] = MappingProxyType(
    {Code.SEATS_TAKEN: SeatsTaken, Code.UNKNOWN_SEAT: UnknownSeat}
)
"""Codes whose refusal names the seats in the way."""


def refusal(code: Code, details: Iterable[bytes]) -> SeatEngineError:
    """Return the error for an answer other than OK; `details` are the seats that some refusals name."""
    if code in SEAT_REFUSALS:
        return SEAT_REFUSALS[code](int(seat) for seat in details)
    return REFUSALS[code](code.name.replace("_", " ").lower())
