"""One connection to one Redis server: bytes out, replies in, in order."""

import asyncio
import contextlib
import socket
from collections import deque
from collections.abc import Callable
from typing import Any, cast

import hiredis
from redis.exceptions import ResponseError

from seat_engine.store.address import Login, Server
from seat_engine.store.replies import Broken, ErrorReply

NAME = "moviemagic-seats"
"""What our connections are called in CLIENT LIST."""

_ALIVE = {"TCP_KEEPIDLE": 15, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}
"""Seconds of idleness before a sign of life is asked for, seconds between the asking, and how often."""

_MORE = object()


class Connection(asyncio.Protocol):
    """A connection that parses replies as they come and hands each to `on_reply`.

    Whoever owns it sets the three callbacks. They are called in the event loop and must not wait.
    """

    def __init__(self) -> None:
        self.on_reply: Callable[[Any], None] = self._to_asker
        """Takes a reply; an error reply comes as an ErrorReply."""
        self.on_lost: Callable[[Broken], None] = self._fail_askers
        """Told once when the connection has ended, but not when its owner ended it."""
        self.on_room: Callable[[], None] = _nothing
        """Told when `writable` becomes true again."""
        self.writable = True
        """False while the peer reads so slowly that more should not be sent."""
        self._transport: asyncio.Transport
        self._reader = hiredis.Reader(notEnoughData=_MORE, replyError=ErrorReply, protocolError=Broken)
        self._asked: deque[asyncio.Future[Any]] = deque()
        self.ended = False
        """True once nothing more is to come."""
        self._gone = asyncio.get_running_loop().create_future()

    def send(self, packed: bytes) -> None:
        """Write packed commands."""
        self._transport.write(packed)

    async def ask(self, *command: Any) -> Any:
        """Send a command and return its reply, or raise what the reply means. Only before it has an owner."""
        future = asyncio.get_running_loop().create_future()
        self._asked.append(future)
        if self.ended:
            raise Broken("the connection has ended")
        self.send(hiredis.pack_command(command))
        reply = await future
        if isinstance(reply, ErrorReply):
            raise reply.meaning()
        return reply

    def end(self) -> None:
        """Drop the connection now; its owner is told nothing more."""
        self.ended = True
        self.on_reply = self.on_lost = _ignore
        self.on_room = _nothing
        self._transport.abort()

    async def gone(self) -> None:
        """Return once the transport is closed."""
        await self._gone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # A cast, not a check: uvloop's transports do all of it and inherit nothing of it.
        self._transport = cast("asyncio.Transport", transport)
        if transport.get_extra_info("sslcontext") is None:
            # uvloop then writes at once, not at the end of the loop's turn: the server begins while we go on.
            # (asyncio's TLS would take a limit of zero for "full" even when nothing is waiting.)
            self._transport.set_write_buffer_limits(high=0)
        _keep_alive(self._transport.get_extra_info("socket"))

    def data_received(self, data: bytes) -> None:
        """Hand on every whole reply; end the connection if this is not Redis talking."""
        gets = self._reader.gets
        try:
            self._reader.feed(data)
            while (reply := gets()) is not _MORE:
                self.on_reply(reply)
        except Broken as error:
            self._lost(Broken(f"not understood: {error}"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the owner."""
        if not self._gone.done():
            self._gone.set_result(None)
        self._lost(Broken(str(exc) if exc else "the server closed the connection"))

    def pause_writing(self) -> None:
        """Note that the buffer is full."""
        self.writable = False

    def resume_writing(self) -> None:
        """Note that the buffer has room, and say so."""
        self.writable = True
        self.on_room()

    def _lost(self, error: Broken) -> None:
        if not self.ended:
            on_lost = self.on_lost
            self.end()
            on_lost(error)

    def _to_asker(self, reply: Any) -> None:
        if not self._asked:
            raise Broken("a reply that nobody waits for")
        future = self._asked.popleft()
        if not future.done():
            future.set_result(reply)

    def _fail_askers(self, error: Broken) -> None:
        while self._asked:
            future = self._asked.popleft()
            if not future.done():
                future.set_exception(error)


async def connect(server: Server, login: Login) -> Connection:
    """Return a connection that has introduced itself.

    Raises OSError or Broken when the server cannot be reached, and what its refusal means if it refuses.
    """
    loop = asyncio.get_running_loop()
    if server.path:
        _, connection = await loop.create_unix_connection(Connection, server.path)
    else:
        _, connection = await loop.create_connection(Connection, server.host, server.port, ssl=login.tls)
    try:
        await _introduce(connection, login)
    except BaseException:
        connection.end()
        with contextlib.suppress(asyncio.CancelledError):
            await connection.gone()
        raise
    return connection


async def _introduce(connection: Connection, login: Login) -> None:
    if login.password:
        names = (login.username, login.password) if login.username else (login.password,)
        await connection.ask("AUTH", *names)
    if login.database:
        await connection.ask("SELECT", str(login.database))
    try:
        await connection.ask("CLIENT", "SETNAME", NAME)
    except ResponseError as error:
        # A name is a courtesy to whoever looks at the server; a user may be forbidden to give one.
        if not str(error).startswith("NOPERM"):
            raise


def _keep_alive(sock: socket.socket) -> None:
    """Have the system ask for a sign of life, so that no box on the way forgets a connection that is idle."""
    if sock.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _ALIVE.items():
        if hasattr(socket, option):  # Linux has all of them, other systems some
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _nothing() -> None:
    """Take no notice."""


def _ignore(_: object) -> None:
    """Take no notice of a late word."""
