"""How live sockets are refused, bounded and ended, through the real server."""

import asyncio
import base64
import json
import os
import socket as plain
import struct
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from seat_engine.protocol import CloseCode
from tests.conftest import another_api
from tests.patience import PATIENCE

WEB = "http://127.0.0.1:3000"


@asynccontextmanager
async def socket(api_url, show_id, *, origin=None, address=None):
    url = f"{api_url.replace('http', 'ws')}/ws/shows/{show_id}"
    headers = {"X-Forwarded-For": address} if address else {}
    async with connect(
        url, subprotocols=[Subprotocol("seats.v1")], origin=origin, additional_headers=headers
    ) as connection:
        yield connection


async def kind_of_next(connection):
    async with asyncio.timeout(PATIENCE):
        return json.loads(await connection.recv())["t"]


async def code_of_end(connection):
    """Return the close code the server sent, passing over the frames before it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await connection.recv()
            except ConnectionClosed as closed:
                # None would be a server that hung up without a word.
                return closed.rcvd and closed.rcvd.code


@pytest.mark.parametrize("origin", [None, WEB, "the API itself"])
async def test_the_house_s_own_pages_and_programs_may_watch(house, api_url, origin):
    show = await house.show()
    own = api_url if origin == "the API itself" else origin
    async with socket(api_url, show.id, origin=own) as watcher:
        assert await kind_of_next(watcher) == "snap"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
async def test_a_page_of_another_site_is_told_that_it_may_not(house, api_url, origin):
    show = await house.show()
    async with socket(api_url, show.id, origin=origin) as watcher:
        with pytest.raises(ConnectionClosed) as closed:
            await watcher.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == CloseCode.FOREIGN_ORIGIN


async def test_a_site_that_is_named_may_watch(house, servers):
    show = await house.show()
    with another_api(servers, SOCKET_ORIGINS='["https://partner.example"]') as url:
        async with socket(url, show.id, origin="https://partner.example") as watcher:
            assert await kind_of_next(watcher) == "snap"


async def test_an_address_has_so_many_sockets_and_gets_them_back_however_they_end(house, servers):
    show = await house.show()
    with another_api(servers, SOCKETS_PER_ADDRESS="3") as url:
        async with AsyncExitStack() as stack:

            async def enter(address):
                return await stack.enter_async_context(socket(url, show.id, address=address))

            inside = [await enter("203.0.113.5") for _ in range(3)]
            assert [await kind_of_next(watcher) for watcher in inside] == ["snap"] * 3
            assert await code_of_end(await enter("203.0.113.5")) == CloseCode.TOO_MANY_SOCKETS
            assert await kind_of_next(await enter("203.0.113.6")) == "snap"

            for end in (reset(inside[0]), inside[1].close()):
                await end
                assert await kind_of_next(await until_admitted(enter)) == "snap"
                assert await code_of_end(await enter("203.0.113.5")) == CloseCode.TOO_MANY_SOCKETS


async def reset(connection):
    """End a connection as a network that breaks does: with a reset and no close frame."""
    raw = connection.transport.get_extra_info("socket")
    raw.setsockopt(plain.SOL_SOCKET, plain.SO_LINGER, struct.pack("ii", 1, 0))
    connection.transport.abort()


async def until_admitted(enter):
    """Return the first socket that is not refused: the server has to notice the end of another first."""
    async with asyncio.timeout(PATIENCE):
        while True:
            watcher = await enter("203.0.113.5")
            # What is refused is closed at once; what is admitted gets a snapshot.
            ended = asyncio.create_task(watcher.wait_closed())
            spoke = asyncio.create_task(first_text(watcher))
            await asyncio.wait({ended, spoke}, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            text = await spoke
            if text is not None:
                return Again(text)


async def first_text(watcher):
    try:
        return await watcher.recv()
    except ConnectionClosed:
        return None


class Again:
    """A text that was read already, to be read once more."""

    def __init__(self, text):
        self._text = text

    async def recv(self):
        return self._text


async def test_who_talks_is_shown_out_and_who_only_resumes_is_not(house, api_url):
    show = await house.show()
    async with socket(api_url, show.id) as quiet, socket(api_url, show.id) as loud:
        await quiet.send(json.dumps({"t": "resume", "e": "other", "v": 1}))
        assert await kind_of_next(quiet) == "snap"
        for n in range(5):
            await loud.send(json.dumps({"t": "hold", "seat": n}))
        assert await code_of_end(loud) == CloseCode.POLICY
        await quiet.send("late and meaningless")
        pong = await quiet.ping()
        async with asyncio.timeout(PATIENCE):
            await pong
        assert quiet.close_code is None


async def test_a_handshake_without_the_protocol_is_the_client_s_fault(house, api_url):
    show = await house.show()
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{api_url.replace('http', 'ws')}/ws/shows/{show.id}")

    assert refused.value.response.status_code == 400


async def test_a_message_too_long_ends_the_socket(house, api_url):
    show = await house.show()
    async with socket(api_url, show.id) as watcher:
        await kind_of_next(watcher)
        await watcher.send("x" * 5000)
        assert await code_of_end(watcher) == 1009


async def test_a_server_that_stops_says_so_to_every_socket(house, servers):
    show = await house.show()
    async with AsyncExitStack() as stack:
        with another_api(servers) as url:
            watchers = [await stack.enter_async_context(socket(url, show.id)) for _ in range(20)]
            assert [await kind_of_next(watcher) for watcher in watchers] == ["snap"] * 20
        assert [await code_of_end(watcher) for watcher in watchers] == [CloseCode.GOING_AWAY] * 20


async def test_a_peer_that_is_gone_without_a_word_is_found_out(house, servers):
    """It reads everything and answers nothing, not even the protocol's own pings."""
    show = await house.show()
    with another_api(servers, SANIC_WEBSOCKET_PING_INTERVAL="0.2", SANIC_WEBSOCKET_PING_TIMEOUT="0.2") as url:
        address = urlsplit(url)
        assert address.hostname
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /ws/shows/{show.id} HTTP/1.1\r\nHost: {address.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: seats.v1\r\n\r\n".encode()
        )
        async with asyncio.timeout(PATIENCE):
            assert b"101" in await reader.readline()
            everything = await reader.read()
        assert b'{"t":"snap"' in everything
        writer.close()
        await writer.wait_closed()
