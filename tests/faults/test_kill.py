"""kill -9 of any one process during purchases: no seat is sold twice, no confirmed booking is lost."""

import asyncio
import random
from collections.abc import Iterator
from datetime import timedelta

import asyncpg
import pytest

from server.core import db
from server.core.migrate import migrate
from server.venues.models import SeatLayout
from tests.faults.processes import PROGRAMS, RunningHouse
from tests.faults.shoppers import Shopper
from tests.server.world import House

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

ROWS, NUMBERS = "ABCDEFGHJK", range(1, 31)

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
    house = RunningHouse(tmp_path)
    yield house
    house.stop()


async def furnish(url: str) -> tuple[int, list[str]]:
    """Migrate a fresh database and open one show of three hundred seats; return it and its seats."""
    # The tests' own connection to another database stays as it is: this one is used through its driver.
    seats = [
        {"label": f"{row}{number}", "row": row, "number": number, "x": float(number), "y": float(depth),
         "w": 1.0, "category": "standard", "zone": "stalls"}
        for depth, row in enumerate(ROWS) for number in NUMBERS
    ]  # fmt: skip
    await migrate(url)
    await db.connect(url, pool=2)
    house = await House.build()
    house.layout = await SeatLayout.create(
        auditorium=house.screen, version=2, seat_count=len(seats), width=30.0, height=10.0,
        screen={"x": 15.0, "width": 28.0},
        rows=[{"label": row, "y": float(depth)} for depth, row in enumerate(ROWS)], seats=seats,
    )  # fmt: skip
    show = await house.show(starts_in=timedelta(days=1), prices={"standard": 25000})
    await db.disconnect()
    return show.id, [str(seat["label"]) for seat in seats]


async def query(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(**db.credentials(url))
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("victim", [*(name for name in PROGRAMS if name != "api-2"), "redis", "postgres"])
async def test_a_killed_process_costs_no_seat_and_no_booking(running, victim):
    url = running.start_databases()
    show_id, seats = await furnish(url)
    running.start_programs()
    shoppers = [Shopper(running.url, number, random.Random(f"{victim}{number}")) for number in range(6)]
    await asyncio.gather(*(shopper.sign_up() for shopper in shoppers))
    stop = asyncio.Event()
    shopping = asyncio.gather(*(shopper.shop(show_id, seats, stop) for shopper in shoppers))
    await asyncio.sleep(1)
    before = sum(len(shopper.confirmed) for shopper in shoppers)
    for _ in range(2):
        await running.kill_and_restart(victim)
        await asyncio.sleep(1)
    stop.set()
    await shopping
    await the_map_agrees(shoppers[0], url, show_id)
    await asyncio.gather(*(shopper.client.aclose() for shopper in shoppers))

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
