"""Routes of bookings: make, look at, pay again, cancel."""

from uuid import UUID

from sanic import Request

from server.accounts.errors import ContactNotVerified, EmailNotVerified, NotYourAccount
from server.booking import errors, views
from server.booking.cancellation import cancel_tickets, ensure_nobody_is_left_alone, quote
from server.booking.counter import ensure_anothers, pays, serves
from server.booking.history import get_own, list_own
from server.booking.models import Booking, BookingStatus, Ticket
from server.booking.routes.parts import (
    KEY_HEADER,
    TOKEN_HEADER,
    checkout_of,
    key_of,
    one_effect,
    shopper_of,
    stored_reply,
)
from server.booking.schemas import (
    BookingOut,
    BookingRequest,
    CancellationOut,
    CancellationQuery,
    CancellationRequest,
    PageQuery,
    PaymentChoice,
)
from server.booking.settlement import give_up, lock
from server.core import audit, idempotency
from server.core.clock import now
from server.core.cursor import BadCursor
from server.core.errors import IdempotencyMismatch, NotAllowed, NotFound, Unavailable
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.idempotency import Answer
from server.core.tokens import Caller
from server.core.wire import Page
from server.loyalty.errors import NotEnoughPoints, PointsNotTaken
from server.payments import service as payments
from server.payments.errors import PaymentMethodNotOffered
from server.payments.models import PaymentMethod
from server.promotions.errors import PromotionNotValid, PromotionUsedUp, UnknownPromotion
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.shows import get_show

router = Router("booking")


@router.operation(
    "POST", "/booking", summary="Book seats", body=BookingRequest, returns=BookingOut, status=201,
    guard=Guard.SIGNED_IN, headers={**TOKEN_HEADER, **KEY_HEADER},
    refusals=(
        NotFound, NotYourAccount, EmailNotVerified, ShowPast, ShowNotOnSale, errors.SeatsTaken,
        errors.UnknownSeats, errors.HoldGone, errors.NotYourHold, errors.HoldMismatch, errors.TooManyHolds,
        errors.SeatsNotOnSale, errors.WouldLeaveGap, PaymentMethodNotOffered, IdempotencyMismatch,
        Unavailable, UnknownPromotion, PromotionNotValid, PromotionUsedUp, PointsNotTaken, NotEnoughPoints,
        ContactNotVerified, errors.TooManyUnpaid, errors.CompanionAlone, errors.TooManyPlaces, NotAllowed,
        errors.OwnBooking,
    ),
)  # fmt: skip
async def book(request: Request, caller: Caller, *, body: BookingRequest) -> Reply:
    """Turns a hold (or free seats, held on the way) into a booking that waits for its payment.

    At the counter people of the theatre sell to a customer's account (`user_id`), or to a walk-in (null): for
    cash until the sale ends, with the counter's fee. Points and promotions are the buyer's.
    """
    checkout = checkout_of(request)
    answer = await checkout.book(
        body, shopper=shopper_of(request, caller), caller=caller, key=key_of(request)
    )
    booking = await checkout.with_next_action(answer)
    return Reply(booking, status=answer.status, headers={"Location": f"/booking/{booking.id}"})


@router.operation(
    "GET", "/booking/<booking_id:uuid>", summary="A booking", returns=BookingOut, guard=Guard.SIGNED_IN,
    refusals=(NotFound, Unavailable), cache="no-store",
)  # fmt: skip
async def get_booking(request: Request, caller: Caller, *, booking_id: UUID) -> BookingOut:
    """The caller's own; the house's people see those of their theatres, without what pays for them."""
    booking = await get_own(booking_id, caller)
    return await checkout_of(request).now(booking.id, to_payer=pays(booking, caller))


@router.operation(
    "POST", "/booking/<booking_id:uuid>/payment", summary="Try to pay again", body=PaymentChoice,
    returns=BookingOut, status=201, guard=Guard.SIGNED_IN, headers=KEY_HEADER,
    refusals=(
        NotFound, errors.BookingExpired, errors.BookingSettled, PaymentMethodNotOffered, IdempotencyMismatch,
        Unavailable, ContactNotVerified, ShowPast, ShowNotOnSale,
    ),
)  # fmt: skip
async def pay_again(request: Request, caller: Caller, *, booking_id: UUID, body: PaymentChoice) -> Reply:
    """After a decline, or to pay another way, while the booking waits. An open attempt is called off."""
    booking, checkout = await get_own(booking_id, caller), checkout_of(request)
    answer = await checkout.pay_again(
        booking, body.payment_method, request=one_effect(request, caller), caller=caller,
        address=client_address(request),
    )  # fmt: skip
    return Reply(await checkout.with_next_action(answer), status=answer.status)


