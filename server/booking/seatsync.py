"""Telling the seat engine what PostgreSQL decided. Safe to run any number of times, in any order."""

from uuid import UUID

import structlog

from seat_engine import SeatEngine
from seat_engine.errors import HoldExpired, NotHolder, NotOpen
from server.booking.models import BookingStatus
from server.booking.service import seats_of_booking

log = structlog.get_logger(__name__)


async def settle_seats(engine: SeatEngine, booking_id: UUID) -> None:
    """Mark a booking's seats sold once it is confirmed; let its hold go once it has ended unpaid.

    The state is read anew, so a late or repeated call does what is true now. A show that is not open
    needs nothing: it is opened from PostgreSQL when somebody asks for it.
    """
    booking = await seats_of_booking(booking_id)
    if booking is None or booking.status is BookingStatus.PENDING:
        return
    try:
        if booking.status is BookingStatus.CONFIRMED:
            await engine.commit(booking.show_id, booking.hold_id, booking.seats)
        else:
            # Only what this booking's own hold still keeps: the seats may be another's by now.
            hold = await engine.get_hold(booking.show_id, booking.hold_id)
            await engine.release(booking.show_id, booking.hold_id, holder=hold.holder)
    except (NotOpen, HoldExpired, NotHolder) as error:
        log.info("seats_already_settled", booking_id=str(booking_id), reason=type(error).__name__)
