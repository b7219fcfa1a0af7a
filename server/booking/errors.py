"""Refusals of holds and bookings."""

from server.core.errors import DomainError


class SeatsTaken(DomainError):
    """Raised when seats belong to somebody else; ``seats`` names them, and nothing was held."""

    code = "seats_taken"
    title = "Some of these seats were just taken"


class UnknownSeats(DomainError):
    """Raised when labels are not in the show's layout, or come twice; ``seats`` names them."""

    code = "unknown_seats"
    title = "These seats do not exist in this auditorium"


class HoldGone(DomainError):
    """Raised when a hold has lapsed, was released, or never was."""

    code = "hold_gone"
    title = "This hold has ended; the seats may be free again"


class NotYourHold(DomainError):
    """Raised when a hold belongs to another shopper."""

    code = "not_your_hold"
    title = "This hold belongs to somebody else"


class HoldLimit(DomainError):
    """Raised when a hold cannot be stretched any further."""

    code = "hold_limit"
    title = "These seats cannot be held any longer"


class TooManyHolds(DomainError):
    """Raised when one shopper, one address or everybody together would hold too much of a show.

    ``retry_after`` is in seconds; ``scope`` says whose limit it is.
    """

    code = "too_many_holds"
    title = "Too many seats are on hold"


class WouldLeaveGap(DomainError):
    """Raised when a choice leaves seats alone between others; ``seats`` names them, and nothing was held."""

    code = "would_leave_gap"
    title = "This choice would leave a single seat empty"


class NotEnoughTogether(DomainError):
    """Raised when no such seats are together in that number; ``remaining`` is how many are."""

    code = "not_enough_together"
    title = "There are not that many seats together"


class HoldMismatch(DomainError):
    """Raised when a booking names other seats or another show than its hold."""

    code = "hold_mismatch"
    title = "The hold is for other seats"


class BookingExpired(DomainError):
    """Raised when a booking was not paid in time."""

    code = "booking_expired"
    title = "This booking was not paid in time and its seats were released"


class BookingSettled(DomainError):
    """Raised when a booking has left the state in which this was possible."""

    code = "booking_settled"
    title = "This booking has already been settled"


class NotCancellable(DomainError):
    """Raised when tickets cannot be given back: used, cancelled already, or the show has begun.

    ``seats`` names those that stand in the way, where it is some of them.
    """

    code = "not_cancellable"
    title = "These tickets cannot be cancelled"


class RefundChanged(DomainError):
    """Raised when what would be refunded is not what the customer agreed to; ``refund`` is what it is now."""

    code = "refund_changed"
    title = "The refund has changed since you looked"


class ShowOver(DomainError):
    """Raised when a show is to be cancelled and it is over."""

    code = "show_over"
    title = "This show is over"


class OwnBooking(DomainError):
    """Raised when somebody of the house would take or give the money for a booking of their own."""

    code = "own_booking"
    title = "This booking is your own; a colleague must do this"
