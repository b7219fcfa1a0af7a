"""The live socket of the house's people: who may watch, what they see, and when it ends."""

import asyncio
import json
from contextlib import asynccontextmanager
from typing import cast
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sanic import Websocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from seat_engine.protocol import CloseCode
from server.accounts.models import Role, RoleGrant
from server.core.clock import now
from server.training import feed as feeds
from server.training import leases, sockets
from server.training.feed import AdminFeed, Inbox, Watched
from server.training.leases import Lease
from server.training.models import Promotion, Source, TrainingJob
from server.training.sockets import AdminClose
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import Customer, House

EVERYTHING = Watched(managed=None, served=None)


@asynccontextmanager
async def socket(api_url, *, origin=None):
    url = f"{api_url.replace('http', 'ws')}/ws/admin"
    async with connect(url, subprotocols=[Subprotocol("admin.v1")], origin=origin) as connection:
        yield connection


async def says(connection, token):
    await connection.send(json.dumps({"token": token}))


async def next_job(connection):
    """Return the next frame of a training, passing over the day's figures."""
    async with asyncio.timeout(PATIENCE):
        while (frame := json.loads(await connection.recv()))["t"] != "job":
            assert frame["t"] in {"today", "selling"}
    return frame


async def code_of_end(connection):
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await connection.recv()
            except ConnectionClosed as closed:
                return closed.rcvd and closed.rcvd.code


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
async def test_a_training_is_watched_from_its_beginning_to_its_end(api, api_url, role):
    somebody = await Customer.sign_up(api, role=role)
    async with socket(api_url) as connection:
        await says(connection, somebody.access_token)
        job = await TrainingJob.create(source=Source.HOUSE, promotion=Promotion.AUTO)
        frame = await next_job(connection)
        assert (frame["t"], frame["id"], frame["status"]) == ("job", str(job.id), "queued")
        assert "report" not in frame
        lease = Lease(job.id, uuid4())
        await leases.take(lease)
        await leases.beat(lease, stage="features", progress=0.25)
        while (frame := await next_job(connection))["stage"] != "features":
            pass
        assert (frame["status"], frame["progress"]) == ("running", 0.25)
        await leases.fail(lease, "no memory", [])
        frame = await next_job(connection)
        assert (frame["status"], frame["error"]) == ("failed", "no memory")


async def test_who_comes_later_sees_what_is_under_way(api, api_url):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    job = await TrainingJob.create(source=Source.HOUSE, promotion=Promotion.AUTO)
    for _ in range(2):
        async with socket(api_url) as connection:
            await says(connection, admin.access_token)
            assert (await next_job(connection))["id"] == str(job.id)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "[]",
        '"token"',
        '{"token": 1}',
        '{"token": null}',
        '{"token": "a.b.c"}',
        '{"toke": "x"}',
        "\x00",
    ],
)
async def test_a_first_message_that_is_no_token_ends_it(api, api_url, message):
    async with socket(api_url) as connection:
        await connection.send(message)
        assert await code_of_end(connection) == AdminClose.NOT_SIGNED_IN


async def test_who_says_nothing_is_not_waited_for(api, api_url):
    async with socket(api_url) as connection:
        assert await code_of_end(connection) == AdminClose.NOT_SIGNED_IN


async def test_customers_may_not_watch(api, api_url):
    somebody = await Customer.sign_up(api)
    async with socket(api_url) as connection:
        await says(connection, somebody.access_token)
        assert await code_of_end(connection) == AdminClose.NOT_ALLOWED


async def test_staff_watch_how_the_shows_of_their_own_theatre_sell_and_no_money(api, api_url, house):
    elsewhere = await House.build()
    clerk = await Customer.sign_up(api, role=Role.STAFF)
    await RoleGrant.filter(user_id=clerk.id).update(theatre_id=house.theatre.id)
    noon = now().astimezone(ZoneInfo("Asia/Kolkata")).replace(hour=12)
    ours, _ = [await place.show(starts_at=noon) for place in (house, elsewhere)]
    await TrainingJob.create(source=Source.HOUSE, promotion=Promotion.AUTO)
    wanted = {"t": "selling", "shows": [{"show_id": ours.id, "sold": 0, "reserved": 0}]}
    async with socket(api_url) as connection:
        await says(connection, clerk.access_token)
        async with asyncio.timeout(PATIENCE):
            # What was read a moment ago, for another test, may come before.
            while (frame := json.loads(await connection.recv())) != wanted:
                assert frame["t"] == "selling"
    listed = (await clerk.get("/admin/shows")).json()["items"]
    assert [show["id"] for show in listed] == [ours.id]


