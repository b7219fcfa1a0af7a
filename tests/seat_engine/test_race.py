"""Many people want the same seats at the same moment."""

import asyncio
import random

from seat_engine.errors import SeatsTaken
from tests.seat_engine.terms import states, take

HOLDERS = 100
SEATS = [3, 4, 5]


async def atomic_hold(engine, show, number):
    try:
        await take(engine, show, SEATS, hold_id=f"h{number}", holder=f"p{number}")
    except SeatsTaken:
        return False
    return True


async def check_then_set(redis, key, number):
    """A hold without atomicity: looks, and then takes what it saw free."""
    if any(await redis.hmget(key, SEATS)):
        return False
    await redis.hset(key, mapping={str(seat): f"h{number}" for seat in SEATS})
    return True


async def test_of_a_hundred_holders_of_the_same_seats_one_wins(engine, show):
    await asyncio.gather(*(states(engine, show) for _ in range(HOLDERS)))  # every holder has a connection
    won = await asyncio.gather(*(atomic_hold(engine, show, number) for number in range(HOLDERS)))

    assert won.count(True) == 1
    assert await states(engine, show) == "0001110000"
    assert (await engine.get_hold(show, f"h{won.index(True)}")).seats == tuple(SEATS)


async def test_the_same_race_without_atomicity_oversells(redis, prefix):
    """The control: if this one does not oversell, the race above proves nothing."""
    most = 0
    for attempt in range(
        20
    ):  # on the first one, connections are still being made and the holders come in turn
        key = f"{prefix}control:{attempt}"
        won = await asyncio.gather(*(check_then_set(redis, key, n) for n in range(HOLDERS)))
        most = max(most, won.count(True))

    assert most > 1


async def test_overlapping_holds_never_share_a_seat(engine):
    await engine.open(1, seat_count=60)
    dice = random.Random(7)
    wishes = [dice.sample(range(60), 4) for _ in range(HOLDERS)]

    async def wish(number):
        try:
            return (await take(engine, 1, wishes[number], hold_id=f"h{number}", holder=f"p{number}")).seats
        except SeatsTaken:
            return ()

    got = [seat for seats in await asyncio.gather(*map(wish, range(HOLDERS))) for seat in seats]

    assert len(got) == len(set(got)) > 0
    assert await states(engine, 1) == "".join("1" if seat in got else "0" for seat in range(60))


async def test_a_request_sent_twice_at_once_holds_once(engine, show):
    twins = await asyncio.gather(*(take(engine, show, SEATS) for _ in range(20)))

    assert len(set(twins)) == 1
    assert (await engine.snapshot(show)).version == 2
