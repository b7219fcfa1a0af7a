"""The checker of the soak test finds what is wrong: each of its findings is provoked once."""

import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest

from seat_engine import MirrorHub, SeatEngine
from tests.seat_engine.clients import Client, Picture, eventually
from tests.soak.checker import Ticket, contradictions

_shows = count(900_000_000)


class Forgetful(Picture):
    """Loses one delta on the way, and never asks for it."""

    def __init__(self):
        super().__init__()
        self.lost = None

    def take(self, frame):
        message = json.loads(frame)
        if message["t"] != "d" or self.lost is not None:
            super().take(frame)
            return
        self.lost = frame
        self.version = message["v"][1]


@dataclass
class Evening:
    """A show where seats 1 and 2 were sold to somebody, and who watched it."""

    engine: SeatEngine
    show: int
    tickets: list[Ticket]
    client: Client

    async def told(self):
        snapshots = {self.show: await self.engine.snapshot(self.show)}
        return contradictions(snapshots, self.tickets, [(self.show, self.client.picture)])


@pytest.fixture
async def evening(engine):
    show = next(_shows)
    await engine.open(show, seat_count=6)
    async with MirrorHub(engine) as hub:
        client = Client()
        await hub.watch(show, client)
        term = timedelta(minutes=1)
        await engine.hold(show, [1, 2], hold_id="h", holder="one", ttl=term, max_life=term)
        await engine.commit(show, "h", [1, 2])
        await eventually(lambda: client.picture.states == "022000")
        yield Evening(engine, show, [Ticket(show, 1, "valid"), Ticket(show, 2, "valid")], client)
    await engine.close(show)


async def test_where_all_agree_nothing_is_found(evening):
    assert await evening.told() == []


async def test_a_seat_that_only_redis_calls_sold_is_found(evening):
    await evening.engine.sell(evening.show, [5])
    assert any("Redis has seat 5 as 2, PostgreSQL as 0" in said for said in await evening.told())


async def test_a_sold_seat_that_redis_offers_is_found(evening):
    await evening.engine.free(evening.show, [1])
    assert any("Redis has seat 1 as 0, PostgreSQL as 2" in said for said in await evening.told())


async def test_a_hold_that_outlives_the_evening_is_found(evening):
    term = timedelta(minutes=1)
    await evening.engine.hold(evening.show, [4], hold_id="g", holder="two", ttl=term, max_life=term)
    assert any("Redis has seat 4 as 1, PostgreSQL as 0" in said for said in await evening.told())


async def test_a_frame_that_a_watcher_never_got_is_found(engine):
    show = next(_shows)
    await engine.open(show, seat_count=6)
    async with MirrorHub(engine) as hub:
        picture = Forgetful()
        await hub.watch(show, Client(picture))
        await engine.sell(show, [1])
        await eventually(lambda: picture.lost)
        snapshots = {show: await engine.snapshot(show)}
        found = contradictions(snapshots, [Ticket(show, 1, "valid")], [(show, picture)])
    assert found == [f"show {show}: a watcher sees seat 1 as 0, Redis as 2"]
    await engine.close(show)


async def test_a_seat_sold_twice_and_a_ticket_that_was_never_paid_are_found(evening):
    evening.tickets += [Ticket(evening.show, 1, "valid"), Ticket(evening.show, 3, "reserved")]
    said = " ".join(await evening.told())
    assert "seat 1 has two live tickets" in said
    assert "seat 3 is still reserved" in said


async def test_a_watcher_who_is_behind_is_found(evening):
    evening.client.picture.version -= 1
    assert any("a watcher is at" in said for said in await evening.told())
