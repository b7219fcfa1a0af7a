"""Clients that do not read, over real connections: what they cost is bounded, and the others lose nothing."""

import asyncio
import json
import socket
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from seat_engine import MirrorHub
from server.core.http.direct import TransportWriter, text_message
from tests.patience import PATIENCE

LIMIT = 32 * 1024
PRICES = {f"category-{n:03}": 25_000 for n in range(400)}
"""Some nine kilobytes a notice."""


class Watcher(TransportWriter):
    def __init__(self, transport):
        super().__init__(transport)
        self.transport = transport
        self.most = 0
        self.closed = asyncio.get_running_loop().create_future()

    def send(self, wire, limit):
        taken = super().send(wire, limit)
        self.most = max(self.most, self.buffered())
        return taken

    def close(self, code, _reason):
        self.closed.set_result(code)
        self.transport.abort()


class Client:
    """A raw client: reads frames when told to, and never of its own accord."""

    def __init__(self, connection):
        self._connection = connection
        self._rest = b""

    async def frame(self):
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE):
            while True:
                if len(self._rest) >= 4:
                    size, body = self._rest[1], 2
                    if size == 126:
                        size, body = int.from_bytes(self._rest[2:4], "big"), 4
                    if len(self._rest) >= body + size:
                        payload, self._rest = self._rest[body : body + size], self._rest[body + size :]
                        return json.loads(payload)
                self._rest += await loop.sock_recv(self._connection, 1 << 16)


@pytest.fixture
async def watched(engine):
    """An open show, and a way to watch it over TCP."""
    show = uuid4().int % 10**8
    await engine.open(show, seat_count=4)
    yield show
    await engine.close(show)


@asynccontextmanager
async def watching(hub, show):
    loop = asyncio.get_running_loop()
    accepted = loop.create_future()

    class Accept(asyncio.Protocol):
        def connection_made(self, transport):
            accepted.set_result(Watcher(transport))

    server = await loop.create_server(Accept, "127.0.0.1", 0)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    await loop.sock_connect(connection, server.sockets[0].getsockname())
    watcher = await accepted
    await hub.watch(show, watcher)
    try:
        yield watcher, Client(connection)
    finally:
        connection.close()
        watcher.transport.abort()
        server.close()
        await server.wait_closed()


async def spread(engine, show, reader, notices):
    """Publish notices one by one, each read by somebody before the next; return the version they lead to."""
    for number in range(notices):
        await engine.price(show, PRICES, f"n{number}")
        while (await reader.frame()).get("src") != f"n{number}":
            pass
    return (await engine.snapshot(show)).version


async def test_one_that_reads_again_gets_one_snapshot_and_then_goes_on(engine, watched):
    async with (
        MirrorHub(engine, wire=text_message, max_buffer=LIMIT, stall_deadline=60) as hub,
        watching(hub, watched) as (watcher, slow),
        watching(hub, watched) as (_, quick),
    ):
        version = await spread(engine, watched, quick, 40)
        assert LIMIT < watcher.most < LIMIT + 12_000, "one frame past the limit at most"

        seen = [await slow.frame()]
        while seen[-1]["t"] != "snap" or len(seen) == 1:
            seen.append(await slow.frame())

        assert (seen[-1]["v"], seen[-1]["src"]) == (version, "n39")
        assert len(seen) < 40, "what it missed is not sent after all"
        assert not watcher.closed.done()
        await engine.sell(watched, [2])
        assert await slow.frame() == {"t": "d", "v": [version + 1, version + 1], "c": [[2, 2]]}


async def test_one_that_never_reads_is_closed_and_the_other_hears_everything(engine, watched):
    async with (
        MirrorHub(engine, wire=text_message, max_buffer=LIMIT, stall_deadline=0.2) as hub,
        watching(hub, watched) as (watcher, _),
        watching(hub, watched) as (_, quick),
    ):
        await spread(engine, watched, quick, 40)
        async with asyncio.timeout(PATIENCE):
            assert await watcher.closed == 1013
        version = await spread(engine, watched, quick, 1)
        assert version == 42
