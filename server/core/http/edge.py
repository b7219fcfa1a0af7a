"""The edge of the application: path parameters, request ids, access log, and every failure's answer."""

import gc
import re
import secrets
from collections.abc import Callable, Coroutine
from functools import partial
from itertools import count
from time import perf_counter, time
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
    ServiceUnavailable,
)
from sanic.exceptions import NotFound as SanicNotFound
from sanic.http import Http
from sanic.server.protocols.http_protocol import HttpProtocol

from seat_engine.errors import EngineUnavailable
from server.core import db, logs
from server.core.errors import DomainError, Invalid, Malformed, NotFound, TooLarge, Unavailable
from server.core.http.caller import client_address
from server.core.http.headers import protect, tell_limit
from server.core.http.origins import allow, preflight
from server.core.http.patience import PatientProtocol
from server.core.http.problems import of_error, problem
from server.core.outage import of_error as outage_of

log = structlog.get_logger("server.access")

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]

_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_MOST_THROWN_AWAY = 16 * 2**20
"""Bytes; of a longer rest nothing is read, and its client may see a reset instead of the answer."""
_UNLOGGED = frozenset({"/healthz", "/readyz"})

# The framework refuses these and closes the connection, whatever its client is still sending.
_CLOSING = (BadRequest, HeaderExpectationFailed, PayloadTooLarge, RequestTimeout, ServiceUnavailable)

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
    app.exception(Exception)(_refuse)

    @app.after_server_start
    async def settle(_: Sanic[Any, Any]) -> None:
        # What is there now stays: looking through it again and again for rubbish cost a tenth of a request.
        gc.collect()
        gc.freeze()

    @app.after_server_stop
    async def finish_log(_: Sanic[Any, Any]) -> None:
        logs.requests.flush()


def _matching(pattern: re.Pattern[str], value: str) -> str:
    # The router compiles the patterns of some routes and only calls the cast of others.
    found = pattern.fullmatch(value)
    if found is None:
        raise ValueError(value)
    return found[found.lastindex or 0]


_ID = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_KEY = re.compile(r"[^/\x00]{1,120}")
_CODE = re.compile(r"[A-Z0-9]{1,32}")
_SVG = re.compile(r"([a-z0-9-]{1,120}(?:\.wide)?)\.svg")


def _identifier(value: str) -> int:
    return int(_matching(_ID, value))


def _key(value: str) -> str:
    return _matching(_KEY, value)


def _code(value: str) -> str:
    return _matching(_CODE, value)


def _drawing(value: str) -> str:
    return _matching(_SVG, value)


# The router looks its casts up by name, so each is a function with a name of its own.
_PARAMETERS: dict[str, tuple[Callable[[str], int | str], re.Pattern[str]]] = {
    "id": (_identifier, _ID),
    "key": (_key, _KEY),
    "code": (_code, _CODE),
    "svg": (_drawing, _SVG),
}
"""Path parameters by kind; a path that does not fit is not found. An id fits PostgreSQL's int4."""


def observed(handler: Handler) -> Handler:
    """Return the handler with what every request gets: an id, a line in the log, an answer to any failure.

    Wrapped around the handler and not installed as the framework's middleware, which costs as much again as
    the framework's own part of a request.
    """

    async def observed_handler(request: Request, **path: Any) -> HTTPResponse:
        began = perf_counter()
        _identify(request)
        try:
            response = await handler(request, **path)
        except Exception as error:  # noqa: BLE001 # the one place where every failure becomes an answer
            if request.stream is not None and request.stream.request_body:
                _read_on(request)
            response = _answer(request, error)
        return _finish(request, response, began)

    return observed_handler


_READING = frozenset({"GET", "HEAD"})
"""What keeps nothing: a value that cannot be kept is then one of ours, and no fault of whoever asks."""

_ids = count(1)
_PROCESS = secrets.token_hex(8)


def _identify(request: Request) -> None:
    sent = request.headers.get("x-request-id")
    if sent is None or not _USABLE_ID.fullmatch(sent):
        sent = f"{_PROCESS}{next(_ids):016x}"
    request.ctx.request_id = sent
    logs.request_id.set(sent)


