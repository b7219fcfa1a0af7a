"""What the house's people may do with customers' bookings: at their own theatres alone, never with their own.

Outside of its theatres nobody is told that a booking, a payment or a refund exists: it is not found, as for
a stranger.
"""

from uuid import UUID

from server.accounts.scope import among, served_theatres
from server.booking.errors import OwnBooking
from server.booking.models import Booking
from server.core.db import row
from server.core.errors import NotFound
from server.core.tokens import Caller
from server.payments import service as payments


async def serves(caller: Caller, show_id: int) -> bool:
    """Tell whether the caller serves customers at the theatre of a show."""
    theatres = await served_theatres(caller)
    if not theatres:  # at all of them, or at none
        return theatres is None
    found = await row("SELECT theatre_id FROM shows WHERE id = $1", [show_id])
    return found is not None and among(found["theatre_id"], theatres)


async def ensure_receives(payment_id: UUID, caller: Caller) -> None:
    """Raise ``NotFound`` unless the caller serves where a payment is for, ``OwnBooking`` for their own."""
    booking = await _booking_of(payment_id)
    if not await serves(caller, booking.show_id):
        raise _no_payment()
    ensure_anothers(booking.user_id, caller)


async def ensure_pays(payment_id: UUID, caller: Caller) -> None:
    """Raise ``NotFound`` unless a payment is the caller's to make.

    The customer pays what they booked; what was booked for nobody by name, whoever serves at its theatre.
    """
    booking = await _booking_of(payment_id)
    if booking.user_id != caller.user_id and not (
        pays(booking, caller) and await serves(caller, booking.show_id)
    ):
        raise _no_payment()


def pays(booking: Booking, caller: Caller) -> bool:
    """Tell whether somebody who may see a booking may be given what pays for it."""
    return booking.user_id in {None, caller.user_id}


def ensure_anothers(user_id: UUID | None, caller: Caller) -> None:
    """Raise ``OwnBooking`` where the house's side of a deed would be done by the customer it is for."""
    if user_id == caller.user_id:
        raise OwnBooking


async def _booking_of(payment_id: UUID) -> Booking:
    payment = await payments.get(payment_id)
    return await Booking.get(id=payment.booking_id)


def _no_payment() -> NotFound:
    return NotFound("There is no such payment")
