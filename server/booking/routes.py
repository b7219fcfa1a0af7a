"""Routes of seat maps, holds, bookings and mock payments."""

from uuid import UUID

from sanic import Request, Websocket

from server.accounts.errors import NotYourAccount
from server.booking import errors, views
from server.booking.checkout import Checkout
from server.booking.history import get_own, list_own
from server.booking.holds import HeldSeats, HoldDesk, Shopper
from server.booking.schemas import (
    BookingOut,
    BookingRequest,
    HoldChange,
    HoldOut,
    HoldRequest,
    PageQuery,
    PaymentChoice,
    PaymentStatusOut,
    SeatMap,
)
from server.booking.seatmap import seat_map
from server.booking.settlement import approve, cancel_pending, decline, lock
from server.booking.sockets import Visitor, serve
from server.core import idempotency
from server.core.clock import now
from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.errors import IdempotencyMismatch, Malformed, NotAllowed, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Page
from server.payments.errors import PaymentMethodNotOffered, PaymentSettled
from server.venues.errors import ShowNotOnSale, ShowPast

router = Router("booking")

_HOLD_TOKEN = "X-Hold-Token"  # noqa: S105 # the name of a header
_TOKEN_HEADER = {_HOLD_TOKEN: "The browser's hold token, as the first hold returned it"}
_LONGEST_TOKEN = 100


