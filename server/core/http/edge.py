"""The edge of the application: path parameters, request ids, access log, and every failure's answer."""

import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from redis.exceptions import RedisError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import (
    BadRequest,
    HeaderExpectationFailed,
    MethodNotAllowed,
    PayloadTooLarge,
    RequestTimeout,
    SanicException,
)
from sanic.exceptions import NotFound as SanicNotFound

from seat_engine.errors import EngineUnavailable
from server.core import db
from server.core.errors import DomainError, Malformed, NotFound, Unavailable
from server.core.http.caller import client_address
from server.core.http.problems import of_error, problem
from server.core.ids import new_id

log = structlog.get_logger("server.access")

_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SERVER_ERROR = 500

# PostgreSQL or Redis is away, starting, or stopping: the request may be tried again in a moment.
_AWAY = (
    EngineUnavailable,
    RedisError,
    *db.AWAY,
)


def prepare(app: Sanic[Any, Any]) -> None:
    """Install everything that is the same for every request."""
    for label, (cast, pattern) in _PARAMETERS.items():
        app.router.register_pattern(label, cast, pattern)
    app.on_request(_begin)
    app.on_response(_end)
    app.exception(Exception)(_refuse)


def _matching(pattern: re.Pattern[str], value: str) -> str:
    # The router compiles the patterns of some routes and only calls the cast of others.
    found = pattern.fullmatch(value)
    if found is None:
        raise ValueError(value)
    return found[found.lastindex or 0]


_ID = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_KEY = re.compile(r"[^/]{1,120}")
_SVG = re.compile(r"([a-z0-9-]{1,120}(?:\.wide)?)\.svg")


def _identifier(value: str) -> int:
    return int(_matching(_ID, value))


def _key(value: str) -> str:
    return _matching(_KEY, value)


def _drawing(value: str) -> str:
    return _matching(_SVG, value)


# The router looks its casts up by name, so each is a function with a name of its own.
_PARAMETERS: dict[str, tuple[Callable[[str], int | str], re.Pattern[str]]] = {
    "id": (_identifier, _ID),
    "key": (_key, _KEY),
    "svg": (_drawing, _SVG),
}
"""Path parameters by kind; a path that does not fit is not found. An id fits PostgreSQL's int4."""


async def _begin(request: Request) -> None:
    sent = request.headers.get("x-request-id", "")
    request.ctx.request_id = sent if _USABLE_ID.fullmatch(sent) else new_id().hex
    request.ctx.began = perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request.ctx.request_id)


async def _end(request: Request, response: HTTPResponse) -> None:
    response.headers["X-Request-ID"] = request_id(request)
    if request.path in {"/healthz", "/readyz"}:
        return
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status,
        milliseconds=round((perf_counter() - getattr(request.ctx, "began", perf_counter())) * 1000, 1),
        address=client_address(request),
    )


def request_id(request: Request) -> str:
    """Return the request's id; one that failed before its middleware ran gets one now."""
    if not hasattr(request.ctx, "request_id"):
        request.ctx.request_id = new_id().hex
    found: str = request.ctx.request_id
    return found


async def _refuse(request: Request, error: Exception) -> HTTPResponse:
    """Answer any failure with a problem document; what nobody foresaw is logged with its trace."""
    if isinstance(error, DomainError):
        return of_error(error, request_id(request))
    if isinstance(error, _AWAY):
        log.warning("dependency_away", error=f"{type(error).__name__}: {error}")
        return of_error(Unavailable(retry_after=1), request_id(request))
    if isinstance(error, SanicException) and (known := _of_framework(error)) is not None:
        return problem(*known, request_id=request_id(request))
    log.error("request_failed", exc_info=error, method=request.method, path=request.path)
    return problem(
        "internal",
        "Something went wrong here",
        "The failure has been recorded; name the request id when you ask about it",
        request_id=request_id(request),
    )


def _of_framework(error: SanicException) -> tuple[str, str, str] | None:
    """Return code, title and detail for what the framework itself refuses."""
    if isinstance(error, SanicNotFound):
        return NotFound.code, NotFound.title, NotFound.title
    if isinstance(error, MethodNotAllowed):
        return "method_not_allowed", "This method is not offered here", str(error)
    if isinstance(error, PayloadTooLarge):
        return "too_large", "The request is too large", "A body may have 1 MiB"
    if isinstance(error, BadRequest | HeaderExpectationFailed | RequestTimeout):
        return Malformed.code, Malformed.title, str(error)
    return None
