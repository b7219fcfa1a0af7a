"""Loading a show on demand: one loader over all processes, whoever asks and whoever dies."""

import asyncio
from datetime import timedelta

import pytest

from seat_engine import Openings, SeatEngine
from seat_engine.errors import AlreadyOpen, EngineUnavailable, NotOpen

PROCESSES = 6
LEASE = timedelta(seconds=3)


class Unclaimed(SeatEngine):
    """An engine whose claim is off: it lets everybody load."""

    async def claim_opening(self, *_, **__):
        return True


class House:
    """Several processes, each with its own `Openings`, over one truth whose reads are counted."""

    def __init__(self, engines):
        self.loads = 0
        self.refused = 0
        self.everybody_was_refused = asyncio.Event()
        self.processes = [(engine, Openings(engine, self.loader(engine))) for engine in engines]

    def loader(self, engine):
        async def load(show_id):
            # Nobody loads before everybody has found the show closed: the race at its worst.
            await self.everybody_was_refused.wait()
            self.loads += 1
            await engine.open(show_id, seat_count=10, sold=[3])

        return load

    async def look(self, engine, openings, show_id):
        """Do what a verb's caller does."""
        try:
            return await engine.snapshot(show_id)
        except NotOpen:
            self.refused += 1
            if self.refused == len(self.processes):
                self.everybody_was_refused.set()
            await openings.open(show_id)
            return await engine.snapshot(show_id)

    async def everybody_looks(self, show_id):
        return await asyncio.gather(*(self.look(*process, show_id) for process in self.processes))


async def test_of_many_processes_one_loads_a_show(redis_server, live_engine, prefix):
    house = House([SeatEngine(live_engine.store, prefix=prefix) for _ in range(PROCESSES)])

    seen = await house.everybody_looks(42)

    assert {snapshot.states for snapshot in seen} == {"0002000000"}
    assert len({snapshot.epoch for snapshot in seen}) == 1
    assert house.loads == 1


async def test_control_without_the_claim_every_process_loads_it(live_engine, prefix):
    house = House([Unclaimed(live_engine.store, prefix=prefix) for _ in range(PROCESSES)])

    seen = await house.everybody_looks(42)

    assert len({snapshot.epoch for snapshot in seen}) == 1, "the opening itself is still compare-and-set"
    assert house.loads == PROCESSES


async def test_many_who_ask_in_one_process_share_one_load(live_engine):
    loads = []

    async def load(show_id):
        loads.append(show_id)
        await live_engine.open(show_id, seat_count=3)

    openings = Openings(live_engine, load)
    await asyncio.gather(*(openings.open(42) for _ in range(50)))

    assert loads == [42]


async def test_who_leaves_while_waiting_does_not_end_it_for_the_others(live_engine):
    go = asyncio.Event()

    async def load(show_id):
        await go.wait()
        await live_engine.open(show_id, seat_count=3)

    openings = Openings(live_engine, load)
    one, other = asyncio.create_task(openings.open(42)), asyncio.create_task(openings.open(42))
    await asyncio.sleep(0)
    one.cancel()
    go.set()
    await other

    with pytest.raises(asyncio.CancelledError):
        await one
    assert (await live_engine.snapshot(42)).states == "000"


async def test_a_loader_that_died_is_followed_by_another(live_engine):
    assert await live_engine.claim_opening(42, token="dead", lease=timedelta(milliseconds=200))

    async def load(show_id):
        await live_engine.open(show_id, seat_count=3)

    await Openings(live_engine, load).open(42)

    assert (await live_engine.snapshot(42)).states == "000"


async def test_a_loader_that_failed_leaves_room_for_the_next_at_once(live_engine):
    async def fail(show_id):
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        await Openings(live_engine, fail, lease=timedelta(hours=1)).open(42)

    assert await live_engine.claim_opening(42, token="next", lease=LEASE)


async def test_waiting_has_an_end(live_engine):
    await live_engine.claim_opening(42, token="slow", lease=timedelta(hours=1))

    async def load(show_id):
        pytest.fail("somebody else is loading")

    with pytest.raises(EngineUnavailable, match="42"):
        await Openings(live_engine, load, patience=0.05).open(42)


async def test_a_claim_is_one_s_own_and_ends_only_by_its_token(live_engine):
    assert await live_engine.claim_opening(42, token="a", lease=LEASE)
    assert await live_engine.claim_opening(42, token="a", lease=LEASE), "the same claim sent twice is one"
    assert not await live_engine.claim_opening(42, token="b", lease=LEASE)
    await live_engine.end_opening(42, token="b")
    assert not await live_engine.claim_opening(42, token="b", lease=LEASE)
    await live_engine.end_opening(42, token="a")
    assert await live_engine.claim_opening(42, token="b", lease=LEASE)


async def test_an_open_show_cannot_be_claimed(live_engine):
    await live_engine.open(42, seat_count=3)

    with pytest.raises(AlreadyOpen):
        await live_engine.claim_opening(42, token="a", lease=LEASE)


async def test_so_many_load_at_a_time_and_no_more(live_engine):
    under_way = most = 0

    async def load(show_id):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await live_engine.open(show_id, seat_count=3)
        under_way -= 1

    openings = Openings(live_engine, load, at_once=4)
    await asyncio.gather(*(openings.open(show_id) for show_id in range(1, 60)))

    assert most == 4
