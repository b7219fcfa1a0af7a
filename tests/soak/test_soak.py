"""Two thousand shoppers on fifty shows; when they have gone home, everybody tells the same story.

`--soak-seconds` says how long they shop.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from seat_engine import SeatEngine, Snapshot, open_store
from server.core import db
from tests.faults.furnish import SEATS
from tests.faults.processes import ROOT, RunningHouse
from tests.seat_engine.clients import Picture
from tests.soak.checker import Ticket, contradictions
from tests.soak.client import Line
from tests.soak.shoppers import Person, Tally

pytestmark = pytest.mark.soak

SHOWS, SHOPPERS, WATCHERS, ACCOUNTS, CONNECTIONS = 50, 2000, 100, 8, 48
HOLD_SECONDS = 6
PASSWORD = "a long enough password"
_SETTLED_WITHIN = 180.0  # every job done, not only sent


@pytest.fixture
def running(tmp_path) -> Iterator[RunningHouse]:
    house = RunningHouse(
        tmp_path,
        HOLD_SECONDS=str(HOLD_SECONDS), HOLD_MAX_SECONDS="9", PAYMENT_SECONDS=str(HOLD_SECONDS),
        SOCKETS_PER_ADDRESS=str(WATCHERS),
    )  # fmt: skip
    yield house
    house.stop()


def furnish(url: str) -> list[int]:
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.furnish", url, str(SHOWS)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [int(line) for line in said.stdout.split()]


async def sign_up(line: Line, number: int) -> tuple[str, str]:
    """Make an account; return its id and access token."""
    body = {"email": f"soak{number}@example.com", "password": PASSWORD, "name": "Shopper"}
    answer = await line.ask("POST", "/auth/signup", body)
    assert answer.status == 201, answer.body
    return answer.body["user"]["id"], answer.body["access_token"]


async def watch(port: int, show_id: int, picture: Picture, seen: asyncio.Event) -> None:
    """Draw a picture of a show from its frames and from nothing else."""
    url = f"ws://127.0.0.1:{port}/ws/shows/{show_id}"
    async with connect(url, subprotocols=[Subprotocol("seats.v1")], max_queue=None) as socket:
        async for frame in socket:
            picture.take(frame)
            seen.set()


async def query(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(**db.credentials(url))
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


async def live_tickets(url: str) -> list[Ticket]:
    sql = "SELECT show_id, seat_index, status FROM tickets WHERE status IN ('reserved', 'valid', 'used')"
    return [Ticket(row["show_id"], row["seat_index"], row["status"]) for row in await query(url, sql)]


async def come_to_rest(engine: SeatEngine, url: str, shows: list[int]) -> dict[int, Snapshot]:
    """Return what Redis has once no seat is held, no booking waits and no job is to be sent."""
    async with asyncio.timeout(_SETTLED_WITHIN):
        while True:
            (waiting,) = await query(
                url,
                "SELECT (SELECT count(*) FROM bookings WHERE status = 'pending') "
                "+ (SELECT count(*) FROM outbox WHERE done_at IS NULL AND key IS NULL) AS count",
            )
            snapshots = {show_id: await engine.snapshot(show_id) for show_id in shows}
            if not waiting["count"] and not any("1" in snapshot.states for snapshot in snapshots.values()):
                return snapshots
            await asyncio.sleep(0.3)


@pytest.mark.timeout(0)
async def test_after_a_busy_evening_everybody_tells_the_same_story(running, request, capsys):
    seconds = request.config.getoption("--soak-seconds")
    url = running.start_databases()
    shows = await asyncio.to_thread(furnish, url)
    running.start_programs()
    line, tally, stop = Line(running.port, CONNECTIONS), Tally(), asyncio.Event()
    store = open_store(running.redis.url)
    engine = SeatEngine(store)
    watched = [(shows[number % SHOWS], Picture(), asyncio.Event()) for number in range(WATCHERS)]
    async with AsyncExitStack() as leaving, asyncio.TaskGroup() as watching:
        leaving.push_async_callback(line.close)
        leaving.push_async_callback(store.aclose)
        watchers = [
            watching.create_task(watch(running.port, show_id, picture, seen))
            for show_id, picture, seen in watched
        ]
        accounts = await asyncio.gather(*(sign_up(line, number) for number in range(ACCOUNTS)))
        async with asyncio.timeout(60):
            await asyncio.gather(*(seen.wait() for _, _, seen in watched))
        people = [
            Person(
                line, accounts[number % ACCOUNTS], f"198.51.{number // 250}.{number % 250}",
                random.Random(number), tally,
            )
            for number in range(SHOPPERS)
        ]  # fmt: skip
        shopping = asyncio.gather(*(person.shop(shows, SEATS, stop) for person in people))
        await asyncio.wait({shopping}, timeout=seconds)
        stop.set()
        await shopping
        # What the last jobs did must reach the pictures too: asked again until two looks agree.
        patience = asyncio.get_running_loop().time() + _SETTLED_WITHIN
        while True:
            snapshots = await come_to_rest(engine, url, shows)
            tickets = await live_tickets(url)
            found = contradictions(snapshots, tickets, [(show, picture) for show, picture, _ in watched])
            if not found or asyncio.get_running_loop().time() > patience:
                break
            await asyncio.sleep(0.5)
        for watcher in watchers:
            watcher.cancel()
    with capsys.disabled():
        print("\nsoak:", json.dumps(dict(sorted(tally.done.items()))))  # noqa: T201 # what was done
    assert found == []
    assert tally.wrong == []
    assert len(tickets) > 0
    did = " ".join(tally.done)
    for deed in (
        "look 200",
        "hold 201",
        "change 200",
        "extend 200",
        "release 204",
        "book 201",
        "pay 200",
        "hang up",
    ):
        assert deed in did, f"nobody did {deed}"
