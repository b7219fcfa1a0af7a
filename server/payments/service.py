"""Attempts to pay, as rows. Everything that writes runs inside the booking's transaction, under its lock."""

from datetime import datetime, timedelta
from uuid import UUID

from server.core import outbox
from server.core.clock import now
from server.core.db import models, row, rows
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.jobs import Job
from server.core.money import Money
from server.payments.models import Payment, PaymentMethod, PaymentStatus

FIRST_CHECK = timedelta(seconds=30)
"""A provider that has sent no event by then is asked."""
_TELLS_BY_EVENT = frozenset({PaymentMethod.STRIPE})
_TAKES_MONEY_ALONE = frozenset({PaymentMethod.STRIPE, PaymentMethod.MOCK_UPI, PaymentMethod.MOCK_CARD})

_OPEN = """
    INSERT INTO payments (id, booking_id, method, status, amount, currency, created_at, next_check_at)
    VALUES ($1, $2, $3, 'requires_action', $4, $5, now(), $6)
"""


async def open_attempt(booking_id: UUID, total: Money, method: PaymentMethod, *, first: bool = False) -> UUID:
    """Begin an attempt and return its id; one still open is called off first, so that only one is asked for.

    ``first``: the booking is new and has none.
    """
    if not first:
        await close_open_attempts(booking_id, PaymentStatus.CANCELLED)
    payment_id = new_id()
    check_at = now() + FIRST_CHECK if method in _TELLS_BY_EVENT else None
    await rows(_OPEN, [payment_id, booking_id, str(method), total.amount, total.currency, check_at])
    return payment_id


async def close_open_attempts(booking_id: UUID, status: PaymentStatus, *, but: UUID | None = None) -> None:
    """End a booking's open attempt; where its provider might still take money, have it called off there."""
    closed = await rows(
        "UPDATE payments SET status = $2, settled_at = now(), next_check_at = NULL "
        "WHERE booking_id = $1 AND status = 'requires_action' AND id IS DISTINCT FROM $3 "
        "RETURNING id, method",
        [booking_id, str(status), but],
    )
    await outbox.put_all(
        (Job.CALL_OFF_PAYMENT, {"payment_id": str(attempt["id"])})
        for attempt in closed
        if attempt["method"] in _TAKES_MONEY_ALONE
    )


async def get(payment_id: UUID) -> Payment:
    """Return an attempt; raises ``NotFound``."""
    found = await models(Payment, "SELECT * FROM payments WHERE id = $1", [payment_id])
    if not found:
        raise NotFound("There is no such payment")
    return found[0]


async def settle(payment: Payment, status: PaymentStatus, *, at: datetime, reason: str | None = None) -> None:
    """Bring a locked attempt to its outcome; the database refuses one that cannot follow."""
    payment.status, payment.settled_at, payment.decline_reason = status, at, reason
    payment.next_check_at = None
    await rows(
        "UPDATE payments SET status = $2, settled_at = $3, decline_reason = $4, next_check_at = NULL "
        "WHERE id = $1",
        [payment.id, str(status), at, reason],
    )


async def note_reason(payment: Payment, reason: str | None) -> None:
    """Write down why the provider's last try failed, while the attempt goes on."""
    if reason != payment.decline_reason:
        payment.decline_reason = reason
        await rows("UPDATE payments SET decline_reason = $2 WHERE id = $1", [payment.id, reason])


async def name_reference(payment_id: UUID, reference: str) -> None:
    """Write down the provider's name for an attempt.

    An attempt that the house has ended meanwhile is called off under its new name.
    """
    found = await row(
        "UPDATE payments SET provider_reference = $2 WHERE id = $1 RETURNING status", [payment_id, reference]
    )
    if found and found["status"] != PaymentStatus.REQUIRES_ACTION:
        await outbox.put(Job.CALL_OFF_PAYMENT, payment_id=str(payment_id))


async def by_reference(method: PaymentMethod, reference: str) -> UUID | None:
    """Return the attempt a provider knows by this name, or None."""
    found = await row(
        "SELECT id FROM payments WHERE method = $1 AND provider_reference = $2", [str(method), reference]
    )
    return found["id"] if found else None


async def succeeded(booking_id: UUID) -> Payment | None:
    """Return the attempt that paid for a booking, or None."""
    return await Payment.filter(booking_id=booking_id, status=PaymentStatus.SUCCEEDED).first()


async def latest(booking_ids: list[UUID]) -> dict[UUID, Payment]:
    """Return the attempt each booking stands or falls with: the one that paid, else the newest."""
    found = await models(
        Payment, "SELECT * FROM payments WHERE booking_id = ANY($1) ORDER BY created_at, id", [booking_ids]
    )
    chosen = {payment.booking_id: payment for payment in found}
    return chosen | {p.booking_id: p for p in found if p.status is PaymentStatus.SUCCEEDED}
