"""How a booking comes to its end: paid, declined, expired, cancelled.

Each function runs inside one transaction, takes the booking's row lock first, and writes the outbox
rows that the new state justifies. Lock order in the whole house: booking, then payment.
"""

from datetime import datetime
from uuid import UUID

from server.booking import states
from server.booking.errors import BookingExpired, CancellationNotOffered
from server.booking.models import Booking, BookingStatus, Ticket, TicketStatus
from server.core import outbox
from server.core.errors import NotAllowed, NotFound
from server.core.jobs import Job
from server.core.money import Money
from server.core.tokens import Caller
from server.payments import service as payments
from server.payments.models import Payment, PaymentMethod, PaymentStatus


async def lock(booking_id: UUID) -> Booking:
    """Return a booking with its row locked; raises ``NotFound``."""
    booking = await Booking.filter(id=booking_id).select_for_update().first()
    if booking is None:
        raise NotFound("There is no such booking")
    return booking


async def approve(payment_id: UUID, *, caller: Caller | None, at: datetime) -> Payment:
    """Record that an attempt was paid and confirm its booking; doing it again changes nothing.

    Raises ``NotFound``, ``NotAllowed`` (cash is taken by staff), ``BookingExpired``, ``BookingSettled``,
    ``PaymentSettled``.
    """
    booking, payment = await _locked(payment_id, caller)
    if payment.status is PaymentStatus.SUCCEEDED:
        return payment
    _ensure_in_time(booking, at)
    states.ensure(booking.status, BookingStatus.CONFIRMED)
    await payments.settle(payment, PaymentStatus.SUCCEEDED)
    booking.status = BookingStatus.CONFIRMED
    booking.confirmed_at = at
    booking.expires_at = None
    await booking.save(update_fields=["status", "confirmed_at", "expires_at"])
    await Ticket.filter(booking=booking, status=TicketStatus.RESERVED).update(status=TicketStatus.VALID)
    await outbox.put(Job.SETTLE_SEATS, booking_id=str(booking.id))
    await outbox.put(Job.SEND_CONFIRMATION, booking_id=str(booking.id))
    return payment


async def decline(payment_id: UUID, *, caller: Caller | None, at: datetime) -> Payment:
    """Record that an attempt was refused. The booking goes on waiting until its deadline."""
    booking, payment = await _locked(payment_id, caller)
    if payment.status is PaymentStatus.DECLINED:
        return payment
    _ensure_in_time(booking, at)
    await payments.settle(payment, PaymentStatus.DECLINED)
    return payment


async def pay_again(booking: Booking, method: PaymentMethod, *, expires_at: datetime, at: datetime) -> None:
    """Open another attempt on a locked booking; an attempt still open is called off."""
    _ensure_in_time(booking, at)
    states.ensure(booking.status, BookingStatus.CONFIRMED)
    booking.expires_at = expires_at
    await booking.save(update_fields=["expires_at"])
    await payments.open_attempt(booking.id, Money(booking.total, booking.currency), method)


async def cancel_pending(booking: Booking, *, at: datetime) -> None:
    """Give up a locked booking before it is paid; its seats are free at once."""
    if booking.status is BookingStatus.CANCELLED:
        return
    if booking.status is BookingStatus.CONFIRMED:
        raise CancellationNotOffered
    states.ensure(booking.status, BookingStatus.CANCELLED)
    await _close(booking, BookingStatus.CANCELLED, PaymentStatus.CANCELLED, at)


async def expire(booking_id: UUID, *, at: datetime) -> bool:
    """Expire a booking that was not paid in time; False when it need not or was already."""
    return await expire_locked(await lock(booking_id), at=at)


async def expire_locked(booking: Booking, *, at: datetime) -> bool:
    """Do the same for a booking whose row is locked."""
    if booking.status is not BookingStatus.PENDING or booking.expires_at is None or booking.expires_at > at:
        return False
    await _close(booking, BookingStatus.EXPIRED, PaymentStatus.EXPIRED, at)
    return True


async def _close(
    booking: Booking, status: BookingStatus, payment_status: PaymentStatus, at: datetime
) -> None:
    booking.status = status
    booking.closed_at = at
    await booking.save(update_fields=["status", "closed_at"])
    await Ticket.filter(booking=booking, status=TicketStatus.RESERVED).update(status=TicketStatus.RELEASED)
    await payments.close_open_attempt(booking.id, payment_status)
    await outbox.put(Job.SETTLE_SEATS, booking_id=str(booking.id))


async def _locked(payment_id: UUID, caller: Caller | None) -> tuple[Booking, Payment]:
    booking = await lock(await payments.booking_of(payment_id))
    payment = await payments.get_locked(payment_id)
    if payment.method is PaymentMethod.CASH and not (caller and caller.is_staff):
        raise NotAllowed("Cash is taken at the counter, by staff")
    return booking, payment


def _ensure_in_time(booking: Booking, at: datetime) -> None:
    if booking.status is BookingStatus.EXPIRED or (booking.expires_at and booking.expires_at <= at):
        raise BookingExpired