def _finish(request: Request, response: HTTPResponse, began: float) -> HTTPResponse:
    """Put on the answer what every answer has, and the line in the log."""
    identifier: str = request.ctx.request_id
    response.headers["X-Request-ID"] = identifier
    protect(response, secure=request.app.ctx.secure)
    allow(request, response)
    if (standing := getattr(request.ctx, "standing", None)) is not None:
        tell_limit(response, standing)
    path = request.path
    if path not in _UNLOGGED:
        logs.requests.add(
            logs.RequestLine(
                time(), identifier, request.method, path, response.status, perf_counter() - began,
                partial(client_address, request),
            )
        )  # fmt: skip
    return response


def _refuse(request: Request, error: Exception) -> HTTPResponse:
    """Answer what the framework refuses before any handler runs."""
    began = perf_counter()
    _identify(request)
    if isinstance(error, PayloadTooLarge):
        _read_on(request)
    if isinstance(error, _CLOSING) and isinstance(request.protocol, PatientProtocol):
        request.protocol.linger()
    if (allowed := preflight(request)) is not None:
        return _finish(request, allowed, began)
    return _finish(request, _answer(request, error), began)


def _read_on(request: Request) -> None:
    """Have the rest of a body that was refused read and thrown away before the connection is closed."""
    connection, stream = request.protocol, request.stream
    if isinstance(stream, Http) and isinstance(connection, HttpProtocol):
        taken = (stream.request_bytes or 0) - (stream.request_bytes_left or 0)
        stream.request_max_size = connection.request_max_size = taken + _MOST_THROWN_AWAY
        stream.keep_alive = False


def _answer(request: Request, error: Exception) -> HTTPResponse:
    """Answer any failure with a problem document; what nobody foresaw is logged with its trace."""
    identifier: str = request.ctx.request_id
    if isinstance(error, DomainError):
        return of_error(error, identifier)
    if isinstance(error, _AWAY):
        outage_of(error).met(error)
        return of_error(Unavailable(retry_after=1), identifier)
    if isinstance(error, SanicException) and (known := _of_framework(error)) is not None:
        return problem(*known, request_id=identifier)
    if isinstance(error, SanicException) and request.headers.get("upgrade", "").lower() == "websocket":
        # Whatever a client got wrong in its handshake, the framework calls it a failure of the server.
        handshake = Malformed("The WebSocket handshake is incomplete, or names another subprotocol")
        return of_error(handshake, identifier)
    if request.method not in _READING and db.cannot_be_kept(error):
        # The edge should have known: it is logged as a fault of ours, and answered as what it is.
        log.error("value_not_kept", exc_info=error, method=request.method, path=logs.masked(request.path))
        return of_error(Invalid("A value is too long or too large to be kept"), identifier)
    log.error("request_failed", exc_info=error, method=request.method, path=logs.masked(request.path))
    return problem(
        "internal",
        "Something went wrong here",
        "The failure has been recorded; name the request id when you ask about it",
        request_id=identifier,
    )


_LONG_HEAD = "An address and its headers may have 8 KiB together"


def _of_framework(error: SanicException) -> tuple[str, str, str] | None:
    """Return code, title and detail for what the framework itself refuses."""
    if isinstance(error, SanicNotFound):
        return NotFound.code, NotFound.title, NotFound.title
    if isinstance(error, MethodNotAllowed):
        return "method_not_allowed", "This method is not offered here", str(error)
    if isinstance(error, PayloadTooLarge):
        # Sanic has one error for both, and its words tell them apart.
        of_body = "body" in str(error)
        return TooLarge.code, TooLarge.title, "A body may have 1 MiB" if of_body else _LONG_HEAD
    if isinstance(error, ServiceUnavailable):
        return Unavailable.code, Unavailable.title, "The request took too long"
    if isinstance(error, BadRequest | HeaderExpectationFailed | RequestTimeout):
        return Malformed.code, Malformed.title, str(error)
    return None
