"""Payment attempts of a booking. Everything here runs inside the booking's transaction."""

from uuid import UUID

from server.core.clock import now
from server.core.errors import NotFound
from server.core.money import Money
from server.payments.errors import PaymentSettled
from server.payments.models import Payment, PaymentMethod, PaymentStatus


async def open_attempt(booking_id: UUID, total: Money, method: PaymentMethod) -> Payment:
    """Begin an attempt; an attempt still open is called off first, so that only one can succeed."""
    await close_open_attempt(booking_id, PaymentStatus.CANCELLED)
    return await Payment.create(
        booking_id=booking_id, method=method, amount=total.amount, currency=total.currency
    )


async def close_open_attempt(booking_id: UUID, status: PaymentStatus) -> None:
    """End the open attempt of a booking, if there is one, because the booking itself ended."""
    await Payment.filter(booking_id=booking_id, status=PaymentStatus.REQUIRES_ACTION).update(
        status=status, settled_at=now()
    )


async def booking_of(payment_id: UUID) -> UUID:
    """Return the booking an attempt is for; raises ``NotFound``. Read it before locking the booking."""
    payment = await Payment.filter(id=payment_id).first()
    if payment is None:
        raise NotFound("There is no such payment")
    return payment.booking_id


async def get_locked(payment_id: UUID) -> Payment:
    """Return an attempt with its row locked. Lock the booking first: that is the house's lock order."""
    return await Payment.filter(id=payment_id).select_for_update().get()


async def settle(payment: Payment, outcome: PaymentStatus) -> bool:
    """Bring an open attempt to its outcome. False when it already has it; ``PaymentSettled`` for another."""
    if payment.status is outcome:
        return False
    if payment.status is not PaymentStatus.REQUIRES_ACTION:
        raise PaymentSettled
    payment.status = outcome
    payment.settled_at = now()
    await payment.save(update_fields=["status", "settled_at"])
    return True


async def latest(booking_ids: list[UUID]) -> dict[UUID, Payment]:
    """Return the newest attempt of each booking."""
    found = await Payment.filter(booking_id__in=booking_ids).order_by("created_at", "id")
    return {payment.booking_id: payment for payment in found}
