"""Stands between the web client and the API, and is as bad as a test tells it to be."""

import asyncio
from contextlib import suppress
from typing import Self

_PROBLEM = b'{"type":"about:blank","title":"away","status":503,"code":"unavailable","detail":"away"}'


def _answer(status: str, kind: str, body: bytes, *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


_AWAY = _answer("503 Service Unavailable", "application/problem+json", _PROBLEM, "Retry-After: 1")
_BUSY = _answer("429 Too Many Requests", "application/problem+json", _PROBLEM, "Retry-After: 17")
_PROXYS_PAGE = _answer("502 Bad Gateway", "text/html", b"<h1>Bad gateway</h1>")
_SAID = {"503": _AWAY, "no seats": _AWAY, "429": _BUSY, "502 page": _PROXYS_PAGE}


class ApiFront:
    """A real server before the API; use as ``async with``.

    ``how`` is what becomes of requests: "well", "503", "429", "502 page", "silent", "half", "reset", or
    "no seats", which keeps back live seats alone.
    """

    def __init__(self, api_port: int) -> None:
        self._api_port = api_port
        self._writers: set[asyncio.StreamWriter] = set()
        self.how = "well"
        self.asked: list[str] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1].decode()
        self.asked.append(path)
        if self.how == "silent":
            await reader.read()
        elif self.how == "half":
            writer.write(_answer("200 OK", "application/json", b"[" * 100)[:-50])
            await reader.read()
        elif self.how == "no seats" and not path.endswith("/seats"):
            await self._pass_on(head, reader, writer)
        elif said := {"503": _AWAY, "no seats": _AWAY, "429": _BUSY, "502 page": _PROXYS_PAGE}.get(self.how):
            writer.write(said)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        elif self.how == "well":
            await self._pass_on(head, reader, writer)

    async def _pass_on(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection, so that each is judged by itself."""
        lines = [line for line in head.split(b"\r\n")[:-2] if not line.lower().startswith(b"connection:")]
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._api_port)
        try:
            up_writer.write(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
            length = next(
                (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0
            )
            up_writer.write(await reader.readexactly(length))
            while piece := await up_reader.read(2**16):
                writer.write(piece)
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        finally:
            up_writer.transport.abort()
