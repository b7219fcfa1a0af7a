"""One pub/sub connection: the channels that a process listens to on one Redis server."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import hiredis

from seat_engine.store import Store
from seat_engine.store.address import Server
from seat_engine.store.connection import Connection
from seat_engine.store.link import NOT_THERE
from seat_engine.store.replies import Broken, ErrorReply, Redirected
from seat_engine.store.slots import slot_of

_MESSAGES = frozenset({b"message", b"smessage"})
_CONFIRMATIONS = frozenset({b"subscribe", b"ssubscribe"})

_log = logging.getLogger(__name__)


class Ear:
    """Listens on one server until the connection is lost; then it has ended, and another one is made.

    pause: seconds before it connects. The callbacks are called in the event loop: `on_misplaced` with
    channels that this server has no more, `on_end` when nothing more is to come.
    """

    def __init__(
        self,
        home: Server,
        store: Store,
        *,
        on_message: Callable[[str, bytes], None],
        on_subscribed: Callable[["Ear", str], None],
        on_misplaced: Callable[[list[str]], None],
        on_end: Callable[["Ear"], None],
        silence: float,
        pause: float,
    ) -> None:
        self.home = home
        """The server."""
        self._store = store
        self._sharded = store.sharded
        self._on_message = on_message
        self._on_subscribed = on_subscribed
        self._on_misplaced = on_misplaced
        self._on_end = on_end
        self._silence = silence
        self._channels: dict[str, None] = {}
        self._connection: Connection | None = None
        self._heard = False
        self._heard_lately = False
        self._lost: asyncio.Future[Broken] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(pause), name=f"listen to {home}")

    @property
    def channels(self) -> list[str]:
        """The channels listened to here."""
        return list(self._channels)

    def add(self, channel: str) -> None:
        """Listen to a channel; now, or as soon as there is a connection."""
        self._channels[channel] = None
        self._send("SSUBSCRIBE" if self._sharded else "SUBSCRIBE", channel)

    def remove(self, channel: str) -> None:
        """Stop listening to a channel."""
        self._channels.pop(channel, None)
        self._send("SUNSUBSCRIBE" if self._sharded else "UNSUBSCRIBE", channel)

    async def stop(self) -> None:
        """Close the connection."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, pause: float) -> None:
        try:
            await asyncio.sleep(pause)
            async with asyncio.timeout(self._store.timeout):
                connection = await self._store.dial(self.home)
            try:
                await self._listen(connection)
            finally:
                self._connection = None
                connection.end()
                await connection.gone()
        except NOT_THERE as error:
            _log.log(logging.WARNING if self._heard else logging.DEBUG, "live feed lost: %s", error)
        finally:
            self._on_end(self)

    async def _listen(self, connection: Connection) -> None:
        """Take in what comes until the connection is lost; raise why."""
        connection.on_reply = self._take
        connection.on_lost = self._on_lost
        if connection.ended:
            raise Broken("the server closed the connection at once")
        self._connection = connection
        for channel in self._channels:
            self.add(channel)
        asked = False
        while True:
            self._heard_lately = False
            await asyncio.wait([self._lost], timeout=self._silence)
            if self._lost.done():
                raise self._lost.result()
            if self._heard_lately:
                asked = False
            elif asked:
                raise Broken("no sign of life")
            else:
                asked = True
                self._send("PING")

    def _on_lost(self, error: Broken) -> None:
        if not self._lost.done():
            self._lost.set_result(error)

    def _send(self, *command: Any) -> None:
        if self._connection is not None and not self._connection.ended:
            self._connection.send(hiredis.pack_command(command))

    def _take(self, reply: Any) -> None:
        self._heard = self._heard_lately = True
        if isinstance(reply, ErrorReply):
            self._refused(reply)
        elif isinstance(reply, list) and reply[0] in _MESSAGES:
            self._on_message(reply[1].decode(), reply[2])
        elif isinstance(reply, list) and reply[0] in _CONFIRMATIONS:
            if (channel := reply[1].decode()) in self._channels:
                self._on_subscribed(self, channel)
        elif isinstance(reply, list) and reply[0] == b"sunsubscribe":
            # Said without being asked when the channel's slot has left this server.
            self._misplaced([channel for channel in self._channels if channel.encode() == reply[1]])

    def _refused(self, reply: ErrorReply) -> None:
        meaning = reply.meaning()
        if not isinstance(meaning, Redirected):
            self._on_lost(Broken(reply.message))
            return
        self._misplaced([channel for channel in self._channels if slot_of(channel) == meaning.slot])

    def _misplaced(self, channels: list[str]) -> None:
        for channel in channels:
            del self._channels[channel]
        if channels:
            self._on_misplaced(channels)