@router.operation(
    "POST", "/booking/<booking_id:uuid>/payment/check", summary="See whether the payment has come",
    returns=BookingOut, guard=Guard.SIGNED_IN, refusals=(NotFound, Unavailable),
)  # fmt: skip
async def check_payment(request: Request, caller: Caller, *, booking_id: UUID) -> BookingOut:
    """Asks the provider now instead of waiting for its message: for whoever comes back from its page."""
    booking = await get_own(booking_id, caller)
    return await checkout_of(request).checked(booking.id, to_payer=pays(booking, caller))


@router.operation(
    "GET", "/booking/<booking_id:uuid>/cancellation", summary="What cancelling would return",
    query=CancellationQuery, returns=CancellationOut, guard=Guard.SIGNED_IN, cache="no-store",
    refusals=(NotFound, errors.NotCancellable, errors.UnknownSeats, errors.CompanionAlone),
)  # fmt: skip
async def cancellation(
    _: Request, caller: Caller, *, booking_id: UUID, query: CancellationQuery
) -> CancellationOut:
    """All tickets that are left, or the seats named. The share falls in time; `changes_at` says when."""
    booking = await get_own(booking_id, caller)
    tickets = await Ticket.filter(booking_id=booking.id).order_by("seat_index")
    show = await get_show(booking.show_id)
    payment = await payments.succeeded(booking.id)
    quoted = quote(booking, tickets, query.labels, show, now(), payment=payment)
    if not await _passes_over(caller, booking):
        await ensure_nobody_is_left_alone(tickets, quoted, show)
    at_counter = payment is not None and payment.method is PaymentMethod.CASH
    return views.cancellation_out(booking, quoted, show, at_counter=at_counter)


@router.operation(
    "POST", "/booking/<booking_id:uuid>/cancel", summary="Cancel a booking, or seats of it",
    body=CancellationRequest, body_required=False, returns=BookingOut, guard=Guard.SIGNED_IN,
    headers=KEY_HEADER,
    refusals=(
        NotFound, errors.BookingExpired, errors.BookingSettled, errors.NotCancellable, errors.RefundChanged,
        errors.UnknownSeats, errors.CompanionAlone, NotAllowed, IdempotencyMismatch,
    ),
)  # fmt: skip
async def cancel(
    request: Request, caller: Caller, *, booking_id: UUID, body: CancellationRequest | None
) -> Reply:
    """An unpaid booking is given up; of a paid one the tickets are returned by the theatre's policy.

    The seats are on sale again at once, and the refund is on its way. Cancelling twice is no error.
    """
    booking = await get_own(booking_id, caller)
    show, wanted = await get_show(booking.show_id), body or CancellationRequest()
    if wanted.override_reason and not await _passes_over(caller, booking):
        ensure_anothers(booking.user_id, caller)
        raise NotAllowed("Only people of this theatre may pass over the rules of accessible places")

    async def effect() -> Answer:
        booking = await lock(booking_id)
        if booking.status is BookingStatus.PENDING and wanted.seats is None:
            await give_up(booking, at=now())
        elif booking.status in {BookingStatus.CONFIRMED, BookingStatus.CANCELLED}:
            await cancel_tickets(
                booking, wanted.seats, show, at=now(), agreed=wanted.refund,
                alone=wanted.override_reason is not None,
            )  # fmt: skip
        elif booking.status in {BookingStatus.EXPIRED, BookingStatus.FAILED}:
            raise errors.BookingExpired
        else:
            raise errors.NotCancellable("Before it is paid, a booking is given up as a whole")
        if booking.user_id != caller.user_id or wanted.override_reason:
            await audit.record(
                caller, "booking.cancel", f"booking:{booking_id}", after={"seats": wanted.seats},
                reason=wanted.override_reason, address=client_address(request),
            )  # fmt: skip
        return Answer(200, (await views.booking_out(booking_id)).model_dump_json().encode())

    return stored_reply(await idempotency.once(one_effect(request, caller), effect))


@router.operation(
    "GET", "/me/bookings", summary="The caller's bookings", query=PageQuery, returns=Page[BookingOut],
    guard=Guard.SIGNED_IN, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def my_bookings(_: Request, caller: Caller, *, query: PageQuery) -> Page[BookingOut]:
    """Newest first."""
    found, cursor = await list_own(caller.user_id, query)
    return Page[BookingOut](items=await views.bookings_out(found), next_cursor=cursor)


async def _passes_over(caller: Caller, booking: Booking) -> bool:
    """Tell whether somebody may pass over the rules of accessible places: its people, for others."""
    return booking.user_id != caller.user_id and await serves(caller, booking.show_id)
