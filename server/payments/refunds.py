"""Refunds: owed by a transaction, paid afterwards, tried again when refused, and shown when nothing helps.

pending → succeeded                      the provider gave the money back
pending → failed → … → succeeded         it refused, and was asked again later
failed → needs_attention                 it refused too often: a person decides
pending (no time set)                    a person pays it out at the counter, or the provider will say
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from server.core import outbox
from server.core.clock import now
from server.core.db import models, rows, transaction
from server.core.errors import NotFound
from server.core.jobs import Job
from server.payments.errors import RefundSettled, RefundUnderWay
from server.payments.gateways import Gateways
from server.payments.gateways.base import Attempt, RefundOrder, RefundOutcome, RefundStanding
from server.payments.ledger import post
from server.payments.models import Movement, Payment, PaymentMethod, Refund, RefundReason, RefundStatus

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 6
"""Refusals after which a person must look."""
_PAUSES = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
_LOOK_AGAIN = timedelta(minutes=30)
_SETTLING = (RefundStatus.PENDING, RefundStatus.FAILED)


async def owe(payment: Payment, amount: int, reason: RefundReason, *, movement: Movement) -> Refund | None:
    """Owe a customer money from a payment, and have it paid once this transaction has committed.

    ``movement`` says where it is owed from. Nothing to give back is no refund.
    """
    if not amount:
        return None
    refund = await Refund.create(
        booking_id=payment.booking_id, payment_id=payment.id, amount=amount, currency=payment.currency,
        reason=reason, due_at=now() + _LOOK_AGAIN,
    )  # fmt: skip
    await post(movement, amount, payment_id=payment.id, refund_id=refund.id)
    await outbox.put(Job.PAY_REFUND, refund_id=str(refund.id))
    return refund


async def pay(gateways: Gateways, refund_id: UUID) -> None:
    """Have the provider pay a refund, or ask how it stands; safe to run twice, and at the same time.

    Raises ``ProviderAway``.
    """
    refund = await Refund.filter(id=refund_id).prefetch_related("payment").first()
    if refund is None or refund.status not in _SETTLING:
        return
    await record(refund.id, await gateways.of(refund.payment.method).refund(_order(refund)))


async def look(gateways: Gateways, provider_reference: str) -> str:
    """Ask a provider how one of its refunds stands, because it said that something changed."""
    refund = await Refund.filter(provider_reference=provider_reference).prefetch_related("payment").first()
    if refund is None:
        return "no refund of ours"
    standing = await gateways.of(refund.payment.method).refund(_order(refund))
    await record(refund.id, standing)
    return f"refund {standing.outcome}"


async def record(refund_id: UUID, standing: RefundStanding) -> None:
    """Write down what a provider said of a refund, in a transaction of its own."""
    async with transaction():
        refund = await Refund.filter(id=refund_id).select_for_update().get()
        if standing.provider_reference:
            refund.provider_reference = standing.provider_reference
        if refund.status is RefundStatus.SUCCEEDED:
            await _bounced(refund, standing)
        elif refund.status is RefundStatus.NEEDS_ATTENTION:
            if standing.outcome is RefundOutcome.SUCCEEDED:
                await _succeeded(refund)
        elif standing.outcome is RefundOutcome.SUCCEEDED:
            await _succeeded(refund)
        elif standing.outcome is RefundOutcome.FAILED:
            _failed(refund, standing.reason)
        else:
            by_hand = standing.outcome is RefundOutcome.BY_HAND
            refund.due_at = None if by_hand else now() + _LOOK_AGAIN
        await refund.save()


async def paid_by_hand(refund_id: UUID) -> Refund:
    """Record that a person gave the money back. Inside a transaction.

    Raises ``NotFound``, ``RefundSettled``, and ``RefundUnderWay`` while the provider may pay it as well.
    """
    refund = await _locked(refund_id)
    if refund.status is RefundStatus.SUCCEEDED:
        raise RefundSettled
    await refund.fetch_related("payment")
    if refund.status is not RefundStatus.NEEDS_ATTENTION and not waits_at_counter(refund):
        raise RefundUnderWay
    await _succeeded(refund)
    await refund.save()
    return refund


async def retry(refund_id: UUID) -> Refund:
    """Have a refund tried again now. Inside a transaction; raises ``NotFound``, ``RefundSettled``."""
    refund = await _locked(refund_id)
    if refund.status is RefundStatus.SUCCEEDED:
        raise RefundSettled
    refund.status, refund.due_at = RefundStatus.PENDING, now() + _LOOK_AGAIN
    await refund.save()
    await outbox.put(Job.PAY_REFUND, refund_id=str(refund.id))
    return refund


async def due(limit: int) -> list[UUID]:
    """Return refunds whose time to be tried or asked about has come, longest due first."""
    found = await rows(
        "SELECT id FROM refunds WHERE status IN ('pending', 'failed') AND due_at <= now() "
        "ORDER BY due_at LIMIT $1",
        [limit],
    )
    return [refund["id"] for refund in found]


async def of_bookings(booking_ids: list[UUID]) -> dict[UUID, list[Refund]]:
    """Return the refunds of bookings, oldest first, with the payments they go back to."""
    refunds = await models(
        Refund, "SELECT * FROM refunds WHERE booking_id = ANY($1) ORDER BY created_at, id", [booking_ids]
    )
    found: dict[UUID, list[Refund]] = {}
    if refunds:
        await Refund.fetch_for_list(refunds, "payment")
    for refund in refunds:
        found.setdefault(refund.booking_id, []).append(refund)
    return found


def waits_at_counter(refund: Refund) -> bool:
    """Tell whether the customer must come and fetch the money."""
    return at_counter(refund.payment.method, refund.status)


def at_counter(method: PaymentMethod, status: RefundStatus) -> bool:
    """Tell whether a refund of money that came by this method waits for its customer at the counter."""
    return method is PaymentMethod.CASH and status is not RefundStatus.SUCCEEDED


async def _locked(refund_id: UUID) -> Refund:
    refund = await Refund.filter(id=refund_id).select_for_update().first()
    if refund is None:
        raise NotFound("There is no such refund")
    return refund


async def _succeeded(refund: Refund) -> None:
    refund.status, refund.settled_at, refund.due_at = RefundStatus.SUCCEEDED, now(), None
    refund.last_error = None
    await post(Movement.PAID_BACK, refund.amount, payment_id=refund.payment_id, refund_id=refund.id)


def _failed(refund: Refund, reason: str | None) -> None:
    refund.last_error = (reason or "The provider refused")[:500]
    refund.attempts += 1
    # The next try is a new one to the provider too.
    refund.provider_reference = None
    if refund.attempts >= MAX_ATTEMPTS:
        refund.status, refund.due_at = RefundStatus.NEEDS_ATTENTION, None
        log.error("refund_needs_attention", refund_id=str(refund.id), error=refund.last_error)
        return
    refund.status = RefundStatus.FAILED
    refund.due_at = _next_try(refund.attempts)


async def _bounced(refund: Refund, standing: RefundStanding) -> None:
    """Owe again what came back from the customer's bank after it had succeeded, for a person to see."""
    if standing.outcome is not RefundOutcome.FAILED:
        return
    await post(Movement.BOUNCED, refund.amount, payment_id=refund.payment_id, refund_id=refund.id)
    refund.status, refund.settled_at = RefundStatus.NEEDS_ATTENTION, None
    refund.attempts, refund.provider_reference = refund.attempts + 1, None
    refund.last_error = (standing.reason or "It came back from the customer's bank")[:500]
    log.error("refund_bounced", refund_id=str(refund.id), error=refund.last_error)


def _next_try(attempts: int) -> datetime:
    return now() + _PAUSES[min(attempts, len(_PAUSES)) - 1]


def _order(refund: Refund) -> RefundOrder:
    payment = refund.payment
    return RefundOrder(
        id=refund.id,
        key=f"refund:{refund.id}:{refund.attempts}",
        amount=refund.amount,
        currency=refund.currency,
        attempt=Attempt(
            id=payment.id, method=payment.method, amount=payment.amount, currency=payment.currency,
            provider_reference=payment.provider_reference, booking_reference="", until=now(),
        ),
        provider_reference=refund.provider_reference,
    )  # fmt: skip
