"""A small HTTP client: two thousand shoppers share a machine with the house they shop in."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A status, the headers by lower-case name, and the body as JSON."""

    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class Line:
    """So many kept-alive connections to one address; whoever wants to ask waits for one to be free."""

    port: int
    connections: int
    _free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.connections)

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request and return its answer. A caller who is cancelled hangs up in the middle."""
        payload = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: soak", f"Content-Length: {len(payload)}"]
        if payload:
            lines.append("Content-Type: application/json")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode() + payload
        async with self._places:
            reader, writer = await self._connected()
            try:
                writer.write(request)
                answer = await _read(reader)
            except BaseException:
                writer.transport.abort()
                raise
            self._free.append((reader, writer))
            return answer

    async def close(self) -> None:
        """Close what is open."""
        for _, writer in self._free:
            writer.close()
            await writer.wait_closed()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(head[0].split()[1]), headers, json.loads(body) if body else None)
