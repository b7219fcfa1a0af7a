"""Routes of the house: cancel a show for everybody, see to refunds."""

from uuid import UUID

from sanic import Request

from server.accounts.scope import ensure_manages, managed_theatres, served_theatres
from server.booking import errors, house, show_cancellation
from server.booking.counter import ensure_anothers
from server.booking.routes.parts import KEY_HEADER, one_effect, stored_reply
from server.booking.schemas import (
    HouseRefundOut,
    RefundQuery,
    RefundSettlement,
    ShowCancellationOut,
    ShowCancellationRequest,
)
from server.core import audit, idempotency
from server.core.clock import now
from server.core.cursor import BadCursor
from server.core.errors import IdempotencyMismatch, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.payments import refunds
from server.payments.errors import RefundSettled, RefundUnderWay
from server.payments.models import Refund

router = Router("house")


@router.operation(
    "POST", "/admin/shows/<show_id:id>/cancel", summary="Cancel a show for everybody",
    body=ShowCancellationRequest, returns=ShowCancellationOut, status=202, guard=Guard.MANAGER,
    headers=KEY_HEADER, refusals=(NotFound, errors.ShowOver, IdempotencyMismatch),
)  # fmt: skip
async def cancel_show(
    request: Request, caller: Caller, *, show_id: int, body: ShowCancellationRequest
) -> Reply:
    """Its sale stops at once, and in the background its bookings are ended and refunded in full, fees too.

    Cancelling again changes nothing. `GET …/cancellation` says how far it has come.
    """
    await ensure_manages(caller, await show_cancellation.theatre_of(show_id))

    async def effect() -> idempotency.Answer:
        await show_cancellation.begin(
            show_id, reason=body.reason, caller=caller, address=client_address(request), at=now()
        )
        return idempotency.Answer(202, (await _progress(show_id)).model_dump_json().encode())

    return stored_reply(await idempotency.once(one_effect(request, caller), effect))


@router.operation(
    "GET", "/admin/shows/<show_id:id>/cancellation", summary="How far a show's cancellation has come",
    returns=ShowCancellationOut, guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def cancellation_progress(_: Request, caller: Caller, *, show_id: int) -> ShowCancellationOut:
    """Bookings left to end, and refunds left to pay."""
    await ensure_manages(caller, await show_cancellation.theatre_of(show_id))
    return await _progress(show_id)


@router.operation(
    "GET", "/admin/refunds", summary="Refunds", query=RefundQuery, returns=Page[HouseRefundOut],
    guard=Guard.STAFF, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_refunds(_: Request, caller: Caller, *, query: RefundQuery) -> Page[HouseRefundOut]:
    """Newest first, of one status or of all; those of the theatres where the caller works.

    `needs_attention` are those that only a person can mend, `at_counter` those that are paid out in cash.
    """
    found, cursor = await house.list_refunds(query, among=await served_theatres(caller))
    return Page[HouseRefundOut](items=found, next_cursor=cursor)


@router.operation(
    "GET", "/admin/refunds/<refund_id:uuid>", summary="A refund", returns=HouseRefundOut, guard=Guard.STAFF,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_refund(_: Request, caller: Caller, *, refund_id: UUID) -> HouseRefundOut:
    """With the provider's last word."""
    return await house.get_refund(refund_id, among=await served_theatres(caller))


@router.operation(
    "POST", "/admin/refunds/<refund_id:uuid>/retry", summary="Try a refund again", returns=HouseRefundOut,
    guard=Guard.MANAGER, headers=KEY_HEADER, refusals=(NotFound, RefundSettled, IdempotencyMismatch),
)  # fmt: skip
async def retry_refund(request: Request, caller: Caller, *, refund_id: UUID) -> Reply:
    """The provider is asked once more, at once."""
    await house.get_refund(refund_id, among=await managed_theatres(caller))

    async def effect() -> idempotency.Answer:
        refund = await refunds.retry(refund_id)
        return await _recorded(request, caller, refund, "refund.retry", None)

    return stored_reply(await idempotency.once(one_effect(request, caller), effect))


@router.operation(
    "POST", "/admin/refunds/<refund_id:uuid>/paid", summary="A refund was paid by hand",
    body=RefundSettlement, returns=HouseRefundOut, guard=Guard.STAFF, headers=KEY_HEADER,
    refusals=(NotFound, RefundSettled, RefundUnderWay, errors.OwnBooking, IdempotencyMismatch),
)  # fmt: skip
async def settle_refund(
    request: Request, caller: Caller, *, refund_id: UUID, body: RefundSettlement
) -> Reply:
    """Cash over the counter, or any other way a person found; the reason says which.

    Not while the provider may still pay it, and not by the customer themselves.
    """
    owed = await house.get_refund(refund_id, among=await served_theatres(caller))
    ensure_anothers(owed.customer.id if owed.customer else None, caller)

    async def effect() -> idempotency.Answer:
        refund = await refunds.paid_by_hand(refund_id)
        return await _recorded(request, caller, refund, "refund.paid_by_hand", body.reason)

    return stored_reply(await idempotency.once(one_effect(request, caller), effect))


async def _recorded(
    request: Request, caller: Caller, refund: Refund, action: audit.Action, reason: str | None
) -> idempotency.Answer:
    await audit.record(
        caller, action, f"refund:{refund.id}", after={"status": refund.status, "amount": refund.amount},
        reason=reason, address=client_address(request),
    )  # fmt: skip
    shown = await house.get_refund(refund.id, among=None)
    return idempotency.Answer(200, shown.model_dump_json().encode())


async def _progress(show_id: int) -> ShowCancellationOut:
    return ShowCancellationOut.model_validate(await show_cancellation.progress(show_id))
