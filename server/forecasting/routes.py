"""Routes of forecasts, recommended prices and models."""

import asyncio

from sanic import Request

from seat_engine import SeatEngine
from server.accounts.scope import ensure_manages, managed_theatres
from server.core.clock import now
from server.core.db import transaction
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.language import preferred
from server.core.http.operation import Reply, Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.forecasting import catalogue, listing, performance, predicting, showprice, versions
from server.forecasting.errors import ModelUnusable, NoForecasts, NotInUse, UnknownModel
from server.forecasting.memory import Memory
from server.forecasting.schemas import (
    AppliedListOut,
    ApplyIn,
    ChangeIn,
    InUseOut,
    ModelDetailOut,
    ModelsOut,
    OutlookDetailOut,
    OutlooksOut,
    PerformanceOut,
    PredictedOut,
    PredictIn,
    PredictionsOut,
    PredictionsQuery,
    ShowPriceOut,
)
from server.forecasting.shelf import ModelShelf
from server.venues.shows import get_show, recent_show

router = Router("forecasting")


@router.operation(
    "GET", "/pricing/show/<show_id:id>", summary="What a show costs, and why", returns=ShowPriceOut,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def show_price(request: Request, _: Caller | None, *, show_id: int) -> Reply:
    """Where the price comes from, what is expected, and in one sentence why it costs what it does."""
    return Reply(await showprice.show_price(await recent_show(show_id), preferred(request)))


@router.operation(
    "POST", "/ml/predict", summary="Forecast shows", body=PredictIn, returns=PredictedOut,
    guard=Guard.MANAGER, refusals=(Invalid, NoForecasts),
)  # fmt: skip
async def predict(request: Request, caller: Caller, *, body: PredictIn) -> PredictedOut:
    """A known `show_id` of a theatre that the caller manages fills in what is missing.

    What had to be assumed is said under `imputed`.
    """
    predictor, history = _shelf(request).predictor, await _memory(request).history()
    coming = await predicting.known_shows(body.wanted, await managed_theatres(caller))
    made = await asyncio.to_thread(predicting.predict, body.wanted, coming, history, predictor)
    return PredictedOut(made[0] if body.items is None else PredictionsOut(items=made))


@router.operation(
    "GET", "/admin/predictions", summary="What is expected of shows on sale", query=PredictionsQuery,
    returns=OutlooksOut, guard=Guard.MANAGER, refusals=(Invalid, NoForecasts), cache="no-store",
)  # fmt: skip
async def list_predictions(request: Request, caller: Caller, *, query: PredictionsQuery) -> OutlooksOut:
    """All of a window (the next week, unless said) in one answer, of the theatres that the caller manages."""
    theatres = await managed_theatres(caller)
    if query.theatre_id is not None:
        await ensure_manages(caller, query.theatre_id)
        theatres = [query.theatre_id]
    predictor, history = _shelf(request).predictor, await _memory(request).history()
    found = await listing.listed(query, theatres, history, predictor)
    items = await listing.with_live_counts(_engine(request), found)
    return OutlooksOut(model_version=predictor.version, as_of=now(), items=items)


@router.operation(
    "GET", "/admin/predictions/<show_id:id>", summary="What is expected of a show, and why",
    returns=OutlookDetailOut, guard=Guard.MANAGER, refusals=(NotFound, NoForecasts), cache="no-store",
)  # fmt: skip
async def get_prediction(request: Request, caller: Caller, *, show_id: int) -> OutlookDetailOut:
    """Each feature's contribution in tickets, and what other prices would bring."""
    await ensure_manages(caller, (await get_show(show_id)).theatre_id)
    found = await listing.detail(show_id, await _memory(request).history(), _shelf(request).predictor)
    if found is None:
        raise NotFound("This show is not on sale")
    (live,) = await listing.with_live_counts(_engine(request), [found])
    return live


@router.operation(
    "POST", "/admin/predictions/apply", summary="Ask recommended prices now", body=ApplyIn,
    returns=AppliedListOut, guard=Guard.MANAGER, refusals=(NoForecasts,),
)  # fmt: skip
async def apply_predictions(request: Request, caller: Caller, *, body: ApplyIn) -> AppliedListOut:
    """One step towards each recommendation, within the theatres' rules; for each is said what was done."""
    predictor, history = _shelf(request).predictor, await _memory(request).history()
    return AppliedListOut(
        items=await listing.apply(
            body.show_ids,
            history,
            predictor,
            caller=caller,
            address=client_address(request),
            theatre_ids=await managed_theatres(caller),
        )
    )


@router.operation(
    "GET", "/admin/analytics/forecasts", summary="How good forecasts were", returns=PerformanceOut,
    guard=Guard.MANAGER, cache="no-store",
)  # fmt: skip
async def forecasts_against_sales(_: Request, caller: Caller) -> PerformanceOut:
    """Of shows that are over: what was expected a day before, what they sold, and which features moved."""
    return await performance.performance(await managed_theatres(caller))


@router.operation(
    "GET", "/ml/models", summary="Versions of models", returns=ModelsOut, guard=Guard.MANAGER,
    cache="no-store",
)  # fmt: skip
async def list_models(request: Request, _: Caller) -> ModelsOut:
    """The newest first, each with how it did on shows held out."""
    return ModelsOut(
        in_use=await versions.in_use(), serving=_shelf(request).version, items=await catalogue.listed()
    )


@router.operation(
    "GET", "/ml/models/<version:key>", summary="A version of a model", returns=ModelDetailOut,
    guard=Guard.MANAGER, refusals=(UnknownModel,), cache="no-store",
)  # fmt: skip
async def get_model(_: Request, __: Caller, *, version: str) -> ModelDetailOut:
    """With its card, and when it was in use."""
    return await catalogue.detail(version)


@router.operation(
    "POST", "/ml/models/<version:key>/promote", summary="Put a version to use", body=ChangeIn,
    body_required=False, returns=InUseOut, guard=Guard.ADMIN, refusals=(UnknownModel, ModelUnusable),
)  # fmt: skip
async def promote_model(request: Request, caller: Caller, *, version: str, body: ChangeIn | None) -> InUseOut:
    """Within a second every process answers by it; one that does not load is refused."""
    reason = (body and body.reason) or "promoted by hand"
    async with transaction():
        await versions.promote(version, caller=caller, reason=reason, address=client_address(request))
    await _shelf(request).look()
    return InUseOut(in_use=version)


@router.operation(
    "POST", "/ml/models/<version:key>/rollback", summary="Leave a version for the one before it",
    body=ChangeIn, body_required=False, returns=InUseOut, guard=Guard.ADMIN,
    refusals=(NotInUse, ModelUnusable),
)  # fmt: skip
async def roll_back_model(
    request: Request, caller: Caller, *, version: str, body: ChangeIn | None
) -> InUseOut:
    """What is named must be the version in use, so that two who roll back at once go back one step."""
    reason = (body and body.reason) or "rolled back by hand"
    async with transaction():
        earlier = await versions.roll_back(
            version, caller=caller, reason=reason, address=client_address(request)
        )
    await _shelf(request).look()
    return InUseOut(in_use=earlier)


def _shelf(request: Request) -> ModelShelf:
    shelf: ModelShelf = request.app.ctx.model_shelf
    return shelf


def _engine(request: Request) -> SeatEngine:
    runtime: Runtime = request.app.ctx.runtime
    return runtime.engine


def _memory(request: Request) -> Memory:
    memory: Memory = request.app.ctx.past_shows
    return memory
