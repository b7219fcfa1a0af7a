"""PostgreSQL or Redis is away: said once an outage, and once a minute while it lasts, whoever meets it.

Everything that works for customers tries again by itself, taken together many times a second. Each try used
to have its line, and its trace.
"""

import logging
from threading import Lock
from time import monotonic

import structlog
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable
from server.core import db

log = structlog.get_logger(__name__)

PERIOD_SECONDS = 60.0
_QUIET_SECONDS = 10.0
"""After so long without a word of it an outage is over; the next one is another."""

POSTGRESQL, REDIS = "postgresql", "redis"
_SETTINGS = {POSTGRESQL: "DATABASE_URL", REDIS: "REDIS_URL"}
_OF_REDIS: tuple[type[BaseException], ...] = (RedisError, EngineUnavailable, BrokerConnectionError)
AWAY: tuple[type[BaseException], ...] = (*_OF_REDIS, *db.AWAY)
"""What is raised where a server that we depend on is away, starting or stopping."""


class Outages:
    """Knows what has been said. Any thread may call it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._noted: dict[str, float] = {}
        self._said: dict[str, float] = {}

    def note(self, error: BaseException | str, part: str | None = None) -> None:
        """Say that what raised this is away, unless that was said a moment ago."""
        away = part or part_of(error)
        now = monotonic()
        with self._lock:
            last, said = self._noted.get(away), self._said.get(away)
            self._noted[away] = now
            goes_on = last is not None and now - last < _QUIET_SECONDS
            if goes_on and said is not None and now - said < PERIOD_SECONDS:
                return
            self._said[away] = now
        text = error if isinstance(error, str) else said_by(error)
        log.warning("dependency_away", part=away, setting=_SETTINGS[away], error=text)


outages = Outages()
"""What this process has said."""


def part_of(error: BaseException | str) -> str:
    """Return which of the two an error is about."""
    return REDIS if isinstance(error, _OF_REDIS) else POSTGRESQL


def said_by(error: BaseException) -> str:
    """Return an error's kind and its words in one line, without what PostgreSQL says of rows."""
    text = " ".join(str(error).partition("\nDETAIL:")[0].split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class OfLibraries(logging.Filter):
    """Takes what libraries log at each try while a server is away, and has it said as everybody's is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be written as it is."""
        if record.name.startswith("dramatiq"):
            return not self._is_of_an_outage(record)
        if record.name.startswith("seat_engine.store") and "connection to Redis lost" in str(record.msg):
            outages.note(record.getMessage(), REDIS)
            return False
        return True

    @staticmethod
    def _is_of_an_outage(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return str(record.msg).startswith("Restarting consumer")
        error = record.exc_info[1] if record.exc_info else None
        if error is None and isinstance(record.args, tuple):
            error = next((one for one in record.args if isinstance(one, BaseException)), None)
        if not isinstance(error, AWAY):
            return False
        outages.note(error)
        return True
