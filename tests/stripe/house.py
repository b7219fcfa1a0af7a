"""A house that does nothing with Stripe's messages but take them down."""

import asyncio
from typing import Any, Self

import orjson
import stripe

from tests.patience import PATIENCE
from tests.stripe.server import WEBHOOK_SECRET


class TakingDown:
    """An HTTP server on a free port; ``away`` refuses what comes."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.signed: list[int] = []
        """When each was signed."""
        self.away = False
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def kinds(self, number: int) -> list[str]:
        """Return the kinds of the messages that came, once there are so many."""
        async with asyncio.timeout(PATIENCE):
            while len(self.taken) < number:
                await asyncio.sleep(0.02)
        return [event["type"] for event in self.taken]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
        # The official client judges the signature: a message it does not know for Stripe's fails the test.
        stripe.WebhookSignature.verify_header(body.decode(), headers["stripe-signature"], WEBHOOK_SECRET, 300)
        if not self.away:
            self.signed.append(int(headers["stripe-signature"].split(",")[0].removeprefix("t=")))
            self.taken.append(orjson.loads(body))
        status = "503 Service Unavailable" if self.away else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
