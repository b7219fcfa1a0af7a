"""Routes of seat layouts; a change is a new version, so there is nothing to put."""

from sanic import Request

from server.accounts.scope import ensure_manages, managed_theatres
from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.planning import layouts
from server.planning.errors import StillUsed
from server.planning.routes.parts import refusing, still_used
from server.planning.schemas.layouts import HouseLayout, LayoutIn, LayoutsQuery, LayoutSummary

router = Router("house_layouts")


@router.operation(
    "GET", "/admin/layouts", summary="Seat layouts", query=LayoutsQuery, returns=Page[LayoutSummary],
    guard=Guard.MANAGER, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_layouts(_: Request, caller: Caller, *, query: LayoutsQuery) -> Page[LayoutSummary]:
    """Newest first, all versions, without their seats; those of a manager's own theatres."""
    found, cursor = await layouts.list_page(query, among=await managed_theatres(caller))
    return Page[LayoutSummary](items=found, next_cursor=cursor)


@router.operation(
    "POST", "/admin/layouts", summary="Add a screen's next layout", body=LayoutIn, returns=HouseLayout,
    status=201, guard=Guard.MANAGER, refusals=(Invalid,),
)  # fmt: skip
async def create_layout(request: Request, caller: Caller, *, body: LayoutIn) -> Reply:
    """New shows take it; those that are planned keep theirs until they are given it by its id.

    A label is row and number, no seat stands in the place of another, every row has seats, and half of a
    couple seat has its partner beside it. `errors` names each seat for which it is otherwise.
    """
    async with transaction():
        made = await layouts.create(body, caller=caller, address=client_address(request))
    return Reply(made, status=201, headers={"Location": f"/admin/layouts/{made.id}"})


@router.operation(
    "GET", "/admin/layouts/<layout_id:id>", summary="A seat layout", returns=HouseLayout,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_layout(_: Request, caller: Caller, *, layout_id: int) -> HouseLayout:
    """With every seat, as it may be added again with changes."""
    found = await layouts.get(layout_id)
    await ensure_manages(caller, found.theatre_id)
    return found


@router.operation(
    "DELETE", "/admin/layouts/<layout_id:id>", summary="Delete a seat layout", status=204,
    guard=Guard.MANAGER, refusals=(NotFound, StillUsed),
)  # fmt: skip
async def delete_layout(request: Request, caller: Caller, *, layout_id: int) -> Reply:
    """Only a version that no show ever had."""
    async with refusing(still_used):
        await layouts.delete(layout_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)
