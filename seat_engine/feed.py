"""One pub/sub connection to Redis for all the channels a process listens to.

A connection that was lost may have lost messages with it, and nothing in pub/sub says which. So the feed
reports each confirmation of a subscription, the first as well as those after a reconnect: whoever listens
takes a snapshot then, and misses nothing that came later.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from typing import Any

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

FIRST_DELAY = 0.05
"""Seconds before the first attempt to connect again; each further one waits twice as long, with jitter."""
LONGEST_DELAY = 2.0
"""Seconds between two attempts at most."""

_log = logging.getLogger(__name__)


class Feed:
    """Listens to channels and calls back, reconnecting for as long as it runs.

    `on_message(channel, payload)` and `on_subscribed(channel)` are called in the event loop and must not
    wait. `silence` is how long (seconds) nothing may come before the server is asked for a sign of life; as
    long again without an answer, and the connection counts as lost.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        on_message: Callable[[str, bytes], None],
        on_subscribed: Callable[[str], None],
        silence: float = 5.0,
    ) -> None:
        source = redis.connection_pool
        # A pool of its own: the client's own connections stay free, and its patience (many retries, long
        # waits) would delay the moment at which the loss is noticed.
        settings = {**source.connection_kwargs, "retry": Retry(NoBackoff(), 0)}
        self._pool = ConnectionPool(connection_class=source.connection_class, **settings)
        self._on_message = on_message
        self._on_subscribed = on_subscribed
        self._silence = silence
        self._channels: set[str] = set()
        self._connection: AbstractConnection | None = None
        self._heard = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to connect and listen, in the background."""
        self._task = asyncio.create_task(self._run(), name="seat feed")

    async def stop(self) -> None:
        """Stop listening and close the connection."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._pool.aclose()

    async def subscribe(self, channel: str) -> None:
        """Listen to a channel from now on; the confirmation is reported when it comes."""
        self._channels.add(channel)
        await self._send("SUBSCRIBE", channel)

    async def unsubscribe(self, channel: str) -> None:
        """Stop listening to a channel."""
        self._channels.discard(channel)
        await self._send("UNSUBSCRIBE", channel)

    async def _send(self, *command: str) -> None:
        """Send to Redis if it is there; if not, the next connection begins with the channels of its time."""
        connection = self._connection
        if connection is not None and connection.is_connected:
            # A failed write closes the connection, which the reader notices and mends.
            with contextlib.suppress(RedisError, OSError):
                await connection.send_command(*command, check_health=False)

    async def _run(self) -> None:
        delay = FIRST_DELAY
        while True:
            connection = self._pool.make_connection()  # type: ignore[no-untyped-call] # redis-py left it so
            try:
                await self._listen(connection)
            except (RedisError, OSError) as error:
                _log.log(logging.WARNING if self._heard else logging.DEBUG, "live feed lost: %s", error)
            finally:
                self._connection = None
                await connection.disconnect(nowait=True)
            if self._heard:
                delay = FIRST_DELAY
            spread = random.uniform(0.5, 1.0)  # noqa: S311 - keeps processes from coming back all at once
            await asyncio.sleep(delay * spread)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _listen(self, connection: AbstractConnection) -> None:
        self._heard = False
        await connection.connect()  # type: ignore[no-untyped-call] # as above
        self._connection = connection
        if self._channels:
            await connection.send_command("SUBSCRIBE", *self._channels, check_health=False)
        asked = False
        while True:
            reply = await connection.read_response(
                timeout=self._silence, disconnect_on_error=False, push_request=True
            )
            if reply is not None:
                asked = False
                self._heard = True
                self._dispatch(reply)
            elif asked:
                raise RedisConnectionError("no sign of life")
            else:
                asked = True
                await connection.send_command("PING", check_health=False)

    def _dispatch(self, reply: Any) -> None:
        """Report a message or a confirmation; an answer to a ping is neither."""
        match reply:
            case [b"message", bytes(channel), bytes(payload)]:
                self._on_message(channel.decode(), payload)
            case [b"subscribe", bytes(channel), _] if channel.decode() in self._channels:
                self._on_subscribed(channel.decode())
