"""All commands of a process to one Redis server, over one connection at a time.

What is called within one turn of the event loop leaves in one write, or, when many are woken at once, in a
few: the server works on the first of them while the rest are still being made.

Replies come in the order of the commands, so the oldest unanswered command is always the one that the next
reply belongs to: a caller that was cancelled keeps its place, and its reply is dropped when it comes. For the
same reason one timer is enough: if the oldest is overdue the connection is dead, and nothing behind it is
going to be answered either.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from ssl import SSLCertVerificationError
from typing import Any

import hiredis
from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable
from seat_engine.store.connection import Connection
from seat_engine.store.replies import Broken, ErrorReply

FIRST_PAUSE = 0.02
"""Seconds before the second attempt to connect; each further one waits twice as long, with jitter."""
LONGEST_PAUSE = 0.5
"""Seconds between two attempts at most."""
BATCH = 12
"""Commands that do not wait for the end of the turn. Without it client and server fall into step: all callers
are woken by one batch of replies, and each side waits while the other works."""
SETTLED = 1.0
"""Seconds after which a connection that is lost was a good one, and is made anew without a pause."""

NOT_THERE = (OSError, Broken, RedisError, EngineUnavailable, ValueError)
"""What making a connection may raise; the ValueError is a host name that cannot be one."""

_REFUSALS = (RedisError, EngineUnavailable, SSLCertVerificationError)
"""The server was there and would not have us, or we not it: trying again soon would change nothing."""

_DEMOTED = frozenset({"READONLY", "MASTERDOWN"})

_log = logging.getLogger(__name__)

# A tuple, as one is made for every command: its future, the packed command, the loop's time by which it must
# be answered, and whether it was sent before over a connection that broke.
_Call = tuple[asyncio.Future[Any], bytes, float, bool]


class Link:
    """Sends commands to one server and gives each its own answer, or EngineUnavailable.

    dial: makes a connection. timeout: seconds a command may take, over all attempts. max_waiting: commands
    that may wait at a time. on_away: called when the connection was lost or could not be made.

    A command that was in flight when a connection broke is sent once more over the next one: whoever calls
    sees to it that a command may be sent twice.
    """

    def __init__(
        self,
        dial: Callable[[], Awaitable[Connection]],
        *,
        timeout: float,
        max_waiting: int,
        on_away: Callable[[], None] = lambda: None,
    ) -> None:
        self._dial = dial
        self._timeout = timeout
        self._max_waiting = max_waiting
        self._on_away = on_away
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queue: deque[_Call] = deque()
        self._in_flight: deque[_Call] = deque()
        self._flushing = False
        self._connection: Connection | None = None
        self._connected_at = 0.0
        self._away_since: float | None = None
        self._trouble = "not connected yet"
        self._pause = 0.0
        self._connecting: asyncio.Task[None] | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._closed = False

    def call(self, command: tuple[Any, ...]) -> asyncio.Future[Any]:
        """Send a command; the future brings its reply, or raises what the error reply means."""
        loop = self._loop
        if loop is None:
            loop = self._loop = asyncio.get_running_loop()
        future = loop.create_future()
        queue = self._queue
        if len(queue) + len(self._in_flight) >= self._max_waiting or self._closed:
            future.set_exception(
                EngineUnavailable("closed" if self._closed else "too many calls wait for Redis")
            )
            return future
        queue.append((future, hiredis.pack_command(command), loop.time() + self._timeout, False))
        if len(queue) == BATCH:
            self._write()
        elif not self._flushing:
            self._flushing = True
            loop.call_soon(self._flush)
        return future

    def call_asking(self, command: tuple[Any, ...]) -> asyncio.Future[Any]:
        """Send a command to a node that is taking over its slot, as an ASK reply told us to."""
        self.call(("ASKING",)).add_done_callback(_look_away)
        return self.call(command)

    @property
    def idle(self) -> bool:
        """True when no call waits."""
        return not self._queue and not self._in_flight

    async def aclose(self) -> None:
        """Close the connection and fail what waits."""
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        self._fail_all("the store was closed")
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.end()
            await connection.gone()

    def _flush(self) -> None:
        """Write what this turn of the event loop has left."""
        self._flushing = False
        if self._queue:
            self._write()

    def _write(self) -> None:
        """Write all that is waiting, in one go, if it can be written."""
        if self._closed:
            return
        if self._watch is None:
            self._arm()
        connection = self._connection
        if connection is None:
            self._reconnect()
        elif connection.writable:
            # Nobody waits for a call that was cancelled before it was sent.
            calls = [call for call in self._queue if not call[0].done()]
            self._queue.clear()
            self._in_flight.extend(calls)
            connection.send(b"".join([call[1] for call in calls]))

    def _on_reply(self, reply: Any) -> None:
        if not self._in_flight:
            raise Broken("a reply that nobody waits for")
        if isinstance(reply, ErrorReply):
            self._refuse(reply)
            return
        future = self._in_flight.popleft()[0]
        if not future.done():
            future.set_result(reply)

    def _refuse(self, reply: ErrorReply) -> None:
        if reply.word in _DEMOTED:
            # Nothing was done, and another server is the master now or will be: ask for it, and there again.
            self._drop(Broken(reply.message))
            return
        future = self._in_flight.popleft()[0]
        if not future.done():
            future.set_exception(reply.meaning())

    def _drop(self, error: Broken) -> None:
        """Leave a connection that is of no use."""
        if self._connection is not None:
            self._connection.end()
        self._on_lost(error)

    def _on_lost(self, error: Broken) -> None:
        self._connection = None
        assert self._loop is not None  # noqa: S101 - there was a connection
        now = self._loop.time()
        _log.warning("connection to Redis lost: %s", error)
        again = []
        for future, packed, deadline, sent_before in self._in_flight:
            if future.done():
                continue
            if sent_before or deadline <= now:
                future.set_exception(_unavailable(f"no answer: {error}", sent=True))
            else:
                again.append((future, packed, deadline, True))
        self._in_flight.clear()
        self._queue.extendleft(reversed(again))
        self._away_since = now
        self._trouble = str(error)
        self._pause = 0.0 if now - self._connected_at >= SETTLED else max(self._pause, FIRST_PAUSE)
        self._reconnect()
        self._on_away()

    def _reconnect(self) -> None:
        if self._connecting is None and not self._closed:
            self._connecting = asyncio.create_task(self._connect(), name="connect to Redis")

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                # Jitter keeps processes from coming back all at once.
                await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311
                self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
                try:
                    async with asyncio.timeout(self._timeout):
                        connection = await self._dial()
                except NOT_THERE as error:
                    self._not_there(error, loop.time())
                else:
                    self._attach(connection, loop.time())
                    return
        finally:
            self._connecting = None

    def _not_there(self, error: Exception, now: float) -> None:
        """Keep callers waiting while this may pass soon: not after a refusal, nor after a whole timeout."""
        self._trouble = str(error) or "no answer"
        if self._away_since is None:
            self._away_since = now
        if isinstance(error, _REFUSALS) or now - self._away_since >= self._timeout:
            self._fail_all(f"Redis cannot be reached: {self._trouble}")
        _log.debug("Redis cannot be reached: %r", error)
        self._on_away()

    def _attach(self, connection: Connection, now: float) -> None:
        if self._away_since is not None:
            _log.info("connected to Redis again after %.1f s", now - self._away_since)
        self._connection = connection
        self._connected_at = now
        self._away_since = None
        connection.on_reply = self._on_reply
        connection.on_lost = self._on_lost
        connection.on_room = self._flush
        if connection.ended:
            self._on_lost(Broken("the server closed the connection at once"))
        else:
            self._flush()

    def _arm(self) -> None:
        """Set the watch to the moment at which the oldest call is due."""
        assert self._loop is not None  # noqa: S101 - there was a call
        oldest = next(iter(self._in_flight), None) or next(iter(self._queue), None)
        self._watch = self._loop.call_at(oldest[2], self._check) if oldest is not None else None

    def _check(self) -> None:
        """Fail what is overdue."""
        assert self._loop is not None  # noqa: S101 - its timer called
        now = self._loop.time()
        self._watch = None
        if self._in_flight and self._in_flight[0][2] <= now:
            self._drop(Broken("silent for too long"))
        while self._queue and self._queue[0][2] <= now:
            future, _, _, sent_before = self._queue.popleft()
            if not future.done():
                future.set_exception(_unavailable(self._late(), sent=sent_before))
        self._arm()

    def _late(self) -> str:
        if self._connection is not None:
            return "Redis takes no commands"
        return f"no connection to Redis in time: {self._trouble}"

    def _fail_all(self, why: str) -> None:
        sent = [future for future, *_ in self._in_flight]
        sent += [future for future, _, _, sent_before in self._queue if sent_before]
        unsent = [future for future, _, _, sent_before in self._queue if not sent_before]
        self._in_flight.clear()
        self._queue.clear()
        for futures, was_sent in ((sent, True), (unsent, False)):
            for future in futures:
                if not future.done():
                    future.set_exception(_unavailable(why, sent=was_sent))


def _unavailable(why: str, *, sent: bool) -> EngineUnavailable:
    return EngineUnavailable(f"{why}; whether the command took effect is not known" if sent else why)


def _look_away(future: asyncio.Future[Any]) -> None:
    """Take no notice of how it ended, nor be told that nobody did."""
    if not future.cancelled():
        future.exception()
