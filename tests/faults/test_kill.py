"""kill -9 of any one process during purchases: no seat is sold twice, no confirmed booking is lost."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator

import asyncpg
import pytest

from server.core import db
from tests.faults.furnish import SEATS
from tests.faults.processes import PROGRAMS, ROOT, RunningHouse
from tests.faults.shoppers import Shopper, signed_up

pytestmark = pytest.mark.faults

SHORT = "api-1"
"""Who dies in every run; `tests/faults/test_money.py` kills all of them there, with more at stake."""
VICTIMS = [
    name if name == SHORT else pytest.param(name, marks=pytest.mark.long)
    for name in (*PROGRAMS, "redis", "postgres")
    if name != "api-2"
]

OVERSOLD = """
    SELECT show_id, seat_index FROM tickets WHERE status IN ('reserved', 'valid', 'used')
    GROUP BY show_id, seat_index HAVING count(*) > 1
"""
WITHOUT_TICKETS = """
    SELECT b.id FROM bookings b JOIN payments p ON p.booking_id = b.id AND p.status = 'succeeded'
    WHERE b.status <> 'confirmed'
       OR NOT EXISTS (SELECT FROM tickets k WHERE k.booking_id = b.id AND k.status = 'valid')
"""
WRONG_SUMS = """
    SELECT b.id FROM bookings b WHERE b.status = 'confirmed' AND b.total <> (
        SELECT sum(k.price) FROM tickets k WHERE k.booking_id = b.id AND k.status = 'valid')
"""


@pytest.fixture
def running(tmp_path) -> Iterator[RunningHouse]:
    # Six people stand for a crowd, so what bounds one person is off.
    house = RunningHouse(
        tmp_path,
        HOLDS_HOLDER_SEATS="0",
        HOLDS_ADDRESS_SEATS="0",
        HOLDS_HOLDER_QUOTA="0",
        HOLDS_ADDRESS_QUOTA="0",
    )
    yield house
    house.stop()


def furnish(url: str) -> int:
    """Put one show of three hundred seats on sale in a fresh database; return its id."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.furnish", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(said.stdout)


async def query(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(**db.credentials(url))
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("victim", VICTIMS)
async def test_a_killed_process_costs_no_seat_and_no_booking(running, victim):
    url = running.start_databases()
    show_id = await asyncio.to_thread(furnish, url)
    running.start_programs()
    shoppers = [Shopper(running.url, number, random.Random(f"{victim}{number}")) for number in range(6)]
    async with signed_up(shoppers):
        stop = asyncio.Event()
        shopping = asyncio.gather(*(shopper.shop(show_id, SEATS, stop) for shopper in shoppers))
        await asyncio.sleep(1)
        before = sum(len(shopper.confirmed) for shopper in shoppers)
        for _ in range(2):
            await running.kill_and_restart(victim)
            await asyncio.sleep(1)
        stop.set()
        await shopping
        await the_map_agrees(shoppers[0], url, show_id)

    told = {booking for shopper in shoppers for booking in shopper.confirmed}
    assert before > 0, "nobody bought anything before the kill"
    assert len(told) > before, "nobody bought anything after the kill"
    assert await query(url, OVERSOLD) == []
    assert await query(url, WITHOUT_TICKETS) == []
    assert await query(url, WRONG_SUMS) == []
    confirmed = {
        str(row["id"]) for row in await query(url, "SELECT id FROM bookings WHERE status = 'confirmed'")
    }
    assert told <= confirmed, "a booking that a customer was told is paid has gone"


async def the_map_agrees(shopper: Shopper, url: str, show_id: int) -> None:
    """The live map comes to show as sold what the database has sold."""
    sold = {
        row["seat_index"] for row in await query(url, "SELECT seat_index FROM tickets WHERE status = 'valid'")
    }
    shown: set[int] = set()
    async with asyncio.timeout(75):  # a killed worker's jobs come back within a minute
        while shown != sold:
            states = (await shopper.request("GET", f"/shows/{show_id}/seats")).json()["states"]
            shown = {index for index, state in enumerate(states) if state == "2"}
            await asyncio.sleep(0.2)
