"""Many reads of one kind in one query, and what was read a moment ago without any."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextvars import Context
from time import monotonic
from typing import Generic, TypeVar

from server.core import db

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """Reads keys together: those asked for while another read is under way go in the next query.

    A read begins after the call that it answers, so what comes back is never older than the question. Reads
    run outside of any transaction of the caller.
    """

    def __init__(
        self, read: Callable[[list[K]], Awaitable[Mapping[K, V]]], *, most: int = 100, at_once: int = 2
    ) -> None:
        """``most`` keys go into one query, and ``at_once`` queries are under way at a time."""
        self._read = read
        self._most = most
        self._free = at_once
        self._waiting: dict[K, asyncio.Future[V | None]] = {}

    async def get(self, key: K) -> V | None:
        """Return what the read gave for a key, None where it gave nothing; raises what it raised.

        Raises ``RuntimeError`` inside a transaction, where waiting for another's read is waiting for ever.
        """
        db.ensure_outside_transaction()
        future = self._waiting.get(key)
        if future is None:
            loop = asyncio.get_running_loop()
            future = self._waiting[key] = loop.create_future()
            future.add_done_callback(_seen)
            # After this turn of the loop, so that the whole turn's questions share the query.
            loop.call_soon(self._begin)
        return await asyncio.shield(future)

    def _begin(self) -> None:
        while self._free and self._waiting:
            keys = list(self._waiting)[: self._most]
            batch = {key: self._waiting.pop(key) for key in keys}
            self._free -= 1
            # A context of its own: the caller's may carry an open transaction.
            task = asyncio.get_running_loop().create_task(self._run(batch), context=Context())
            _running.add(task)
            task.add_done_callback(_running.discard)

    async def _run(self, batch: dict[K, asyncio.Future[V | None]]) -> None:
        try:
            found = await self._read(list(batch))
        except asyncio.CancelledError:
            for future in batch.values():
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 # handed to everyone who asked
            for future in batch.values():
                future.set_exception(error)
        else:
            for key, future in batch.items():
                future.set_result(found.get(key))
        finally:
            self._free += 1
            self._begin()


class Recent(Generic[K, V]):
    """Keeps what was read for ``seconds``; many who ask for one key meanwhile wait for one read.

    A value that is read again and is the same stays the same object, so what was derived from it stays good.
    Nothing is kept of a key that has no value, nor of a read that failed.
    """

    def __init__(self, source: Gathered[K, V], *, seconds: float, most: int = 10_000) -> None:
        self._source = source
        self._seconds = seconds
        self._most = most
        self._known: dict[K, tuple[float, V]] = {}
        self._flights: dict[K, asyncio.Future[V | None]] = {}

    def peek(self, key: K) -> V | None:
        """Return a value that is still fresh, None where one must be read."""
        known = self._known.get(key)
        return known[1] if known is not None and monotonic() < known[0] else None

    async def get(self, key: K) -> V | None:
        """Return a value at most ``seconds`` old, None where there is none; raises what the read raised."""
        fresh = self.peek(key)
        if fresh is not None:
            return fresh
        db.ensure_outside_transaction()
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.ensure_future(self._fetch(key))
            self._flights[key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
            flight.add_done_callback(_seen)
        return await asyncio.shield(flight)

    async def _fetch(self, key: K) -> V | None:
        until = monotonic() + self._seconds
        value = await self._source.get(key)
        if value is None:
            self._known.pop(key, None)
            return None
        known = self._known.pop(key, None)
        if known is not None and known[1] == value:
            value = known[1]
        elif len(self._known) >= self._most:
            del self._known[next(iter(self._known))]  # the one that was read longest ago
        self._known[key] = (until, value)
        return value


_running: set[asyncio.Task[None]] = set()


def _seen(future: asyncio.Future[V]) -> None:
    """Look at a failure once, so that it is no complaint of the loop when everyone who asked has gone."""
    if not future.cancelled():
        future.exception()
