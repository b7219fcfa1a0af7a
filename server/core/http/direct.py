"""WebSocket messages for many: framed once, and written to each transport on the shortest way there is.

Awaiting the framework's ``send`` costs several times the system call it ends in, and the transport's own
``write`` queues the bytes for the end of the loop's turn. Where nothing waits before them, they can as well
be given to the kernel at once.
"""

import asyncio
import os
import socket
from typing import Protocol

from websockets.frames import Frame, Opcode

UNSENT_LIMIT = 16 * 1024
"""Bytes the kernel may hold of one connection that are not on their way yet. Left to itself it takes
megabytes, and a slow client would be told of seats as they were half a minute ago."""


class _HasDescriptor(Protocol):
    def fileno(self) -> int: ...


def text_message(payload: bytes) -> bytes:
    """Return the WebSocket frame of one text message, as a server sends it (unmasked)."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


class TransportWriter:
    """Writes to a transport, past its queue while that is empty; the order of bytes is always kept.

    The descriptor belongs to the transport, and its number to somebody else as soon as the transport has
    closed it. A transport says ``is_closing`` before it closes the descriptor, so each write asks first, and
    nothing is awaited in between.
    """

    __slots__ = ("_descriptor", "_is_closing", "_waiting", "_write")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._write = transport.write
        self._is_closing = transport.is_closing
        self._waiting = transport.get_write_buffer_size
        self._descriptor = _plain_descriptor(transport)
        if self._descriptor is not None:
            _bound_unsent(self._descriptor)

    def send(self, wire: bytes, limit: int) -> bool:
        """Write without waiting; False, and nothing written, if more than ``limit`` bytes are queued.

        What goes to a transport that is closing is lost, which is no refusal: its protocol is being told.
        """
        if self._is_closing():
            return True
        waiting = self._waiting()
        if waiting > limit:
            return False
        if waiting or self._descriptor is None:
            self._write(wire)
            return True
        try:
            sent = os.write(self._descriptor, wire)
        except OSError:
            # The kernel's buffer is full, or the connection is broken. The transport meets either when it
            # writes by itself, and knows what to do.
            sent = 0
        if sent != len(wire):
            self._write(wire[sent:])
        return True

    def buffered(self) -> int:
        """Return how many bytes are queued."""
        return self._waiting()


def _plain_descriptor(transport: asyncio.Transport) -> int | None:
    """Return the descriptor that takes bytes as they are; None when TLS or something else lies between."""
    if transport.get_extra_info("sslcontext") is not None:
        return None
    connection: _HasDescriptor | None = transport.get_extra_info("socket")
    if connection is None or (descriptor := connection.fileno()) < 0:
        return None
    return descriptor


def _bound_unsent(descriptor: int) -> None:
    """Have the kernel refuse more than so many unsent bytes, where it knows how."""
    option: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    with socket.socket(fileno=os.dup(descriptor)) as connection:
        if option is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
            connection.setsockopt(socket.IPPROTO_TCP, option, UNSENT_LIMIT)
