"""The states of a booking, as one table: which may follow which."""

from server.booking.errors import BookingExpired, BookingSettled
from server.booking.models import BookingStatus

MOVES: dict[BookingStatus, frozenset[BookingStatus]] = {
    BookingStatus.PENDING: frozenset(
        {
            BookingStatus.CONFIRMED,
            BookingStatus.FAILED,
            BookingStatus.EXPIRED,
            BookingStatus.CANCELLED,
        }
    ),
    BookingStatus.CONFIRMED: frozenset({BookingStatus.CANCELLED}),
    BookingStatus.FAILED: frozenset(),
    BookingStatus.EXPIRED: frozenset(),
    BookingStatus.CANCELLED: frozenset(),
}


def ensure(current: BookingStatus, target: BookingStatus) -> None:
    """Raise unless a booking may move from one state to the other."""
    if target in MOVES[current]:
        return
    raise BookingExpired if current is BookingStatus.EXPIRED else BookingSettled
