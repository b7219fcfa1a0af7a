"""Routes of promotions, for the house's people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sanic import Request
from tortoise.exceptions import IntegrityError

from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.editing import ChangedMeanwhile
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.promotions import house
from server.promotions.errors import PromotionCodeTaken
from server.promotions.schemas import PromotionChange, PromotionIn, PromotionOut, PromotionQuery

router = Router("promotions")


@router.operation(
    "GET", "/admin/promotions", summary="Promotions", query=PromotionQuery, returns=Page[PromotionOut],
    guard=Guard.ADMIN, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_promotions(_: Request, __: Caller, *, query: PromotionQuery) -> Page[PromotionOut]:
    """Newest first: those offered, those that are not, or all."""
    found, cursor = await house.list_page(query)
    return Page[PromotionOut](
        items=[PromotionOut.model_validate(promotion) for promotion in found], next_cursor=cursor
    )


@router.operation(
    "POST", "/admin/promotions", summary="Make a promotion", body=PromotionIn, returns=PromotionOut,
    status=201, guard=Guard.ADMIN, refusals=(Invalid, PromotionCodeTaken),
)  # fmt: skip
async def create_promotion(request: Request, caller: Caller, *, body: PromotionIn) -> Reply:
    """Codes are upper case and used once; a request that comes twice makes one promotion."""
    async with _refusing():
        made = await house.create(body, caller=caller, address=client_address(request))
    shown = PromotionOut.model_validate(made)
    return Reply(shown, status=201, headers={"Location": f"/admin/promotions/{made.id}"})


@router.operation(
    "GET", "/admin/promotions/<promotion_id:id>", summary="A promotion", returns=PromotionOut,
    guard=Guard.ADMIN, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_promotion(_: Request, __: Caller, *, promotion_id: int) -> PromotionOut:
    """With how often it was used."""
    return PromotionOut.model_validate(await house.get(promotion_id))


@router.operation(
    "PUT", "/admin/promotions/<promotion_id:id>", summary="Change a promotion", body=PromotionChange,
    returns=PromotionOut, guard=Guard.ADMIN,
    refusals=(NotFound, Invalid, PromotionCodeTaken, ChangedMeanwhile),
)  # fmt: skip
async def change_promotion(
    request: Request, caller: Caller, *, promotion_id: int, body: PromotionChange
) -> PromotionOut:
    """All of it is replaced but its uses. Bookings made before stay as they are."""
    async with _refusing():
        changed = await house.change(promotion_id, body, caller=caller, address=client_address(request))
    return PromotionOut.model_validate(changed)


@router.operation(
    "DELETE", "/admin/promotions/<promotion_id:id>", summary="Withdraw a promotion", status=204,
    guard=Guard.ADMIN, refusals=(NotFound,),
)  # fmt: skip
async def withdraw_promotion(request: Request, caller: Caller, *, promotion_id: int) -> Reply:
    """It is offered no longer; what was made of it stays in the books."""
    async with transaction():
        await house.withdraw(promotion_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)


@asynccontextmanager
async def _refusing() -> AsyncIterator[None]:
    """Open a request's transaction; refuse a code that another promotion has."""
    try:
        async with transaction():
            yield
    except IntegrityError as error:
        if refusal := house.code_taken(error):
            raise refusal from error
        raise
