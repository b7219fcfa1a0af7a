"""Routes of prices, for the house's people: rules, overrides, history, experiments."""

from uuid import UUID

from sanic import Request

from server.accounts.scope import ensure_manages, managed_theatres
from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router
from server.core.tokens import Caller
from server.core.wire import Page
from server.pricing import experiments, history, overrides, rules
from server.pricing.errors import ExperimentEnded, NothingOverridden
from server.pricing.schemas import (
    ExperimentIn,
    ExperimentOut,
    ExperimentQuery,
    HistoryQuery,
    OverrideIn,
    PriceChangeOut,
    RulesIn,
    RulesOut,
)
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.shows import get_show

router = Router("pricing")


@router.operation(
    "GET", "/admin/prices", summary="The rules of every theatre's prices", returns=Page[RulesOut],
    guard=Guard.MANAGER, cache="no-store",
)  # fmt: skip
async def list_rules(_: Request, caller: Caller) -> Page[RulesOut]:
    """Of the theatres that the caller manages."""
    return Page[RulesOut](items=await rules.listed(await managed_theatres(caller)))


@router.operation(
    "GET", "/admin/prices/<theatre_id:id>", summary="The rules of a theatre's prices", returns=RulesOut,
    guard=Guard.MANAGER, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_rules(_: Request, caller: Caller, *, theatre_id: int) -> RulesOut:
    """Floor, ceiling, step, and whether prices move by themselves."""
    await ensure_manages(caller, theatre_id)
    return await rules.get(theatre_id)


@router.operation(
    "PUT", "/admin/prices/<theatre_id:id>", summary="Set the rules of a theatre's prices", body=RulesIn,
    returns=RulesOut, guard=Guard.MANAGER, refusals=(NotFound,),
)  # fmt: skip
async def change_rules(request: Request, caller: Caller, *, theatre_id: int, body: RulesIn) -> RulesOut:
    """`automatic: false` is the kill switch: within a second every show there asks its base price."""
    await ensure_manages(caller, theatre_id)
    async with transaction():
        return await rules.change(theatre_id, body, caller=caller, address=client_address(request))


@router.operation(
    "POST", "/admin/shows/<show_id:id>/override", summary="Set a show's prices by hand", body=OverrideIn,
    status=204, guard=Guard.MANAGER, refusals=(NotFound, Invalid, ShowPast, ShowNotOnSale),
)  # fmt: skip
async def override(request: Request, caller: Caller, *, show_id: int, body: OverrideIn) -> Reply:
    """Until the stated end, within the theatre's floor and ceiling. Seats on hold keep their quote."""
    await overrides.override(show_id, body, caller=caller, address=client_address(request))
    return Reply(None, status=204)


@router.operation(
    "DELETE", "/admin/shows/<show_id:id>/override", summary="End an override", status=204,
    guard=Guard.MANAGER, refusals=(NotFound, NothingOverridden),
)  # fmt: skip
async def end_override(request: Request, caller: Caller, *, show_id: int) -> Reply:
    """The show asks again what it would ask without."""
    await overrides.end(show_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)


@router.operation(
    "GET", "/admin/shows/<show_id:id>/prices", summary="What a show has cost, and why", query=HistoryQuery,
    returns=Page[PriceChangeOut], guard=Guard.MANAGER, refusals=(NotFound, BadCursor), cache="no-store",
)  # fmt: skip
async def price_history(
    _: Request, caller: Caller, *, show_id: int, query: HistoryQuery
) -> Page[PriceChangeOut]:
    """Newest first; each with who or what changed it, and last what the show was opened at."""
    show = await get_show(show_id)
    await ensure_manages(caller, show.theatre_id)
    found, cursor = await history.page(show, query)
    return Page[PriceChangeOut](items=found, next_cursor=cursor)


@router.operation(
    "GET", "/admin/experiments", summary="Experiments over prices", query=ExperimentQuery,
    returns=Page[ExperimentOut], guard=Guard.ADMIN, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_experiments(_: Request, __: Caller, *, query: ExperimentQuery) -> Page[ExperimentOut]:
    """Newest first, without results."""
    found, cursor = await experiments.page(query)
    return Page[ExperimentOut](items=[experiments.shown(one) for one in found], next_cursor=cursor)


@router.operation(
    "POST", "/admin/experiments", summary="Plan an experiment", body=ExperimentIn, returns=ExperimentOut,
    status=201, guard=Guard.ADMIN, refusals=(Invalid,),
)  # fmt: skip
async def create_experiment(request: Request, caller: Caller, *, body: ExperimentIn) -> Reply:
    """Shows are drawn into its arms by what they are, never by who buys."""
    async with transaction():
        made = await experiments.create(body, caller=caller, address=client_address(request))
    return Reply(experiments.shown(made), status=201, headers={"Location": f"/admin/experiments/{made.id}"})


@router.operation(
    "GET", "/admin/experiments/<experiment_id:uuid>", summary="An experiment with its results",
    returns=ExperimentOut, guard=Guard.ADMIN, refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_experiment(_: Request, __: Caller, *, experiment_id: UUID) -> ExperimentOut:
    """Of shows that are over: revenue by arm, and the uplift over the first with its 95 % interval."""
    found = await experiments.get(experiment_id)
    return experiments.shown(found, await experiments.results(found))


@router.operation(
    "PUT", "/admin/experiments/<experiment_id:uuid>", summary="Change a planned experiment",
    body=ExperimentIn, returns=ExperimentOut, guard=Guard.ADMIN,
    refusals=(NotFound, ExperimentEnded, Invalid),
)  # fmt: skip
async def change_experiment(
    request: Request, caller: Caller, *, experiment_id: UUID, body: ExperimentIn
) -> ExperimentOut:
    """Only before it begins: afterwards its results would say nothing."""
    async with transaction():
        changed = await experiments.change(
            experiment_id, body, caller=caller, address=client_address(request)
        )
    return experiments.shown(changed)


@router.operation(
    "DELETE", "/admin/experiments/<experiment_id:uuid>", summary="End an experiment", status=204,
    guard=Guard.ADMIN, refusals=(NotFound,),
)  # fmt: skip
async def end_experiment(request: Request, caller: Caller, *, experiment_id: UUID) -> Reply:
    """Shows that start later follow their theatre's rules again; what was found stays."""
    async with transaction():
        await experiments.end(experiment_id, caller=caller, address=client_address(request))
    return Reply(None, status=204)
