"""Connections to PostgreSQL on which every wait has an end, whether or not the server still does anything.

A server that is frozen, or behind a network that swallows packets, refuses nothing: it takes connections,
requests and requests to cancel, and is silent. Whoever gives up on a statement must therefore also give up
on its cancellation, and with it on the connection. What the server makes of the statement when it goes on
is then not known here; a repeated request with the same idempotency key finds out.
"""

from typing import Any

import asyncpg
from asyncpg.pool import Pool, PoolConnectionProxy
from tortoise.backends.asyncpg.client import AsyncpgDBClient

CONNECT_SECONDS = 5.0
"""For a new connection, the password included."""
CANCEL_SECONDS = 1.0
"""For the server to say that it has cancelled a statement; then its connection is dropped."""


class Connection(asyncpg.Connection):  # type: ignore[misc] # it has no types
    """A connection that is dropped when the server does not even answer a cancellation."""

    __slots__ = ()

    async def _cancel(self, waiter: Any, cancel_waiter: Any = None) -> None:
        # The driver waits as long for this as for a statement: twice, in a request that was given up.
        drop = self._loop.call_later(CANCEL_SECONDS, self.terminate)
        try:
            await super()._cancel(waiter, cancel_waiter)
        finally:
            drop.cancel()


class BoundedPool(Pool):  # type: ignore[misc] # it has no types
    """A pool in which nobody waits for a connection longer than for a statement."""

    __slots__ = ()

    async def _acquire(self, timeout: float | None) -> PoolConnectionProxy:  # noqa: ASYNC109 # the driver's shape
        # Where one is free there is nothing to wait for but a new connection, which has a bound of its own;
        # the driver's own bound would cost each statement a task.
        if timeout is None and self._queue.empty():
            timeout = self._connect_kwargs["command_timeout"]
        return await super()._acquire(timeout)


def create_pool(**options: Any) -> BoundedPool:
    """Return a pool, to be awaited, with the driver's usual settings where none are given."""
    usual = {"max_queries": 50_000, "max_inactive_connection_lifetime": 300.0, "record_class": asyncpg.Record}
    return BoundedPool(**{**usual, **options})


class Client(AsyncpgDBClient):
    """Tortoise's client of PostgreSQL, with our pool."""

    connection_class = Connection

    async def create_pool(self, **kwargs: Any) -> BoundedPool:
        """Return a pool that is connected."""
        pool: BoundedPool = await create_pool(**kwargs)
        return pool


client_class = Client
"""Where Tortoise looks for it."""
