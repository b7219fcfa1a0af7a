"""One browser's socket as a watcher of the live hub."""

from dataclasses import dataclass

import orjson
from sanic import Websocket
from sanic.exceptions import WebsocketClosed

from seat_engine import MirrorHub
from seat_engine.errors import EngineUnavailable, NotOpen
from seat_engine.protocol import CloseCode
from server.core.http.direct import TransportWriter
from server.core.http.door import Door

_RESUME_WITHIN = 0.2
"""Seconds a socket has for its resume message before it is sent a snapshot anyway."""

_PATIENCE = 3
"""How many messages that mean nothing here a socket may send."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opens a socket, as far as the request tells."""

    address: str
    """The client's own, behind the trusted proxies."""
    welcome: bool
    """Whether the page that asks, if it is one, is of a site that may."""


class SocketWatcher(TransportWriter):
    """A WebSocket of the server, in the shape the hub writes to."""

    __slots__ = ("_socket",)

    def __init__(self, socket: Websocket) -> None:
        super().__init__(socket.io_proto.transport)  # type: ignore[union-attr,arg-type] # set before a handler
        self._socket = socket

    def close(self, code: int, reason: str) -> None:
        """Queue a close frame behind what waits; the connection ends whether or not the client takes it."""
        self._socket.end_connection(code, reason)


async def serve(hub: MirrorHub, door: Door, visitor: Visitor, socket: Websocket, show_id: int) -> None:
    """Serve one socket until it goes: check it, catch it up, then leave it to the hub.

    Refusals come after the upgrade: a browser tells its page the code of a closed socket, and nothing of a
    refused handshake.
    """
    if not visitor.welcome:
        await socket.close(CloseCode.FOREIGN_ORIGIN, "pages of this site may not watch")
        return
    with door.place(visitor.address) as admitted:
        if admitted:
            await _serve(hub, socket, show_id)
        else:
            await socket.close(CloseCode.TOO_MANY_SOCKETS, "too many sockets from this address")


async def _serve(hub: MirrorHub, socket: Websocket, show_id: int) -> None:
    resume = await _resume_of(socket)
    try:
        subscription = await hub.watch(show_id, SocketWatcher(socket), resume=resume)
    except NotOpen:
        await socket.close(CloseCode.NO_SUCH_SHOW, "no such show on sale")
        return
    except EngineUnavailable:
        await socket.close(CloseCode.TRY_AGAIN_LATER, "live seats are not available for a moment")
        return
    try:
        await _ignore(socket)
    finally:
        subscription.cancel()


async def _resume_of(socket: Websocket) -> tuple[str, int] | None:
    message = await socket.recv(timeout=_RESUME_WITHIN)
    if not message:
        return None
    try:
        wanted = orjson.loads(message)
        epoch, version = wanted["e"], wanted["v"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return (epoch, version) if isinstance(epoch, str) and type(version) is int else None


async def _ignore(socket: Websocket) -> None:
    """Wait for the socket's end. Commands go over HTTP, where idempotency lives: a talker is shown out."""
    try:
        for _ in range(_PATIENCE + 1):
            await socket.recv()
    except WebsocketClosed:
        return
    await socket.close(CloseCode.POLICY, "only a resume message is understood here")
