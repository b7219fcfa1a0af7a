"""The states of a booking, as one table: what may happen where, and what it does.

Every move is made by ``transition``, inside one transaction and under the booking's row lock: the new state,
its tickets, and the jobs that follow leave together or not at all. PostgreSQL refuses a move that is not in
the table as well (a trigger in the migrations, which a test holds equal to it).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.booking.errors import BookingExpired, BookingSettled
from server.booking.models import Booking, BookingStatus, TicketStatus
from server.core import outbox
from server.core.db import rows
from server.core.jobs import Job


class Event(StrEnum):
    """What happens to a booking."""

    PAID = "paid"
    """The money came while the booking waited."""
    PAID_LATE = "paid_late"
    """The money came after the booking had ended unpaid, and its seats were still free."""
    PAYMENT_FAILED = "payment_failed"
    """Its time ran out and the last word of the bank was no."""
    DEADLINE = "deadline"
    """Its time ran out and nobody had paid."""
    GIVEN_UP = "given_up"
    """The customer gave it back before paying."""
    TICKETS_CANCELLED = "tickets_cancelled"
    """The last of its tickets was cancelled."""
    SHOW_CANCELLED = "show_cancelled"
    """The house cancelled the show."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    event: Event
    source: BookingStatus
    target: BookingStatus
    tickets_from: tuple[TicketStatus, ...]
    tickets_to: TicketStatus
    jobs: tuple[Job, ...]
    """Put in the outbox for the booking."""


_B, _T = BookingStatus, TicketStatus
_SEATS, _TELL = (Job.SETTLE_SEATS,), (Job.SETTLE_SEATS, Job.SEND_CONFIRMATION)
_ISSUED = (_T.VALID, _T.USED)

MOVES: tuple[Move, ...] = (
    # event                  from          to            its tickets: from → to          jobs
    Move(Event.PAID, _B.PENDING, _B.CONFIRMED, (_T.RESERVED,), _T.VALID, _TELL),
    Move(Event.PAYMENT_FAILED, _B.PENDING, _B.FAILED, (_T.RESERVED,), _T.RELEASED, _SEATS),
    Move(Event.DEADLINE, _B.PENDING, _B.EXPIRED, (_T.RESERVED,), _T.RELEASED, _SEATS),
    Move(Event.GIVEN_UP, _B.PENDING, _B.CANCELLED, (_T.RESERVED,), _T.RELEASED, _SEATS),
    Move(Event.SHOW_CANCELLED, _B.PENDING, _B.CANCELLED, (_T.RESERVED,), _T.RELEASED, ()),
    Move(Event.PAID_LATE, _B.EXPIRED, _B.CONFIRMED, (_T.RELEASED,), _T.VALID, _TELL),
    Move(Event.PAID_LATE, _B.FAILED, _B.CONFIRMED, (_T.RELEASED,), _T.VALID, _TELL),
    Move(Event.TICKETS_CANCELLED, _B.CONFIRMED, _B.CANCELLED, _ISSUED, _T.CANCELLED, ()),
    Move(Event.SHOW_CANCELLED, _B.CONFIRMED, _B.CANCELLED, _ISSUED, _T.CANCELLED, ()),
)
_TABLE = {(move.source, move.event): move for move in MOVES}


def move_of(current: BookingStatus, event: Event) -> Move:
    """Return the move an event makes; raises ``BookingExpired`` or ``BookingSettled`` where it makes none."""
    move = _TABLE.get((current, event))
    if move is not None:
        return move
    raise BookingExpired if current in {_B.EXPIRED, _B.FAILED} else BookingSettled


_UPDATE = """
    WITH moved AS (
        UPDATE bookings SET status = $2::text,
            confirmed_at = CASE WHEN $2::text = 'confirmed' THEN $3::timestamptz ELSE confirmed_at END,
            placed_from = NULL,
            expires_at = CASE WHEN $2::text = 'confirmed' THEN NULL ELSE expires_at END,
            closed_at = CASE WHEN $2::text = 'confirmed' THEN NULL ELSE $3::timestamptz END,
            closed_by = CASE WHEN $2::text = 'confirmed' THEN NULL ELSE $4::text END
        WHERE id = $1 AND status = $5::text
        RETURNING id
    )
    UPDATE tickets SET status = $6::text,
        cancelled_at = CASE WHEN $6::text = 'cancelled' THEN $3::timestamptz ELSE cancelled_at END
    FROM moved WHERE booking_id = moved.id AND tickets.status = ANY($7::text[])
    RETURNING tickets.id
"""


async def transition(booking: Booking, event: Event, *, at: datetime) -> None:
    """Make the move an event makes on a locked booking, with its tickets and its jobs.

    Raises ``BookingExpired`` or ``BookingSettled`` where the event makes no move, and the database's unique
    violation of ``tickets_live_seat`` where a late payment's seats are somebody else's by now.
    """
    move = move_of(booking.status, event)
    await rows(
        _UPDATE,
        [
            booking.id, str(move.target), at, str(event), str(move.source),
            str(move.tickets_to), [str(status) for status in move.tickets_from],
        ],
    )  # fmt: skip
    booking.status = move.target
    if move.target is BookingStatus.CONFIRMED:
        booking.confirmed_at, booking.expires_at = at, None
        booking.closed_at = booking.closed_by = None
    else:
        booking.closed_at, booking.closed_by = at, str(event)
    await outbox.put_all((job, {"booking_id": str(booking.id)}) for job in move.jobs)
