"""Routes of seat maps and holds."""

from dataclasses import replace
from uuid import UUID

from sanic import Request, Websocket

from server.accounts.errors import NotYourAccount
from server.booking import errors, views
from server.booking.holds import HeldSeats, Shopper
from server.booking.offer import make_offer
from server.booking.routes.parts import TOKEN_HEADER, desk_of, key_of, shopper_of
from server.booking.sale import ensure_sells, sale_of
from server.booking.schemas import HoldChange, HoldOut, HoldRequest, QuoteOut, QuoteRequest, SeatMap
from server.booking.seatmap import seat_map
from server.booking.sockets import Visitor, serve
from server.core import idempotency
from server.core.clock import now
from server.core.errors import IdempotencyMismatch, NotAllowed, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.http.origins import own_origin
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.loyalty.errors import NotEnoughPoints, PointsNotTaken
from server.promotions.errors import PromotionNotValid, PromotionUsedUp, UnknownPromotion
from server.venues.errors import ShowNotOnSale, ShowPast

router = Router("booking")


@router.operation(
    "GET", "/shows/<show_id:id>/seats", summary="A show's seat map, live", returns=SeatMap,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def seats(request: Request, _: Caller | None, *, show_id: int) -> SeatMap:
    """Layout, states and prices at one version; the live socket resumes from its epoch and version."""
    runtime: Runtime = request.app.ctx.runtime
    return await seat_map(runtime.engine, desk_of(request).opener, runtime.settings, show_id)


@router.operation(
    "POST", "/shows/<show_id:id>/holds", summary="Hold seats", body=HoldRequest, returns=HoldOut, status=201,
    headers={**TOKEN_HEADER, idempotency.HEADER: "With a hold token: a repeated request gets the same hold"},
    refusals=(
        NotFound, ShowPast, ShowNotOnSale, errors.SeatsTaken, errors.UnknownSeats, errors.TooManyHolds,
        errors.SeatsNotOnSale, errors.WouldLeaveGap, errors.NotEnoughTogether, errors.HoldGone,
        errors.NotYourHold, errors.CompanionAlone, errors.TooManyPlaces, NotAllowed, IdempotencyMismatch,
    ),
)  # fmt: skip
async def take_hold(request: Request, caller: Caller | None, *, show_id: int, body: HoldRequest) -> Reply:
    """All of the seats or none, with the price they are held at. No account is needed.

    `best` chooses seats that are together and nearest to the best spot, and takes them in the same step.
    """
    shopper = shopper_of(request, caller)
    if body.sale == "counter":
        await ensure_sells(caller, show_id)
        shopper = replace(shopper, counter=True)
    key = key_of(request)
    hold_id = shopper.hold_id(show_id, key) if key else None
    desk = desk_of(request)
    if body.best is not None:
        held = await desk.take_best(show_id, body.best, shopper, hold_id=hold_id)
    else:
        held = await desk.take(
            show_id, body.seats or [], shopper, hold_id=hold_id, override=body.override_reason
        )
    return _hold_reply(request, held, shopper, status=201)


@router.operation(
    "GET", "/holds/<hold_id:key>", summary="A hold", returns=HoldOut, headers=TOKEN_HEADER,
    refusals=(errors.HoldGone, errors.NotYourHold), cache="no-store",
)  # fmt: skip
async def get_hold(request: Request, caller: Caller | None, *, hold_id: str) -> Reply:
    """The hold while it lives."""
    shopper = shopper_of(request, caller)
    return _hold_reply(request, await desk_of(request).get(hold_id, shopper), shopper)


@router.operation(
    "POST", "/holds/<hold_id:key>/quote", summary="What a promotion and points would make of the price",
    body=QuoteRequest, returns=QuoteOut, guard=Guard.SIGNED_IN, headers=TOKEN_HEADER, cache="no-store",
    refusals=(
        errors.HoldGone, errors.NotYourHold, UnknownPromotion, PromotionNotValid, PromotionUsedUp,
        PointsNotTaken, NotEnoughPoints, NotYourAccount, NotAllowed, NotFound, errors.OwnBooking,
    ),
)  # fmt: skip
async def quote_hold(request: Request, caller: Caller, *, hold_id: str, body: QuoteRequest) -> QuoteOut:
    """The held price with these reductions. Nothing is taken yet: a booking that names them takes them."""
    held = await desk_of(request).get(hold_id, shopper_of(request, caller))
    buyer: UUID | None = caller.user_id
    if held.quote.terms.counter:
        buyer = (await sale_of(body.user_id, "counter", show_id=held.show.id, caller=caller)).buyer
    elif body.user_id not in {None, caller.user_id}:
        raise NotYourAccount
    offer = await make_offer(held, user_id=buyer, promo=body.promo, points=body.points, at=now())
    return views.quote_out(offer.quote.terms)


@router.operation(
    "PATCH", "/holds/<hold_id:key>", summary="Extend or change a hold", body=HoldChange, returns=HoldOut,
    headers=TOKEN_HEADER,
    refusals=(
        errors.HoldGone, errors.NotYourHold, errors.HoldBooked, errors.HoldLimit, errors.SeatsTaken,
        errors.UnknownSeats, errors.SeatsNotOnSale, errors.TooManyHolds, errors.WouldLeaveGap,
        errors.CompanionAlone, errors.TooManyPlaces, NotAllowed, ShowPast, ShowNotOnSale,
    ),
)  # fmt: skip
async def change_hold(request: Request, caller: Caller | None, *, hold_id: str, body: HoldChange) -> Reply:
    """Other seats keep the deadline and bring a new quote; an extension keeps the quote.

    Once a booking stands on the hold, its seats are the booking's and neither is done.
    """
    shopper, desk = shopper_of(request, caller), desk_of(request)
    held = await desk.own(hold_id, shopper)
    if body.seats is not None:
        held = await desk.change(hold_id, body.seats, shopper, override=body.override_reason)
    if body.extend:
        held = await desk.extend(hold_id, shopper)
    return _hold_reply(request, held, shopper)


@router.operation(
    "DELETE", "/holds/<hold_id:key>", summary="Let held seats go", status=204, headers=TOKEN_HEADER,
    refusals=(errors.NotYourHold, errors.HoldBooked),
)  # fmt: skip
async def release_hold(request: Request, caller: Caller | None, *, hold_id: str) -> Reply:
    """A hold that has ended already is no error. One that is booked is: its seats are the booking's."""
    await desk_of(request).release(hold_id, shopper_of(request, caller))
    return Reply(None, status=204)


@router.websocket("/ws/shows/<show_id:id>", protocol="seats.v1")
async def live(request: Request, socket: Websocket, show_id: int) -> None:
    """A show's seats and prices as they change; the protocol is ``seats.v1``."""
    runtime: Runtime = request.app.ctx.runtime
    welcome = runtime.socket_origins.welcomes(request.headers.get("origin"), own_origin(request))
    visitor = Visitor(client_address(request), welcome=welcome)
    await serve(runtime.hub, runtime.door, visitor, socket, show_id)


def _hold_reply(request: Request, held: HeldSeats, shopper: Shopper, *, status: int = 200) -> Reply:
    body = views.hold_json(held, token=shopper.token, max_life=desk_of(request).max_life)
    return Reply(body, status=status)
