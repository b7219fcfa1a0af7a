"""Whoever takes for ever to ask is not waited for, and holds nobody else up."""

import asyncio
import socket
from time import sleep

import httpx
import pytest

from tests.conftest import another_api
from tests.patience import PATIENCE


@pytest.fixture(scope="module")
def hasty_url(servers, database):
    with another_api(servers, REQUEST_SECONDS="1", RESPONSE_SECONDS="1") as url:
        yield url


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /cities HT",
        b"GET /cities HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{",
    ],
    ids=["first line", "headers", "body"],
)
async def test_a_request_that_does_not_come_to_its_end_is_ended(hasty_url, begun):
    url = httpx.URL(hasty_url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(begun)

    async def trickle() -> None:
        while True:  # a byte now and then, as such clients do
            await asyncio.sleep(0.3)
            writer.write(b"a")

    dripping = asyncio.create_task(trickle())
    async with httpx.AsyncClient(base_url=hasty_url, timeout=PATIENCE) as others:
        assert (await others.get("/healthz")).status_code == 200
    try:
        async with asyncio.timeout(PATIENCE):
            said = await reader.read()
    finally:
        dripping.cancel()
        writer.close()
    assert said == b"" or 400 <= int(said.split()[1]) < 600


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /cities HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n{",
        b"NONSENSE\r\n\r\n",
        b"GET /cities HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000,
        b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -7\r\n\r\n",
    ],
    ids=["slow head", "slow body", "no HTTP", "long head", "impossible length"],
)
async def test_who_is_still_sending_reads_the_answer_before_the_connection_ends(hasty_url, sent):
    said = await asyncio.to_thread(talk_on, httpx.URL(hasty_url), sent)
    assert 400 <= int(said.split()[1]) < 600


def talk_on(url: httpx.URL, sent: bytes) -> bytes:
    """Send, go on sending after the answer has come, then read to the end; raise where it was reset."""
    with socket.create_connection((url.host, url.port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        connection.recv(1, socket.MSG_PEEK)  # the answer is here, and still to be read
        for _ in range(20):
            connection.sendall(b"a")
            sleep(0.005)
        said = b""
        while piece := connection.recv(65_536):
            said += piece
        return said
