"""One browser's socket as a watcher of the live hub.

Deltas go to hundreds of sockets, so the frame is built once and written straight to each transport:
awaiting the framework's ``send`` costs half as much again for every client.
"""

import asyncio
from typing import Any

import orjson
import structlog
from sanic import Websocket
from websockets.frames import Frame, Opcode

from seat_engine import MirrorHub
from seat_engine.errors import EngineUnavailable, NotOpen

log = structlog.get_logger(__name__)

_RESUME_WITHIN = 0.2
"""Seconds a socket has for its resume message before it is sent a snapshot anyway."""

NO_SUCH_SHOW = 4404
TRY_AGAIN_LATER = 1013


class SharedFrame:
    """The wire form of the newest payload: the hub hands the same object to every watcher in turn."""

    def __init__(self) -> None:
        self._payload: bytes | None = None
        self._wire = b""

    def of(self, payload: bytes) -> bytes:
        """Return the WebSocket text frame of a payload, encoding it once for all watchers."""
        if payload is not self._payload:
            self._payload = payload
            self._wire = Frame(Opcode.TEXT, payload).serialize(mask=False)
        return self._wire


_shared = SharedFrame()


class SocketWatcher:
    """A WebSocket of the server, in the shape the hub writes to."""

    def __init__(self, socket: Websocket) -> None:
        self._socket = socket
        self._transport: Any = socket.io_proto.transport  # type: ignore[union-attr] # set before a handler runs
        self._closing: asyncio.Task[None] | None = None

    def send(self, frame: bytes) -> None:
        """Write one text frame; a socket that is closing takes no more."""
        if not self._transport.is_closing():
            self._transport.write(_shared.of(frame))

    def buffered(self) -> int:
        """Return how many bytes wait in the transport."""
        return int(self._transport.get_write_buffer_size())

    def close(self, code: int, reason: str) -> None:
        """Close without waiting for the other side."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._socket.close(code, reason))


async def serve(hub: MirrorHub, socket: Websocket, show_id: int) -> None:
    """Serve one socket until it goes: catch it up, then leave it to the hub."""
    watcher = SocketWatcher(socket)
    resume = await _resume_of(socket)
    try:
        subscription = await hub.watch(show_id, watcher, resume=resume)
    except NotOpen:
        await socket.close(NO_SUCH_SHOW, "no such show on sale")
        return
    except EngineUnavailable:
        await socket.close(TRY_AGAIN_LATER, "live seats are not available for a moment")
        return
    try:
        async for _ in socket:
            # Nothing else is sent upward: commands go over HTTP, where idempotency lives.
            continue
    finally:
        subscription.cancel()


async def _resume_of(socket: Websocket) -> tuple[str, int] | None:
    message = await socket.recv(timeout=_RESUME_WITHIN)
    if not message:
        return None
    try:
        wanted = orjson.loads(message)
        return str(wanted["e"]), int(wanted["v"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
