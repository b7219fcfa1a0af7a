"""Routes of shows; managers plan those of their own theatres."""

from datetime import timedelta

from sanic import Request
from tortoise.exceptions import IntegrityError

from server.accounts.scope import ensure_manages, served_theatres
from server.booking.errors import ShowOver
from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.editing import ChangedMeanwhile
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Page
from server.planning import show_reads, shows
from server.planning.errors import ScreenTaken, ShowHasTickets, ShowIsCancelled, StillUsed
from server.planning.routes.parts import refusing, still_used
from server.planning.schemas.shows import HouseShow, ShowChange, ShowIn, ShowsQuery

router = Router("house_shows")


@router.operation(
    "GET", "/admin/shows", summary="Shows, as the house sees them", query=ShowsQuery, returns=Page[HouseShow],
    guard=Guard.STAFF, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_shows(request: Request, caller: Caller, *, query: ShowsQuery) -> Page[HouseShow]:
    """By time, past and cancelled ones too; those of the theatres in which the caller works.

    ``seats_left`` is what is free now, as in the public lists, and ``price_from`` what is asked now.
    """
    found, cursor = await show_reads.list_page(
        query, among=await served_theatres(caller), pause=_pause(request)
    )
    return Page[HouseShow](items=await _live(request, found), next_cursor=cursor)


@router.operation(
    "POST", "/admin/shows", summary="Plan a show", body=ShowIn, returns=HouseShow, status=201,
    guard=Guard.MANAGER, refusals=(Invalid, ScreenTaken),
)  # fmt: skip
async def create_show(request: Request, caller: Caller, *, body: ShowIn) -> Reply:
    """Its end follows from the film, its date from the theatre's zone.

    A screen has one show at a time and the house's break between two; `show` names the one in the way. A
    request that comes twice plans one show.
    """
    try:
        async with transaction():
            made = await shows.create(
                body, caller=caller, address=client_address(request), pause=_pause(request)
            )
    except IntegrityError as error:
        raise await _refusal(request, error, body) from error
    return Reply(made, status=201, headers={"Location": f"/admin/shows/{made.id}"})


@router.operation(
    "GET", "/admin/shows/<show_id:id>", summary="A show, as the house sees it", returns=HouseShow,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_show(request: Request, caller: Caller, *, show_id: int) -> HouseShow:
    """With what is sold of it, and its base prices."""
    found = await show_reads.get(show_id, pause=_pause(request))
    await ensure_manages(caller, found.theatre.id)
    (live,) = await _live(request, [found])
    return live


@router.operation(
    "PUT", "/admin/shows/<show_id:id>", summary="Change a show", body=ShowChange, returns=HouseShow,
    guard=Guard.MANAGER,
    refusals=(
        NotFound, Invalid, ScreenTaken, ShowHasTickets, ShowIsCancelled, ShowOver, ChangedMeanwhile,
    ),
)  # fmt: skip
async def change_show(request: Request, caller: Caller, *, show_id: int, body: ShowChange) -> HouseShow:
    """Film, place, time, language and format only while no ticket is live; holds of it end then.

    Base prices at any time: held quotes stay as they are.
    """
    try:
        async with transaction():
            changed = await shows.change(
                show_id, body, caller=caller, address=client_address(request), pause=_pause(request)
            )
    except IntegrityError as error:
        raise await _refusal(request, error, body) from error
    (live,) = await _live(request, [changed])
    return live


@router.operation(
    "DELETE", "/admin/shows/<show_id:id>", summary="Delete a show", status=204, guard=Guard.MANAGER,
    refusals=(NotFound, StillUsed),
)  # fmt: skip
async def delete_show(request: Request, caller: Caller, *, show_id: int) -> Reply:
    """Only one that nobody ever booked. Any other is cancelled: `POST /admin/shows/{show_id}/cancel`."""
    async with refusing(still_used):
        await shows.delete(show_id, caller=caller, address=client_address(request), pause=_pause(request))
    return Reply(None, status=204)


async def _live(request: Request, listed: list[HouseShow]) -> list[HouseShow]:
    runtime: Runtime = request.app.ctx.runtime
    return await show_reads.with_live_counts(runtime.engine, listed)


def _pause(request: Request) -> timedelta:
    runtime: Runtime = request.app.ctx.runtime
    return timedelta(minutes=runtime.settings.show_break_minutes)


async def _refusal(request: Request, error: IntegrityError, wanted: ShowIn) -> Exception:
    return await shows.screen_taken(error, wanted, pause=_pause(request)) or error
