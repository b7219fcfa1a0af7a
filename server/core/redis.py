"""Redis as every process of the house reaches it: impatient, because a shopper is waiting."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

_PATIENCE = 1.0
"""Seconds for a connection or an answer; after that the caller hears that Redis is away."""


def open_redis(url: str) -> Redis:
    """Return a client in bytes mode that fails within seconds; nothing connects before the first command.

    The library's own defaults try ten times and five seconds each, longer than anybody looks at a
    seat map that does not answer.
    """
    return Redis.from_url(
        url,
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
        retry=Retry(ExponentialBackoff(cap=0.1, base=0.02), retries=2),
        health_check_interval=15,
    )
