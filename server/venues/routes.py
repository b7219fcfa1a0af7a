"""Routes of venues."""

from sanic import Request

from server.core.errors import NotFound
from server.core.http.operation import Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.venues import queries
from server.venues.schemas import Cities, TheatreOut, TheatreQuery

router = Router("venues")

_BRIEFLY = "public, max-age=60"


@router.operation("GET", "/cities", summary="Cities with theatres", returns=Cities, etag=True, cache=_BRIEFLY)
async def cities(_: Request, __: Caller | None) -> Cities:
    """All cities, by name."""
    return Cities(items=await queries.list_cities())


@router.operation(
    "GET", "/theatres", summary="Theatres, by city or by distance", query=TheatreQuery,
    returns=Page[TheatreOut], etag=True, cache=_BRIEFLY,
)  # fmt: skip
async def theatres(_: Request, __: Caller | None, *, query: TheatreQuery) -> Page[TheatreOut]:
    """Nearest first where `near` is given, else by city and name."""
    near = None
    if query.near:
        latitude, longitude = map(float, query.near.split(","))
        near = (latitude, longitude)
    return Page[TheatreOut](items=await queries.list_theatres(city=query.city, near=near))


@router.operation(
    "GET", "/theatres/<theatre:key>", summary="One theatre, by id or slug", returns=TheatreOut,
    refusals=(NotFound,), etag=True, cache=_BRIEFLY,
)  # fmt: skip
async def theatre(_: Request, __: Caller | None, *, theatre: str) -> TheatreOut:
    """The theatre with its screens and its cancellation policy."""
    found = await queries.list_theatres(key=theatre)
    if not found:
        raise NotFound("There is no such theatre")
    return found[0]