async def test_a_line_without_news_is_told_that_it_is_alive(monkeypatch):
    """A client takes a line on which nothing comes for dead, and would say "Not live" again and again."""
    monkeypatch.setattr(sockets, "_IDLE_SECONDS", 0.01)
    said: asyncio.Queue[str] = asyncio.Queue()

    class Line:
        send = said.put

    inbox = Inbox(Watched(managed=frozenset(), served=frozenset({1})), never)
    line = cast("Websocket", Line())
    sending = asyncio.create_task(sockets._send(line, inbox))  # the part that sends
    async with asyncio.timeout(PATIENCE):
        assert json.loads(await said.get()) == {"t": "ping"}
        inbox.put("selling", b'{"t":"selling"}')
        while json.loads(await said.get())["t"] == "ping":
            pass
    sending.cancel()


async def test_pages_of_other_sites_may_not_watch(api, api_url):
    async with socket(api_url, origin="https://elsewhere.example") as connection:
        assert await code_of_end(connection) == CloseCode.FOREIGN_ORIGIN


async def test_a_session_that_is_ended_ends_its_socket(api, api_url):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    async with socket(api_url) as connection:
        await says(connection, admin.access_token)
        ended = await admin.post("/auth/logout", refresh_token=admin.refresh_token)
        assert ended.status_code in {200, 204}, ended.text
        assert await code_of_end(connection) == AdminClose.NOT_SIGNED_IN


async def test_whoever_talks_is_shown_out(api, api_url):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    async with socket(api_url) as connection:
        await says(connection, admin.access_token)
        for _ in range(5):
            await connection.send("{}")
        assert await code_of_end(connection) == CloseCode.POLICY


async def test_a_server_that_stops_says_so(api, servers):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    with another_api(servers) as url:
        opened = socket(url)
        connection = await opened.__aenter__()
        await says(connection, admin.access_token)
        await TrainingJob.create(source=Source.HOUSE, promotion=Promotion.AUTO)
        await next_job(connection)
    assert await code_of_end(connection) == CloseCode.GOING_AWAY
    await opened.__aexit__(None, None, None)


def never(code, reason):
    pytest.fail(f"closed with {code} {reason}")


@pytest.mark.usefixtures("clean_database")
async def test_trainings_and_figures_are_for_managers_and_shows_for_whoever_works_there():
    async def figures(theatres):
        return {"of": sorted(theatres)}

    await TrainingJob.create(source=Source.HOUSE, promotion=Promotion.AUTO)
    feed = AdminFeed(today=figures, selling=figures)
    with (
        feed.inbox(Watched(managed=frozenset(), served=frozenset({3})), never) as clerk,
        feed.inbox(Watched(managed=frozenset({4}), served=frozenset({3, 4})), never) as both,
    ):
        await feed.look()
        seen = [[json.loads(frame) for frame in await inbox.take()] for inbox in (clerk, both)]
    assert [[(frame["t"], frame.get("of")) for frame in frames] for frames in seen] == [
        [("selling", [3])], [("job", None), ("today", [4]), ("selling", [3, 4])],
    ]  # fmt: skip


@pytest.mark.usefixtures("clean_database")
async def test_the_days_figures_are_asked_for_once_for_each_set_of_theatres():
    asked = []

    async def today(theatres):
        asked.append(theatres)
        return {"tickets": 7 if theatres is None else len(theatres)}

    feed = AdminFeed(today=today)
    with (
        feed.inbox(EVERYTHING, never) as first, feed.inbox(EVERYTHING, never) as second,
        feed.inbox(Watched(managed=frozenset({4}), served=frozenset({4})), never) as manager,
    ):  # fmt: skip
        await feed.look()
        for inbox, tickets in ((first, 7), (second, 7), (manager, 1)):
            (frame,) = await inbox.take()
            assert json.loads(frame) == {"t": "today", "tickets": tickets}
        await feed.look()  # a moment later: not due again
    await feed.look()  # nobody watches
    assert sorted(asked, key=str) == sorted([None, frozenset({4})], key=str)


@pytest.mark.usefixtures("clean_database")
async def test_a_slow_watcher_misses_what_is_outdated_and_nothing_else(monkeypatch):
    monkeypatch.setattr(feeds, "TODAY_SECONDS", 0.0)
    figures = iter(range(100))

    async def today(_):
        return {"tickets": next(figures)}

    feed = AdminFeed(today=today)
    with feed.inbox(EVERYTHING, never) as inbox:
        for _ in range(10):
            await feed.look()
        frames = await inbox.take()
    assert [json.loads(frame)["tickets"] for frame in frames] == [9]
