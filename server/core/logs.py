"""Structured logs: one line an event, JSON in production, with the request id on every line."""

import asyncio
import atexit
import logging
import re
import sys
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

import orjson
import structlog
import structlog.tracebacks

from server.core.library_logs import OfLibraries

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that the current task answers; every line written meanwhile carries it."""


class RequestLine(NamedTuple):
    """What is remembered of an answered request until its line is written."""

    at: float
    """Seconds since 1970, at the answer."""
    request_id: str
    method: str
    path: str
    status: int
    seconds: float
    address: Callable[[], str]
    """Gives the client's address; asked when the line is written."""


class RequestLog:
    """One line a request, written some at a time and off the request's own path.

    A line waits at most ``_PAUSE`` seconds, and no line of another kind overtakes it. A clean stop writes
    what waits; only a process that is killed takes its last moment with it.
    """

    _PAUSE = 0.05
    _MOST = 500

    def __init__(self) -> None:
        self._lines: list[RequestLine] = []
        self._write: Callable[[str], None] | None = None
        self._render: Callable[[dict[str, Any]], str] = _json
        atexit.register(self.flush)

    def connect(self, write: Callable[[str], None], render: Callable[[dict[str, Any]], str]) -> None:
        """Say where lines go and what they look like; until then there is no log and none is kept."""
        self._write, self._render = write, render

    def add(self, line: RequestLine) -> None:
        """Remember a line. Call it in the event loop."""
        if self._write is None:
            return
        self._lines.append(line)
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_later(self._PAUSE, self.flush)
        elif len(self._lines) >= self._MOST:
            self.flush()

    def flush(self) -> None:
        """Write what waits, in one piece."""
        if self._lines and self._write is not None:
            lines, self._lines = self._lines, []
            self._write("\n".join([self._render(_event(line)) for line in lines]))


def _event(line: RequestLine) -> dict[str, Any]:
    return {
        "event": "request",
        "level": "info",
        "timestamp": datetime.fromtimestamp(line.at, UTC).isoformat().replace("+00:00", "Z"),
        "request_id": line.request_id,
        "method": line.method,
        "path": masked(line.path),
        "status": line.status,
        "milliseconds": round(line.seconds * 1000, 1),
        "address": line.address(),
    }


def _json(event: dict[str, Any]) -> str:
    return orjson.dumps(event).decode()


requests = RequestLog()
"""The request log of this process."""


class _InOrder(logging.StreamHandler):  # type: ignore[type-arg] # its stream is whatever stdout is
    """Writes records to stdout, after the request lines that came before them."""

    def emit(self, record: logging.LogRecord) -> None:
        requests.flush()
        super().emit(record)

    def write(self, text: str) -> None:
        """Write lines that need no formatting; a stream that fails is reported as for any record."""
        record = logging.LogRecord("server.access", logging.INFO, __file__, 0, text, None, None)
        try:
            self.stream.write(text + self.terminator)
            self.flush()
        except (OSError, ValueError):
            self.handleError(record)


def _with_request_id(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if (current := request_id.get()) is not None:
        event["request_id"] = current
    return event


# What identifies somebody or lets them in, wherever it stands: in an error's words, a trace, an address.
_ADDRESS = re.compile(r"[^\s@\"'<>():=,;/\\]+@[^\s@\"'<>():=,;/\\]+\.[^\W\d_]{2,}")
_BEARER = re.compile(r"(\btickets/+\s*)[^/\s\"'?#\\]+", re.IGNORECASE)
_TICKET = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{26}\b", re.IGNORECASE)
"""What ``core.ids.ticket_code`` makes."""
# PostgreSQL names the values of a row that it refuses in a line of its own, whose end JSON writes as \\n.
_ROW = re.compile(r"\nDETAIL:[^\n]*|\\nDETAIL:(?:[^\"\\]|\\[^n])*")


def masked(path: str) -> str:
    """Return a request's path for a log: without tickets' codes and people, wherever in it they stand.

    People paste into the address bar what they have.
    """
    return without_people(unquote(path) if "%" in path else path)


def without_people(text: str) -> str:
    """Return words for a log without e-mail addresses, tickets' codes and the rows PostgreSQL speaks of."""
    return _TICKET.sub("…", _BEARER.sub(r"\1…", _ADDRESS.sub("…@…", _ROW.sub("", text))))


def _without_people(_: Any, __: str, line: Any) -> str:
    return without_people(line)


def configure(log_format: Literal["json", "console"]) -> None:
    """Send structlog, the standard library's logging and the request log to stdout in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request_id,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(),
        exception_formatter=structlog.dev.plain_traceback,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if log_format == "json" else console
    )
    # Without local variables: a frame of a sign-in holds the password.
    traces = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    exceptions: list[structlog.typing.Processor] = [traces] if log_format == "json" else []
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _InOrder(sys.stdout)
    handler.addFilter(OfLibraries())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *exceptions,
                renderer,
                _without_people,
            ],
        )
    )
    requests.connect(
        handler.write,
        _json if log_format == "json" else lambda event: console(None, "info", event),
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Sanic repeats at INFO what our own access line says better; its warnings stay.
    for name in ("sanic.root", "sanic.error", "sanic.server", "sanic.websockets"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
