"""Routes for operators and developers: liveness, readiness, the API's own description."""

import asyncio
from typing import Any

import orjson
from redis.exceptions import RedisError
from sanic import HTTPResponse, Request

from seat_engine.errors import EngineUnavailable
from server import metrics
from server.core import audit, outbox
from server.core.db import AWAY, promptly, row, transaction
from server.core.errors import NotFound, Unavailable
from server.core.http.addresses import within
from server.core.http.caller import Guard, came_unknown, client_address
from server.core.http.operation import Router
from server.core.outage import POSTGRESQL, seats
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Moment, Wire

router = Router("operators")

_READY_SECONDS = 1.5
"""Within which PostgreSQL must answer; live seats have a second, as everywhere."""


class Health(Wire):
    """All is well."""

    status: str


class KeySet(Wire):
    """JSON Web Keys that verify access tokens (RFC 7517)."""

    keys: list[dict[str, Any]]


@router.operation(
    "GET", "/healthz", summary="The process runs", returns=Health, cache="no-store", metered=False
)
async def healthz(_: Request, __: Caller | None) -> Health:
    """Says nothing of the databases: restarting this process would not mend them."""
    return Health(status="ok")


@router.operation(
    "GET", "/readyz", summary="The process can serve", returns=Health, cache="no-store",
    refusals=(Unavailable,), metered=False,
)  # fmt: skip
async def readyz(request: Request, _: Caller | None) -> Health:
    """PostgreSQL and Redis answer; else 503 within two seconds, naming those that do not."""
    runtime: Runtime = request.app.ctx.runtime
    silent = [name for name in await asyncio.gather(_postgresql(), _seats(runtime)) if name is not None]
    if silent:
        parts = [part.lower() for part in silent]
        detail = f"{' and '.join(silent)} {'do' if silent[1:] else 'does'} not answer"
        raise Unavailable(detail, part=parts[0], parts=parts, retry_after=2)
    return Health(status="ready")


async def _postgresql() -> str | None:
    try:
        await promptly(row("SELECT 1"), seconds=_READY_SECONDS)
    except AWAY as error:
        POSTGRESQL.met(error)
        return "PostgreSQL"
    return None


async def _seats(runtime: Runtime) -> str | None:
    try:
        await runtime.engine.store.ping()
    except (EngineUnavailable, RedisError) as error:
        seats().met(error)
        return "Redis"
    seats().over()
    return None


@router.operation(
    "GET", "/.well-known/jwks.json", summary="Keys that verify access tokens", returns=KeySet,
    cache="public, max-age=300",
)  # fmt: skip
async def jwks(request: Request, _: Caller | None) -> KeySet:
    """The public half of every key that tokens are signed with."""
    runtime: Runtime = request.app.ctx.runtime
    return KeySet.model_validate(runtime.keys.jwks())


@router.operation("GET", "/openapi.json", summary="This description", cache="public, max-age=60")
async def openapi(request: Request, _: Caller | None) -> HTTPResponse:
    """OpenAPI 3.1, assembled from the operations that the server executes."""
    return HTTPResponse(orjson.dumps(request.app.ctx.openapi), content_type="application/json")


@router.operation(
    "GET", "/metrics", summary="Figures for Prometheus", content_type=metrics.CONTENT_TYPE, cache="no-store",
    refusals=(NotFound,), metered=False,
)  # fmt: skip
async def prometheus(request: Request, _: Caller | None) -> HTTPResponse:
    """Jobs and queues with their age, refunds, providers' messages, what the sweep for violations found.

    Only for the house's own networks (``OPERATOR_NETWORKS``); for anybody else there is nothing here. Nor is
    there for what a proxy passes on that ``TRUSTED_PROXIES`` does not name: it may speak for anybody.
    """
    runtime: Runtime = request.app.ctx.runtime
    inside = within(client_address(request), runtime.settings.operator_networks)
    if not inside or came_unknown(request):
        raise NotFound
    return HTTPResponse(
        await metrics.exposition(runtime.settings.redis_url), content_type=metrics.CONTENT_TYPE
    )


class DeadJobOut(Wire):
    """A job that was given up."""

    id: int
    actor: str
    args: dict[str, Any]
    attempts: int
    last_error: str | None
    created_at: Moment
    dead_at: Moment


class DeadJobs(Wire):
    """Jobs that were given up, newest first."""

    items: list[DeadJobOut]


class Revived(Wire):
    """How many jobs are tried again."""

    revived: int


@router.operation(
    "GET", "/admin/jobs/dead", summary="Jobs that were given up", returns=DeadJobs, guard=Guard.ADMIN,
    cache="no-store",
)  # fmt: skip
async def dead_jobs(_: Request, __: Caller) -> DeadJobs:
    """Each failed too often to be tried again by itself; its last error says why."""
    return DeadJobs(items=[DeadJobOut.model_validate(job) for job in await outbox.dead()])


@router.operation(
    "POST", "/admin/jobs/<job_id:id>/retry", summary="Try a job again that was given up", returns=Revived,
    guard=Guard.ADMIN, refusals=(NotFound,),
)  # fmt: skip
async def retry_job(request: Request, caller: Caller, *, job_id: int) -> Revived:
    """Every job is safe to run twice."""
    async with transaction():
        revived = await outbox.revive([job_id])
        if not revived:
            raise NotFound("There is no such job among those given up")
        await audit.record(caller, "job.retry", f"job:{job_id}", address=client_address(request))
    return Revived(revived=revived)
