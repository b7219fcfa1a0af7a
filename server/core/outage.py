"""What is away, said once: an outage is one line in the log, not one for every request that met it."""

from threading import Lock
from time import monotonic
from typing import Any

import structlog
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable

log = structlog.get_logger(__name__)

_SAY_AGAIN_SECONDS = 60.0
_FORGOTTEN_SECONDS = 60.0
"""A failure that comes so long after the one before is another outage."""


def in_words(error: BaseException) -> str:
    """Return an error's type and words in one line, without what PostgreSQL says of rows.

    A time limit that ran out has no words of its own.
    """
    text = " ".join(str(error).partition("\nDETAIL:")[0].split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class Outage:
    """Whether one server that this process needs is away, as far as anybody here has noticed.

    The first failure is logged, then one a minute for as long as it lasts, with how many there were, and
    the end of it. Any thread may call it.
    """

    def __init__(self, target: str, setting: str) -> None:
        """``target`` names the server for whoever reads the log, ``setting`` the variable that says where."""
        self.target = target
        self.setting = setting
        self._lock = Lock()
        self._since: float | None = None
        self._last = self._said = 0.0
        self._failures = 0

    def met(self, error: BaseException | str, **facts: Any) -> None:
        """Note that something failed because this server is away."""
        at = monotonic()
        with self._lock:
            if self._since is None or at - self._last > _FORGOTTEN_SECONDS:
                self._since, self._failures, self._said = at, 0, -_SAY_AGAIN_SECONDS
            self._last = at
            self._failures += 1
            if self._failures > 1 and at - self._said < _SAY_AGAIN_SECONDS:
                return
            self._said = at
            failures, seconds = self._failures, round(at - self._since, 1)
        log.warning(
            "dependency_away", target=self.target, setting=self.setting,
            error=error if isinstance(error, str) else in_words(error), failures=failures, seconds=seconds,
            **facts,
        )  # fmt: skip

    def over(self) -> None:
        """Note that it answered."""
        if self._since is None:
            return
        with self._lock:
            since, failures, self._since = self._since, self._failures, None
        if since is not None:
            log.info(
                "dependency_back", target=self.target, failures=failures,
                seconds=round(monotonic() - since, 1),
            )  # fmt: skip


POSTGRESQL = Outage("postgresql", "DATABASE_URL")
REDIS = Outage("redis", "REDIS_URL")
"""The Redis of queues and limits, and of live seats where these have none of their own."""
_APART = Outage("redis of live seats", "SEATS_REDIS_URL")
_seats = REDIS


def keep_seats_apart() -> None:
    """Tell the Redis of live seats from the other from now on: in this process it is another one."""
    global _seats  # noqa: PLW0603 # decided once, when a process starts
    _seats = _APART


def seats() -> Outage:
    """Return the outage of the Redis of live seats."""
    return _seats


def of_error(error: BaseException) -> Outage:
    """Return which server an error says is away."""
    if isinstance(error, EngineUnavailable):
        return _seats
    return REDIS if isinstance(error, RedisError | BrokerConnectionError) else POSTGRESQL
