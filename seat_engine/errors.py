"""The refusals of the seat engine, each a type of its own, and the one table from code to type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
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
    """The hold is past its deadline, released, sold or was never made; the engine does not know which.

    Said of a request to hold, too, when a hold with this id has ended lately: it came too late.
    """


class HoldBooked(SeatEngineError):
    """A booking stands on the hold, or is being made on it: its seats are the booking's, not the holder's."""


class HoldMismatch(SeatEngineError):
    """A live hold has this id and other seats: a request id was used again for a different request."""


class WouldLeaveGap(SeatEngineError):
    """The choice would leave seats alone between others, which it could avoid; nothing was changed."""

    def __init__(self, seats: Iterable[int]) -> None:
        self.seats = tuple(seats)
        """The seats that would be left alone."""
        super().__init__(f"seats left alone: {', '.join(map(str, self.seats))}")


class NotEnoughTogether(SeatEngineError):
    """No seats of the kind asked for are together in that number; nothing was changed."""

    def __init__(self, free: int) -> None:
        self.free = free
        """How many of them can sit together."""
        super().__init__(f"at most {free} seats together")


class NoneFound(SeatEngineError):
    """The states left no choice. `SeatEngine.best` raises NotEnoughTogether in its place."""

    def __init__(self, states: bytes) -> None:
        self.states = states
        """What was seen, one character per seat, as in SeatState."""
        super().__init__("no choice")


class NotFree(SeatEngineError):
    """Some of the seats asked for are not free. `SeatEngine.hold` raises what that means in its place."""

    def __init__(self, states: bytes) -> None:
        self.states = states
        """What was seen of the seats asked for, one character per seat; too few if some do not exist."""
        super().__init__("not free")


class LimitReached(SeatEngineError):
    """A limit does not allow it; nothing was changed."""

    def __init__(self, scope: str, retry_after: timedelta | None = None) -> None:
        self.scope = scope
        """Which limit: `holder`, `address` or `show` (seats held at once), `holder_quota` or `address_quota`
        (seats taken in a while), `holder_places` or `address_places` (wheelchair places held at once), `life`
        (a hold cannot be extended beyond the lifetime it was given)."""
        self.retry_after = retry_after
        """When the same request could succeed: when the next hold lapses, or the quota has room. None where
        that is not known, or never."""
        super().__init__(f"limit reached: {scope}")


class EngineUnavailable(SeatEngineError):
    """Redis is away, silent, or cannot take writes now. Whether the verb took effect is not known."""


REFUSALS: Mapping[Code, type[SeatEngineError]] = MappingProxyType(
    {
        Code.NOT_OPEN: NotOpen,
        Code.ALREADY_OPEN: AlreadyOpen,
        Code.NOT_HOLDER: NotHolder,
        Code.HOLD_EXPIRED: HoldExpired,
        Code.HOLD_MISMATCH: HoldMismatch,
        Code.HOLD_BOOKED: HoldBooked,
    }
)
"""Codes whose refusal carries nothing but its name."""

SEAT_REFUSALS: Mapping[Code, type[SeatsTaken | UnknownSeat | WouldLeaveGap]] = MappingProxyType(
    {
        Code.SEATS_TAKEN: SeatsTaken,
        Code.UNKNOWN_SEAT: UnknownSeat,
        Code.WOULD_LEAVE_GAP: WouldLeaveGap,
    }
)
"""Codes whose refusal names the seats in the way."""


def _limit(details: Sequence[bytes]) -> LimitReached:
    scope, *wait = details
    return LimitReached(scope.decode(), timedelta(milliseconds=int(wait[0])) if wait and wait[0] else None)


def _none_found(details: Sequence[bytes]) -> NoneFound:
    return NoneFound(details[0])


def _not_free(details: Sequence[bytes]) -> NotFree:
    return NotFree(b"".join(details))


OTHER_REFUSALS: Mapping[Code, Callable[[Sequence[bytes]], SeatEngineError]] = MappingProxyType(
    {Code.LIMIT_REACHED: _limit, Code.NOT_ENOUGH_TOGETHER: _none_found, Code.NOT_FREE: _not_free}
)
"""Codes whose refusal carries something of its own."""


def refusal(code: Code, details: Sequence[bytes]) -> SeatEngineError:
    """Return the error for an answer other than OK; `details` are what follows the code."""
    if code in SEAT_REFUSALS:
        return SEAT_REFUSALS[code](int(seat) for seat in details)
    if code in OTHER_REFUSALS:
        return OTHER_REFUSALS[code](details)
    return REFUSALS[code](code.name.replace("_", " ").lower())