@router.operation(
    "GET", "/shows/<show_id:id>/seats", summary="A show's seat map, live", returns=SeatMap,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def seats(request: Request, _: Caller | None, *, show_id: int) -> SeatMap:
    """Layout, states and prices at one version; the live socket resumes from its epoch and version."""
    runtime: Runtime = request.app.ctx.runtime
    return await seat_map(runtime.engine, _desk(request).opener, runtime.settings, show_id)


@router.operation(
    "POST", "/shows/<show_id:id>/holds", summary="Hold seats", body=HoldRequest, returns=HoldOut, status=201,
    headers={**_TOKEN_HEADER, idempotency.HEADER: "With a hold token: a repeated request gets the same hold"},
    refusals=(
        NotFound, ShowPast, ShowNotOnSale, errors.SeatsTaken, errors.UnknownSeats, errors.TooManyHolds,
        errors.WouldLeaveGap, errors.NotEnoughTogether, errors.HoldGone, IdempotencyMismatch,
    ),
)  # fmt: skip
async def take_hold(request: Request, caller: Caller | None, *, show_id: int, body: HoldRequest) -> Reply:
    """All of the seats or none, with the price they are held at. No account is needed.

    `best` chooses seats that are together and nearest to the best spot, and takes them in the same step.
    """
    shopper = _shopper(request, caller)
    key = idempotency.check(request.headers.get(idempotency.HEADER))
    hold_id = shopper.hold_id(show_id, key) if key else None
    desk = _desk(request)
    if body.best is not None:
        held = await desk.take_best(show_id, body.best, shopper, hold_id=hold_id)
    else:
        held = await desk.take(show_id, body.seats or [], shopper, hold_id=hold_id)
    return _reply(request, held, shopper, status=201)


@router.operation(
    "GET", "/holds/<hold_id:key>", summary="A hold", returns=HoldOut, headers=_TOKEN_HEADER,
    refusals=(errors.HoldGone, errors.NotYourHold), cache="no-store",
)  # fmt: skip
async def get_hold(request: Request, caller: Caller | None, *, hold_id: str) -> Reply:
    """The hold while it lives."""
    shopper = _shopper(request, caller)
    return _reply(request, await _desk(request).get(hold_id, shopper), shopper)


@router.operation(
    "PATCH", "/holds/<hold_id:key>", summary="Extend or change a hold", body=HoldChange, returns=HoldOut,
    headers=_TOKEN_HEADER,
    refusals=(
        errors.HoldGone, errors.NotYourHold, errors.HoldLimit, errors.SeatsTaken, errors.UnknownSeats,
        errors.TooManyHolds, errors.WouldLeaveGap, ShowPast, ShowNotOnSale,
    ),
)  # fmt: skip
async def change_hold(request: Request, caller: Caller | None, *, hold_id: str, body: HoldChange) -> Reply:
    """Other seats keep the deadline and bring a new quote; an extension keeps the quote."""
    shopper, desk = _shopper(request, caller), _desk(request)
    held = await desk.get(hold_id, shopper)
    if body.seats is not None:
        held = await desk.change(hold_id, body.seats, shopper)
    if body.extend:
        held = await desk.extend(hold_id, shopper)
    return _reply(request, held, shopper)


@router.operation(
    "DELETE", "/holds/<hold_id:key>", summary="Let held seats go", status=204, headers=_TOKEN_HEADER,
    refusals=(errors.NotYourHold,),
)  # fmt: skip
async def release_hold(request: Request, caller: Caller | None, *, hold_id: str) -> Reply:
    """A hold that has ended already is no error."""
    await _desk(request).release(hold_id, _shopper(request, caller))
    return Reply(None, status=204)


@router.operation(
    "POST", "/booking", summary="Book seats", body=BookingRequest, returns=BookingOut, status=201,
    guard=Guard.SIGNED_IN,
    headers={**_TOKEN_HEADER, idempotency.HEADER: "Makes a repeated request safe: one key, one booking"},
    refusals=(
        NotFound, NotYourAccount, ShowPast, ShowNotOnSale, errors.SeatsTaken, errors.UnknownSeats,
        errors.HoldGone, errors.NotYourHold, errors.HoldMismatch, errors.TooManyHolds,
        errors.WouldLeaveGap, PaymentMethodNotOffered, IdempotencyMismatch,
    ),
)  # fmt: skip
async def book(request: Request, caller: Caller, *, body: BookingRequest) -> Reply:
    """Turns a hold (or free seats, held on the way) into a booking that waits for its payment."""
    runtime: Runtime = request.app.ctx.runtime
    booking_id = await Checkout(_desk(request), runtime.settings).book(
        body,
        shopper=_shopper(request, caller),
        caller=caller,
        key=idempotency.check(request.headers.get(idempotency.HEADER)),
    )
    return Reply(
        await views.booking_out(booking_id), status=201, headers={"Location": f"/booking/{booking_id}"}
    )


@router.operation(
    "GET", "/booking/<booking_id:uuid>", summary="A booking", returns=BookingOut, guard=Guard.SIGNED_IN,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_booking(_: Request, caller: Caller, *, booking_id: UUID) -> BookingOut:
    """The caller's own booking; staff see any."""
    booking = await get_own(booking_id, caller)
    return await views.booking_out(booking.id)


@router.operation(
    "POST", "/booking/<booking_id:uuid>/payment", summary="Try to pay again", body=PaymentChoice,
    returns=BookingOut, status=201, guard=Guard.SIGNED_IN,
    refusals=(NotFound, errors.BookingExpired, errors.BookingSettled, PaymentMethodNotOffered),
)  # fmt: skip
async def pay_again(request: Request, caller: Caller, *, booking_id: UUID, body: PaymentChoice) -> Reply:
    """After a decline, or to pay another way, while the booking waits. An open attempt is called off."""
    runtime: Runtime = request.app.ctx.runtime
    booking = await get_own(booking_id, caller)
    await Checkout(_desk(request), runtime.settings).pay_again(booking, body.payment_method)
    return Reply(await views.booking_out(booking_id), status=201)


@router.operation(
    "POST", "/booking/<booking_id:uuid>/cancel", summary="Give up an unpaid booking", returns=BookingOut,
    guard=Guard.SIGNED_IN,
    refusals=(NotFound, errors.BookingExpired, errors.BookingSettled, errors.CancellationNotOffered),
)  # fmt: skip
async def cancel(_: Request, caller: Caller, *, booking_id: UUID) -> BookingOut:
    """The seats are free again at once; cancelling twice is no error."""
    await get_own(booking_id, caller)
    async with transaction():
        await cancel_pending(await lock(booking_id), at=now())
    return await views.booking_out(booking_id)


@router.operation(
    "GET", "/me/bookings", summary="The caller's bookings", query=PageQuery, returns=Page[BookingOut],
    guard=Guard.SIGNED_IN, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def my_bookings(_: Request, caller: Caller, *, query: PageQuery) -> Page[BookingOut]:
    """Newest first."""
    found, cursor = await list_own(caller.user_id, query)
    return Page[BookingOut](items=await views.bookings_out(found), next_cursor=cursor)


@router.operation(
    "POST", "/payments/mock/<payment_id:uuid>/approve", summary="The mock bank approves",
    returns=PaymentStatusOut,
    refusals=(NotFound, NotAllowed, errors.BookingExpired, errors.BookingSettled, PaymentSettled),
)  # fmt: skip
async def approve_payment(request: Request, caller: Caller | None, *, payment_id: UUID) -> PaymentStatusOut:
    """Stands for the customer's bank, which knows the attempt by its id. Cash needs staff."""
    _ensure_mock(request)
    async with transaction():
        payment = await approve(payment_id, caller=caller, at=now())
    return PaymentStatusOut(payment_id=payment.id, status=payment.status)


@router.operation(
    "POST", "/payments/mock/<payment_id:uuid>/decline", summary="The mock bank declines",
    returns=PaymentStatusOut,
    refusals=(NotFound, NotAllowed, errors.BookingExpired, PaymentSettled),
)  # fmt: skip
async def decline_payment(request: Request, caller: Caller | None, *, payment_id: UUID) -> PaymentStatusOut:
    """The booking goes on waiting until its deadline, and another attempt may be made."""
    _ensure_mock(request)
    async with transaction():
        payment = await decline(payment_id, caller=caller, at=now())
    return PaymentStatusOut(payment_id=payment.id, status=payment.status)


@router.websocket("/ws/shows/<show_id:id>")
async def live(request: Request, socket: Websocket, show_id: int) -> None:
    """A show's seats and prices as they change; the protocol is ``seats.v1``."""
    runtime: Runtime = request.app.ctx.runtime
    visitor = Visitor(client_address(request), request.headers.get("origin"), request.headers.get("host", ""))
    await serve(runtime.hub, runtime.door, visitor, socket, show_id)


def _desk(request: Request) -> HoldDesk:
    desk: HoldDesk = request.app.ctx.hold_desk
    return desk


def _token(request: Request) -> str | None:
    token = request.headers.get(_HOLD_TOKEN)
    if token is not None and not (0 < len(token) <= _LONGEST_TOKEN and token.isprintable()):
        raise Malformed(f"{_HOLD_TOKEN} must be 1 to {_LONGEST_TOKEN} printable characters")
    return token


def _shopper(request: Request, caller: Caller | None) -> Shopper:
    return Shopper.of(_token(request), caller, client_address(request))


def _reply(request: Request, held: HeldSeats, shopper: Shopper, *, status: int = 200) -> Reply:
    body = views.hold_json(held, token=shopper.token, max_life=_desk(request).max_life)
    return Reply(body, status=status)


def _ensure_mock(request: Request) -> None:
    if not request.app.ctx.runtime.settings.mock_payments:
        raise NotFound
