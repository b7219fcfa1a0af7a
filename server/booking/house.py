"""Refunds as the house's people see them."""

from uuid import UUID

from tortoise.expressions import Q

from server.booking.schemas import HouseRefundOut, RefundQuery
from server.core import cursor as cursors
from server.core.errors import NotFound
from server.core.wire import MoneyOut
from server.payments import refunds
from server.payments.models import Refund

_CURSORS = cursors.Cursors("refunds", cursors.MOMENT, cursors.ID)


async def get_refund(refund_id: UUID) -> Refund:
    """Return a refund with its payment; raises ``NotFound``."""
    refund = await Refund.filter(id=refund_id).prefetch_related("payment").first()
    if refund is None:
        raise NotFound("There is no such refund")
    return refund


async def list_refunds(query: RefundQuery) -> tuple[list[Refund], str | None]:
    """Return one page of refunds, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = Refund.filter(status=query.status) if query.status else Refund.all()
    if after := _CURSORS.decode(query.cursor):
        created_at, last_id = after
        chosen = chosen.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=last_id))
    found = await chosen.order_by("-created_at", "-id").limit(query.limit + 1).prefetch_related("payment")
    page = found[: query.limit]
    more = len(found) > query.limit
    return page, _CURSORS.encode(page[-1].created_at, page[-1].id) if more else None


def refund_out(refund: Refund) -> HouseRefundOut:
    """Make the wire shape of a refund for the house."""
    return HouseRefundOut(
        id=refund.id,
        booking_id=refund.booking_id,
        payment_id=refund.payment_id,
        amount=MoneyOut(amount=refund.amount, currency=refund.currency),
        status=refund.status,
        reason=refund.reason,
        method=refund.payment.method,
        at_counter=refunds.waits_at_counter(refund),
        attempts=refund.attempts,
        due_at=refund.due_at,
        provider_reference=refund.provider_reference,
        last_error=refund.last_error,
        created_at=refund.created_at,
        settled_at=refund.settled_at,
    )
