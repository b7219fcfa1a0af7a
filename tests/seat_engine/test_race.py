"""Many people want the same seats at the same moment."""

import asyncio
import random
from typing import Any

import pytest

from seat_engine.errors import HoldExpired, SeatsTaken
from seat_engine.model import to_millis
from tests.seat_engine.halls import draw
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, take

HOLDERS = 100
SEATS = [3, 4, 5]


async def atomic_hold(engine, show, number):
    try:
        await take(engine, show, SEATS, hold_id=f"h{number}", holder=f"p{number}")
    except SeatsTaken:
        return False
    return True


async def check_then_set(store, key, number, looked):
    """A hold without atomicity: looks, and when all have looked, takes what it saw free."""
    if any(await store.call(key, "HMGET", key, *SEATS)):
        return False
    await looked.wait()
    taken = [value for seat in SEATS for value in (seat, f"h{number}")]
    await store.call(key, "HSET", key, *taken)
    return True


async def test_of_a_hundred_holders_of_the_same_seats_one_wins(engine, show):
    await asyncio.gather(*(states(engine, show) for _ in range(HOLDERS)))  # every holder has a connection
    won = await asyncio.gather(*(atomic_hold(engine, show, number) for number in range(HOLDERS)))

    assert won.count(True) == 1
    assert await states(engine, show) == "0001110000"
    assert (await engine.get_hold(show, f"h{won.index(True)}")).seats == tuple(SEATS)


async def test_the_same_race_without_atomicity_oversells(store, prefix):
    """The control: if this one does not oversell, the race above proves nothing."""
    looked = asyncio.Barrier(HOLDERS)
    won = await asyncio.gather(
        *(check_then_set(store, f"{prefix}control", n, looked) for n in range(HOLDERS))
    )

    assert won.count(True) == HOLDERS


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


async def test_a_sweep_never_frees_what_was_taken_meanwhile(engine, clock):
    """Holds lapse; sweepers free them while others take the same seats: nobody loses what they got."""
    await engine.open(1, seat_count=40)
    for pair in range(20):
        await take(engine, 1, [2 * pair, 2 * pair + 1], hold_id=f"old{pair}", holder=f"o{pair}")
    clock.forward(minutes=10)

    got = await asyncio.gather(
        *(engine.sweep_all() for _ in range(3)),
        *(take(engine, 1, [2 * n, 2 * n + 1], hold_id=f"new{n}", holder=f"n{n}") for n in range(20)),
        *(engine.sweep_all() for _ in range(3)),
    )

    assert await states(engine, 1) == "1" * 40
    assert [hold.seats for hold in got[3:23]] == [(2 * n, 2 * n + 1) for n in range(20)]
    assert await engine.sweep_all() == 0


async def test_a_sweep_that_looks_first_and_frees_then_takes_seats_away(engine, clock, redis):
    """The control: what it saw lapsed is somebody else's by the time it frees it."""
    await engine.open(1, seat_count=2)
    await take(engine, 1, [0, 1], hold_id="old", holder="asha")
    clock.forward(minutes=10)
    record = await redis.hget(engine.keys.show(1), "h:old")
    lapsed = int(record.split(b"\n")[0]) <= to_millis(clock.now)

    await take(engine, 1, [0, 1], hold_id="new", holder="ben")
    if lapsed:
        await redis.hset(engine.keys.show(1), "s", "00")

    assert await states(engine, 1) == "00"
    assert (await engine.get_hold(1, "new")).seats == (0, 1)


FOUR = draw("....")
VERBS_ON_A_LAPSED_HOLD = {
    "hold": (lambda e: take(e, 1, [1], hold_id="h2", holder="ben"), "0100"),
    "best": (
        lambda e: e.best(1, 4, plan=FOUR, hold_id="h2", holder="ben", ttl=TEN_MINUTES, max_life=HALF_HOUR),
        "1111",
    ),
    "sell": (lambda e: e.sell(1, [1]), "0200"),
    "block": (lambda e: e.block(1, [1]), "0300"),
    "commit": (lambda e: e.commit(1, "h1", [1]), "0200"),
    "free": (lambda e: e.free(1, [1, 2], hold_id="h1"), "0000"),
    "release": (lambda e: e.release(1, "h1", holder="asha"), "0000"),
    "snapshot": (lambda e: e.snapshot(1), "0000"),
    "sweep": (lambda e: e.sweep(1), "0000"),
}


@pytest.mark.parametrize(
    ("verb", "after"), VERBS_ON_A_LAPSED_HOLD.values(), ids=VERBS_ON_A_LAPSED_HOLD.keys()
)
async def test_every_verb_takes_a_lapsed_hold_for_gone_without_any_sweep(engine, clock, redis, verb, after):
    await engine.open(1, seat_count=4)
    await take(engine, 1, [1, 2])
    clock.forward(minutes=10)

    await verb(engine)

    fields = await redis.hgetall(engine.keys.show(1))
    assert fields[b"s"].decode() == after
    assert b"h:h1" not in fields


@pytest.mark.parametrize("verb", ["change", "extend", "extend_until", "get_hold"])
async def test_every_verb_of_the_hold_itself_says_that_it_has_lapsed(engine, clock, verb):
    await engine.open(1, seat_count=4)
    await take(engine, 1, [1, 2])
    clock.forward(minutes=10)
    arguments: dict[str, tuple[Any, dict[str, Any]]] = {
        "change": ([3], {"holder": "asha", "note": b""}),
        "extend": ((), {"holder": "asha", "ttl": TEN_MINUTES}),
        "extend_until": ((), {"deadline": clock.now + TEN_MINUTES}),
        "get_hold": ((), {}),
    }
    given, named = arguments[verb]

    with pytest.raises(HoldExpired):
        await getattr(engine, verb)(1, "h1", *([given] if given else []), **named)
