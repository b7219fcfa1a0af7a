"""Routes of screens; managers see and change those of their own theatres."""

from sanic import Request

from server.accounts.scope import ensure_manages, managed_theatres
from server.core.cursor import BadCursor
from server.core.editing import ChangedMeanwhile
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.planning import screens
from server.planning.errors import NameTaken, StillUsed
from server.planning.routes.parts import refusing, still_used
from server.planning.schemas.theatres import HouseScreen, ScreenChange, ScreenIn, ScreensQuery

router = Router("house_screens")


@router.operation(
    "GET", "/admin/screens", summary="Screens, as the house sees them", query=ScreensQuery,
    returns=Page[HouseScreen], guard=Guard.MANAGER, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_screens(_: Request, caller: Caller, *, query: ScreensQuery) -> Page[HouseScreen]:
    """A theatre's together; a manager's own."""
    found, cursor = await screens.list_page(query, among=await managed_theatres(caller))
    return Page[HouseScreen](items=found, next_cursor=cursor)


@router.operation(
    "POST", "/admin/screens", summary="Make a screen", body=ScreenIn, returns=HouseScreen, status=201,
    guard=Guard.MANAGER, refusals=(Invalid, NameTaken),
)  # fmt: skip
async def create_screen(request: Request, caller: Caller, *, body: ScreenIn) -> Reply:
    """It can have shows once it has a layout; a request that comes twice makes one screen."""
    async with refusing(screens.refusal):
        made = await screens.create(body, caller=caller, address=client_address(request))
    return Reply(made, status=201, headers={"Location": f"/admin/screens/{made.id}"})


@router.operation(
    "GET", "/admin/screens/<screen_id:id>", summary="A screen, as the house sees it", returns=HouseScreen,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_screen(_: Request, caller: Caller, *, screen_id: int) -> HouseScreen:
    """With its newest layout's seats by category."""
    found = await screens.get(screen_id)
    await ensure_manages(caller, found.theatre_id)
    return found


@router.operation(
    "PUT", "/admin/screens/<screen_id:id>", summary="Change a screen", body=ScreenChange,
    returns=HouseScreen, guard=Guard.MANAGER,
    refusals=(NotFound, Invalid, NameTaken, ChangedMeanwhile),
)  # fmt: skip
async def change_screen(
    request: Request, caller: Caller, *, screen_id: int, body: ScreenChange
) -> HouseScreen:
    """Its name and formats; a format stays while shows to come are in it."""
    async with refusing(screens.refusal):
        return await screens.change(screen_id, body, caller=caller, address=client_address(request))


@router.operation(
    "DELETE", "/admin/screens/<screen_id:id>", summary="Delete a screen", status=204, guard=Guard.MANAGER,
    refusals=(NotFound, StillUsed),
)  # fmt: skip
async def delete_screen(request: Request, caller: Caller, *, screen_id: int) -> Reply:
    """Only one that never had a show; its layouts go with it."""
    async with refusing(still_used):
        await screens.delete(screen_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)
