"""Whoever takes for ever to ask is not waited for, and holds nobody else up."""

import asyncio

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
