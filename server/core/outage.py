"""What is away, said once: an outage is one line in the log, not one for every request that met it."""

from math import inf
from time import monotonic
from typing import Any

import structlog
from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable

log = structlog.get_logger(__name__)

_SAY_AGAIN_SECONDS = 60.0
_FORGOTTEN_SECONDS = 60.0
"""A failure that comes so long after the one before is another outage."""
_SETTLING_SECONDS = 5.0
"""What fails so soon after the server answered had begun before."""


def in_words(error: BaseException) -> str:
    """Return an error's type and text; a time limit that ran out has no text of its own."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class Outage:
    """Whether one server that this process needs is away, as far as anybody here has noticed.

    The first failure is logged, then one a minute for as long as it lasts, with how many there were, and
    the end of it.
    """

    def __init__(self, target: str) -> None:
        """``target`` names the server for whoever reads the log."""
        self.target = target
        self._since: float | None = None
        self._last = self._said = 0.0
        self._over_at = -inf
        self._failures = 0

    def met(self, error: BaseException, **facts: Any) -> None:
        """Note that something failed because this server is away."""
        at = monotonic()
        if self._since is None and at - self._over_at < _SETTLING_SECONDS:
            return
        if self._since is None or at - self._last > _FORGOTTEN_SECONDS:
            self._since, self._failures, self._said = at, 0, -_SAY_AGAIN_SECONDS
        self._last = at
        self._failures += 1
        if self._failures > 1 and at - self._said < _SAY_AGAIN_SECONDS:
            return
        self._said = at
        log.warning(
            "dependency_away", target=self.target, error=in_words(error), failures=self._failures,
            seconds=round(at - self._since, 1), **facts,
        )  # fmt: skip

    def over(self) -> None:
        """Note that it answered."""
        if self._since is not None:
            log.info(
                "dependency_back", target=self.target, failures=self._failures,
                seconds=round(monotonic() - self._since, 1),
            )  # fmt: skip
            self._since, self._over_at = None, monotonic()


POSTGRESQL = Outage("postgresql")
SEATS = Outage("redis of live seats")
REDIS = Outage("redis")
"""The Redis of queues and limits, which may be the same."""


def of_error(error: BaseException) -> Outage:
    """Return which server an error says is away."""
    if isinstance(error, EngineUnavailable):
        return SEATS
    return REDIS if isinstance(error, RedisError) else POSTGRESQL
