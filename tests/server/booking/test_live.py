"""The live socket, through the real server."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.patience import PATIENCE
from tests.server.world import Customer


@asynccontextmanager
async def socket(api_url: str, show_id: int, resume: dict | None = None):
    url = f"{api_url.replace('http', 'ws')}/ws/shows/{show_id}"
    async with connect(url, subprotocols=[Subprotocol("seats.v1")]) as connection:
        if resume:
            await connection.send(json.dumps({"t": "resume", **resume}))
        yield connection


async def frame(connection, kind: str) -> dict:
    """Return the next frame of a kind; others before it are passed over."""
    async with asyncio.timeout(PATIENCE):
        while True:
            message = json.loads(await connection.recv())
            if message["t"] == kind:
                return message


async def test_a_watcher_sees_a_hold(house, api_url, customer):
    show = await house.show()
    async with socket(api_url, show.id) as watcher:
        assert watcher.subprotocol == "seats.v1"
        snapshot = await frame(watcher, "snap")
        assert snapshot["s"] == "0" * 12
        await customer.hold(show, "A1", "A2")
        delta = await frame(watcher, "d")
        assert delta["c"] == [[0, 1], [1, 1]]
        assert delta["v"][0] == snapshot["v"] + 1


async def test_a_socket_resumes_from_the_page_it_was_served_with(house, api, api_url, customer):
    show = await house.show()
    page = (await api.get(f"/shows/{show.id}/seats")).json()
    async with socket(api_url, show.id) as earlier:  # somebody watches already, so the ring is filled
        await frame(earlier, "snap")
        await customer.hold(show, "B1")
        await frame(earlier, "d")
        async with socket(api_url, show.id, {"e": page["epoch"], "v": page["version"]}) as resumed:
            delta = await frame(resumed, "d")
            assert delta["c"] == [[6, 1]]


async def test_two_processes_show_the_same_seats(house, servers, api_url, customer):
    from tests.conftest import another_api

    show = await house.show()
    with another_api(servers) as other_url:
        async with socket(other_url, show.id) as watcher:
            await frame(watcher, "snap")
            await customer.hold(show, "A6")
            assert (await frame(watcher, "d"))["c"] == [[5, 1]]


@pytest.mark.parametrize("starts_in", [timedelta(hours=-3), None])
async def test_a_show_that_is_not_on_sale_closes_the_socket_with_a_reason(house, api_url, starts_in):
    show_id = (await house.show(starts_in=starts_in)).id if starts_in else 999_999
    async with socket(api_url, show_id) as watcher:
        with pytest.raises(ConnectionClosed) as closed:
            await frame(watcher, "snap")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4404


async def test_nonsense_from_a_client_gets_a_snapshot_and_harms_nobody(house, api_url, customer):
    show = await house.show()
    async with socket(api_url, show.id, {"e": 7, "v": "x"}) as watcher:
        await frame(watcher, "snap")
        await watcher.send("{" * 100)
        await customer.hold(show, "A1")
        assert (await frame(watcher, "d"))["c"] == [[0, 1]]


async def test_the_map_equals_the_deltas(house, api, api_url):
    show = await house.show()
    shoppers = [await Customer.sign_up(api) for _ in range(3)]
    async with socket(api_url, show.id) as watcher:
        states = list((await frame(watcher, "snap"))["s"])
        for shopper, seats in zip(shoppers, (["A1", "B2"], ["A3"], ["B4", "B5", "B6"]), strict=True):
            hold = await shopper.hold(show, *seats)
        await api.delete(f"/holds/{hold['hold_id']}", headers=shopper.headers)
        wanted = (await api.get(f"/shows/{show.id}/seats")).json()
        version = 0
        while version < wanted["version"]:
            delta = await frame(watcher, "d")
            version = delta["v"][1]
            for seat, state in delta["c"]:
                states[seat] = str(state)
    assert "".join(states) == wanted["states"]
