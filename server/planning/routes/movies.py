"""Routes of films, for the house's people: managers see them, admins make and change them."""

from sanic import Request

from server.core.cursor import BadCursor
from server.core.editing import ChangedMeanwhile
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.planning import movies
from server.planning.errors import NameTaken, StillUsed
from server.planning.routes.parts import refusing, still_used
from server.planning.schemas.movies import HouseMovie, MovieChange, MovieIn, MoviesQuery

router = Router("house_movies")


@router.operation(
    "GET", "/admin/movies", summary="Films, as the house sees them", query=MoviesQuery,
    returns=Page[HouseMovie], guard=Guard.MANAGER, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_movies(_: Request, __: Caller, *, query: MoviesQuery) -> Page[HouseMovie]:
    """Newest first, those without a show too."""
    found, cursor = await movies.list_page(query)
    return Page[HouseMovie](items=found, next_cursor=cursor)


@router.operation(
    "POST", "/admin/movies", summary="Make a film", body=MovieIn, returns=HouseMovie, status=201,
    guard=Guard.ADMIN, refusals=(Invalid, NameTaken),
)  # fmt: skip
async def create_movie(request: Request, caller: Caller, *, body: MovieIn) -> Reply:
    """Its slug is made of its title unless one is given; a request that comes twice makes one film."""
    async with refusing(movies.name_taken):
        made = await movies.create(body, caller=caller, address=client_address(request))
    return Reply(made, status=201, headers={"Location": f"/admin/movies/{made.id}"})


@router.operation(
    "GET", "/admin/movies/<movie_id:id>", summary="A film, as the house sees it", returns=HouseMovie,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_movie(_: Request, __: Caller, *, movie_id: int) -> HouseMovie:
    """With its credits, its poster's colours, and how many shows of it are to come."""
    return await movies.get(movie_id)


@router.operation(
    "PUT", "/admin/movies/<movie_id:id>", summary="Change a film", body=MovieChange,
    returns=HouseMovie, guard=Guard.ADMIN, refusals=(NotFound, Invalid, NameTaken, ChangedMeanwhile),
)  # fmt: skip
async def change_movie(request: Request, caller: Caller, *, movie_id: int, body: MovieChange) -> HouseMovie:
    """All of it is replaced but its ratings; without a slug it keeps the one it has.

    Shows that are planned keep their ends. A language stays while shows to come are in it.
    """
    async with refusing(movies.name_taken):
        return await movies.change(movie_id, body, caller=caller, address=client_address(request))


@router.operation(
    "DELETE", "/admin/movies/<movie_id:id>", summary="Delete a film", status=204, guard=Guard.ADMIN,
    refusals=(NotFound, StillUsed),
)  # fmt: skip
async def delete_movie(request: Request, caller: Caller, *, movie_id: int) -> Reply:
    """Only one that never had a show and that no promotion names."""
    async with refusing(still_used):
        await movies.delete(movie_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)
