"""Routes of theatres: admins make and delete them, managers see and change their own."""

from sanic import Request

from server.accounts.scope import ensure_manages, managed_theatres
from server.core.cursor import BadCursor
from server.core.editing import ChangedMeanwhile
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.planning import theatres
from server.planning.errors import NameTaken, StillUsed
from server.planning.routes.parts import refusing, still_used
from server.planning.schemas.theatres import HouseTheatre, TheatreChange, TheatreIn, TheatresQuery

router = Router("house_theatres")


@router.operation(
    "GET", "/admin/theatres", summary="Theatres, as the house sees them", query=TheatresQuery,
    returns=Page[HouseTheatre], guard=Guard.MANAGER, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_theatres(_: Request, caller: Caller, *, query: TheatresQuery) -> Page[HouseTheatre]:
    """By name; a manager's own."""
    found, cursor = await theatres.list_page(query, among=await managed_theatres(caller))
    return Page[HouseTheatre](items=found, next_cursor=cursor)


@router.operation(
    "POST", "/admin/theatres", summary="Make a theatre", body=TheatreIn, returns=HouseTheatre, status=201,
    guard=Guard.ADMIN, refusals=(Invalid, NameTaken),
)  # fmt: skip
async def create_theatre(request: Request, caller: Caller, *, body: TheatreIn) -> Reply:
    """In a city that is there, or in a new one; a request that comes twice makes one theatre."""
    async with refusing(theatres.name_taken):
        made = await theatres.create(body, caller=caller, address=client_address(request))
    return Reply(made, status=201, headers={"Location": f"/admin/theatres/{made.id}"})


@router.operation(
    "GET", "/admin/theatres/<theatre_id:id>", summary="A theatre, as the house sees it", returns=HouseTheatre,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_theatre(_: Request, caller: Caller, *, theatre_id: int) -> HouseTheatre:
    """With the rules of its house."""
    found = await theatres.get(theatre_id)
    await ensure_manages(caller, theatre_id)
    return found


@router.operation(
    "PUT", "/admin/theatres/<theatre_id:id>", summary="Change a theatre", body=TheatreChange,
    returns=HouseTheatre, guard=Guard.MANAGER,
    refusals=(NotFound, Invalid, NameTaken, ChangedMeanwhile),
)  # fmt: skip
async def change_theatre(
    request: Request, caller: Caller, *, theatre_id: int, body: TheatreChange
) -> HouseTheatre:
    """All of it is replaced; without a slug it keeps the one it has. Held quotes stay as they are.

    Zone and currency stay once there are shows: their dates and prices were said in them.
    """
    await theatres.get(theatre_id)
    await ensure_manages(caller, theatre_id)
    async with refusing(theatres.name_taken):
        return await theatres.change(theatre_id, body, caller=caller, address=client_address(request))


@router.operation(
    "DELETE", "/admin/theatres/<theatre_id:id>", summary="Delete a theatre", status=204, guard=Guard.ADMIN,
    refusals=(NotFound, StillUsed),
)  # fmt: skip
async def delete_theatre(request: Request, caller: Caller, *, theatre_id: int) -> Reply:
    """Only one without screens that no promotion names and nobody has a role at."""
    async with refusing(still_used):
        await theatres.delete(theatre_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)
