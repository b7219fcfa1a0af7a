"""Routes for operators and developers: liveness, readiness, the API's own description."""

from typing import Any

import orjson
from redis.exceptions import RedisError
from sanic import HTTPResponse, Request

from seat_engine.errors import EngineUnavailable
from server.core.db import AWAY, row
from server.core.errors import Unavailable
from server.core.http.operation import Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Wire

router = Router("operators")


class Health(Wire):
    """All is well."""

    status: str


class KeySet(Wire):
    """JSON Web Keys that verify access tokens (RFC 7517)."""

    keys: list[dict[str, Any]]


@router.operation("GET", "/healthz", summary="The process runs", returns=Health, cache="no-store")
async def healthz(_: Request, __: Caller | None) -> Health:
    """Says nothing of the databases: restarting this process would not mend them."""
    return Health(status="ok")


@router.operation(
    "GET", "/readyz", summary="The process can serve", returns=Health, cache="no-store",
    refusals=(Unavailable,),
)  # fmt: skip
async def readyz(request: Request, _: Caller | None) -> Health:
    """PostgreSQL and Redis answer; else 503 naming the one that does not."""
    runtime: Runtime = request.app.ctx.runtime
    try:
        await row("SELECT 1")
    except AWAY as error:
        raise Unavailable("PostgreSQL does not answer", part="postgresql", retry_after=2) from error
    try:
        await runtime.engine.store.ping()
    except (EngineUnavailable, RedisError) as error:
        raise Unavailable("Redis does not answer", part="redis", retry_after=2) from error
    return Health(status="ready")


@router.operation(
    "GET", "/.well-known/jwks.json", summary="Keys that verify access tokens", returns=KeySet,
    cache="public, max-age=300",
)  # fmt: skip
async def jwks(request: Request, _: Caller | None) -> KeySet:
    """The public half of every key that tokens are signed with."""
    runtime: Runtime = request.app.ctx.runtime
    return KeySet.model_validate(runtime.signer.jwks())


@router.operation("GET", "/openapi.json", summary="This description", cache="public, max-age=60")
async def openapi(request: Request, _: Caller | None) -> HTTPResponse:
    """OpenAPI 3.1, assembled from the operations that the server executes."""
    return HTTPResponse(orjson.dumps(request.app.ctx.openapi), content_type="application/json")
