"""Routes by which money is said to have come: the mock bank, and the counter."""

from uuid import UUID

from sanic import Request

from server.booking import counter
from server.booking.errors import OwnBooking
from server.booking.routes.parts import KEY_HEADER, one_effect, stored_reply, till_of
from server.booking.schemas import PaymentStatusOut
from server.core.errors import IdempotencyMismatch, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.payments.errors import PaymentSettled
from server.payments.gateways.base import Outcome
from server.payments.models import Payment

router = Router("booking")


@router.operation(
    "POST", "/payments/mock/<payment_id:uuid>/approve", summary="The mock bank approves",
    returns=PaymentStatusOut, guard=Guard.SIGNED_IN, refusals=(NotFound, PaymentSettled),
)  # fmt: skip
async def approve_payment(request: Request, caller: Caller, *, payment_id: UUID) -> PaymentStatusOut:
    """Stands for the customer's bank, where the customer says yes: nobody else can.

    Money that comes when the booking has ended takes the seats again where they are free (`succeeded`), and
    is refunded in full where they are not (`returned`).
    """
    await _ensure_payer(request, payment_id, caller)
    return _status(await till_of(request).decide(payment_id, Outcome.PAID))


@router.operation(
    "POST", "/payments/mock/<payment_id:uuid>/decline", summary="The mock bank declines",
    returns=PaymentStatusOut, guard=Guard.SIGNED_IN, refusals=(NotFound, PaymentSettled),
)  # fmt: skip
async def decline_payment(request: Request, caller: Caller, *, payment_id: UUID) -> PaymentStatusOut:
    """The booking goes on waiting until its deadline, and another attempt may be made."""
    await _ensure_payer(request, payment_id, caller)
    return _status(await till_of(request).decide(payment_id, Outcome.DECLINED))


@router.operation(
    "POST", "/payments/cash/<payment_id:uuid>/receive", summary="Cash was taken at the counter",
    returns=PaymentStatusOut, guard=Guard.STAFF, headers=KEY_HEADER,
    refusals=(NotFound, OwnBooking, IdempotencyMismatch),
)  # fmt: skip
async def receive_cash(request: Request, caller: Caller, *, payment_id: UUID) -> Reply:
    """The booking is confirmed. If its seats went to somebody else meanwhile, the money is owed back.

    For bookings of the theatres where the caller works, and for none of their own.
    """
    await counter.ensure_receives(payment_id, caller)
    answer = await till_of(request).receive_cash(
        payment_id, request=one_effect(request, caller), caller=caller, address=client_address(request)
    )
    return stored_reply(answer)


def _status(payment: Payment) -> PaymentStatusOut:
    return PaymentStatusOut(payment_id=payment.id, status=payment.status)


async def _ensure_payer(request: Request, payment_id: UUID, caller: Caller) -> None:
    if not request.app.ctx.runtime.settings.mock_payments:
        raise NotFound
    await counter.ensure_pays(payment_id, caller)
