"""Caps and quotas: exact for what is held, counted over time for what was taken."""

import asyncio
from datetime import timedelta

import pytest

from seat_engine import Limits, PendingHold
from seat_engine.errors import LimitReached, SeatsTaken
from tests.seat_engine.peek import commands, forget_commands
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, version

MINUTE = timedelta(minutes=1)


async def take(
    engine, seats, limits, *, hold_id=None, holder="asha", address="here", ttl=TEN_MINUTES, show=42
):
    return await engine.hold(
        show,
        seats,
        hold_id=hold_id or f"h{seats[0]}",
        holder=holder,
        ttl=ttl,
        max_life=HALF_HOUR,
        address=address,
        limits=limits,
    )


async def refused(verb):
    with pytest.raises(LimitReached) as refusal:
        await verb
    return refusal.value.scope, refusal.value.retry_after


THREE = Limits(holder_seats=3)
HERE = Limits(address_seats=3)


@pytest.fixture
async def show(engine):
    await engine.open(42, seat_count=60)
    return 42


async def test_a_holder_holds_no_more_than_the_cap_at_once(engine, show):
    await take(engine, [1, 2], THREE)

    assert (await refused(take(engine, [3, 4], THREE)))[0] == "holder"

    await take(engine, [3], THREE)
    await take(engine, [4, 5], THREE, holder="ben")
    assert await states(engine, show) == "0" + "1" * 5 + "0" * 54


async def test_the_refusal_says_when_the_next_hold_lapses(engine, show, clock):
    await take(engine, [1, 2], THREE, ttl=5 * MINUTE)
    await take(engine, [3], THREE, ttl=TEN_MINUTES)
    clock.forward(minutes=1)

    assert await refused(take(engine, [4], THREE)) == ("holder", 4 * MINUTE)
    assert await refused(take(engine, [4, 5, 6, 7], THREE)) == ("holder", None)


async def test_what_lapsed_counts_no_more_without_any_sweep(engine, show, clock):
    await take(engine, [1, 2, 3], THREE, ttl=MINUTE)
    clock.forward(minutes=1)

    await take(engine, [4, 5, 6], THREE)


async def test_what_was_given_back_or_sold_counts_no_more(engine, show):
    await take(engine, [1, 2, 3], THREE)
    await engine.release(show, "h1", holder="asha", seats=[1])
    await take(engine, [4], THREE)
    await engine.commit(show, "h4", [4])
    await take(engine, [5], THREE)
    await engine.release(show, "h1", holder="asha")
    await take(engine, [6, 7], THREE)

    assert (await refused(take(engine, [8], THREE)))[0] == "holder"


async def test_what_the_house_keeps_counts(engine, show, clock):
    await take(engine, [1, 2, 3], THREE)
    await engine.extend_until(show, "h1", deadline=clock.now + timedelta(hours=2))
    clock.forward(hours=1)

    assert await refused(take(engine, [4], THREE)) == ("holder", timedelta(hours=1))


async def test_holds_loaded_with_the_show_count_for_their_holders(engine, clock):
    soon = clock.now + TEN_MINUTES
    pending = [PendingHold("p1", "asha", (1,), soon), PendingHold("p2", "asha", (2, 3), soon)]
    await engine.open(43, seat_count=9, held=[*pending, PendingHold("p3", "ben", (4,), soon)])

    assert await refused(take(engine, [5], THREE, show=43)) == ("holder", TEN_MINUTES)
    await take(engine, [5, 6], THREE, show=43, holder="ben")


async def test_an_address_holds_no_more_than_its_cap_whoever_asks(engine, show):
    await take(engine, [1, 2], HERE)
    await take(engine, [3], HERE, holder="ben")

    assert (await refused(take(engine, [4], HERE, holder="cleo")))[0] == "address"

    await take(engine, [4], HERE, holder="cleo", address="there")


async def test_nobody_is_counted_where_no_address_is_known(engine, show):
    for seat in range(5):
        await take(engine, [seat], HERE, address="")


async def test_a_show_has_no_more_on_hold_than_its_cap(engine, show, clock):
    limits = Limits(show_seats=4)
    await engine.sell(show, [50, 51])
    await engine.block(show, [52])
    await take(engine, [1, 2], limits, ttl=MINUTE)
    await take(engine, [3, 4], limits, holder="ben")

    assert await refused(take(engine, [5], limits, holder="cleo")) == ("show", None)
    clock.forward(minutes=1)
    await take(engine, [5], limits, holder="cleo")


async def test_a_quota_counts_seats_that_were_given_back(engine, show):
    limits = Limits(holder_quota=4)
    for seat in (1, 3):
        await take(engine, [seat, seat + 1], limits)
        await engine.release(show, f"h{seat}", holder="asha")

    assert (await refused(take(engine, [5], limits)))[0] == "holder_quota"
    await take(engine, [5], limits, holder="ben")


async def test_a_quota_empties_evenly(engine, show, clock):
    limits = Limits(holder_quota=5, window=TEN_MINUTES)
    await take(engine, [1, 2, 3, 4, 5], limits)

    assert await refused(take(engine, [6], limits)) == ("holder_quota", 2 * MINUTE)
    assert await refused(take(engine, [6, 7], limits)) == ("holder_quota", 4 * MINUTE)
    assert await refused(take(engine, [6, 7, 8, 9, 10, 11], limits)) == ("holder_quota", None)
    clock.forward(minutes=2, milliseconds=-1)
    assert await refused(take(engine, [6], limits)) == ("holder_quota", timedelta(milliseconds=1))
    clock.forward(milliseconds=1)
    await take(engine, [6], limits)
    clock.forward(minutes=20)
    await take(engine, [11, 12, 13, 14, 15], limits)


async def test_an_address_has_a_quota_of_its_own(engine, show):
    limits = Limits(address_quota=2)
    await take(engine, [1], limits)
    await take(engine, [2], limits, holder="ben")

    assert (await refused(take(engine, [3], limits, holder="cleo")))[0] == "address_quota"


async def test_a_request_that_is_sent_again_counts_once(engine, show):
    limits = Limits(holder_seats=2, holder_quota=2)
    first = await take(engine, [1, 2], limits)

    assert [await take(engine, [1, 2], limits) for _ in range(5)] == [first] * 5


async def test_a_refused_request_counts_for_nothing(engine, show):
    limits = Limits(holder_quota=3)
    await engine.sell(show, [1])
    for _ in range(5):
        with pytest.raises(SeatsTaken):
            await take(engine, [1, 2], limits)

    await take(engine, [2, 3, 4], limits)


async def change(engine, hold_id, seats, limits):
    return await engine.change(42, hold_id, seats, holder="asha", note=b"", limits=limits)


async def test_a_change_counts_the_seats_that_are_added(engine, show):
    await take(engine, [1, 2], THREE)
    await take(engine, [5], THREE)

    assert (await refused(change(engine, "h5", [5, 6], THREE)))[0] == "holder"
    await change(engine, "h5", [6], THREE)
    await change(engine, "h1", [2], THREE)
    await change(engine, "h5", [5, 6], THREE)
    assert await states(engine, show) == "0010011" + "0" * 53


async def test_a_change_that_takes_no_more_is_never_refused_by_a_cap(engine, show):
    await take(engine, [1, 2, 3], Limits())

    await change(engine, "h1", [2, 3, 4], Limits(holder_seats=2))
    await change(engine, "h1", [4], Limits(holder_seats=2))
    assert (await refused(change(engine, "h1", [2, 3, 4], Limits(holder_seats=2))))[0] == "holder"


async def test_swapping_seats_uses_up_the_quota(engine, show):
    limits = Limits(holder_quota=3)
    await take(engine, [1, 2], limits)
    await change(engine, "h1", [2, 3], limits)

    assert (await refused(change(engine, "h1", [3, 4], limits)))[0] == "holder_quota"
    await change(engine, "h1", [3], limits)


async def test_a_change_counts_for_the_address_the_hold_was_taken_from(engine, show):
    limits = Limits(address_seats=3)
    await take(engine, [1, 2], limits)
    await take(engine, [5], limits, holder="ben")

    assert (await refused(change(engine, "h1", [1, 2, 3], limits)))[0] == "address"


async def test_ledgers_of_those_who_hold_nothing_and_owe_nothing_are_cleared_away(engine, show, clock, redis):
    everything = Limits(holder_seats=9, address_seats=9, holder_quota=10, address_quota=10)
    fresh = set(await redis.hkeys(engine.keys.show(show)))
    await take(engine, [1], everything, ttl=MINUTE)
    await take(engine, [2], everything, holder="ben")
    await engine.release(show, "h2", holder="ben")
    clock.forward(minutes=1)
    await engine.sweep(show)
    assert {b"u:asha", b"u:ben", b"a:here", b"h:h2"} & set(await redis.hkeys(engine.keys.show(show)))

    clock.forward(minutes=20)
    await engine.sweep(show)

    assert set(await redis.hkeys(engine.keys.show(show))) == fresh


async def test_a_ledger_is_kept_while_anything_of_it_counts(engine, show, clock, redis):
    limits = Limits(holder_seats=2, holder_quota=10)
    await take(engine, [1, 2], limits)
    await engine.extend_until(show, "h1", deadline=clock.now + timedelta(hours=3))
    for _ in range(100):
        clock.forward(minutes=1)
        await engine.sweep(show)

    assert (await refused(take(engine, [3], limits)))[0] == "holder"


async def test_clearing_away_happens_once_a_minute_at_most(engine, show, clock, redis):
    await take(engine, [1], Limits(holder_quota=1), ttl=MINUTE)
    clock.forward(minutes=1)
    await engine.sweep(show)
    before = await version(engine, show)
    await forget_commands(redis)

    for _ in range(11):
        clock.forward(seconds=5)
        await engine.sweep(show)

    assert (await commands(redis))["hgetall"] == 0
    assert await version(engine, show) == before


def test_limits_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        Limits(holder_seats=-1)
    with pytest.raises(ValueError, match="cannot be counted"):
        Limits(holder_quota=1000, window=timedelta(seconds=1))
    with pytest.raises(ValueError, match="cannot be counted"):
        Limits(address_quota=1, window=timedelta(days=100))


FIFTY = range(50)


async def test_fifty_holds_at_once_of_one_holder_never_exceed_the_cap(engine, show):
    async def attempt(number):
        try:
            await take(engine, [number], Limits(holder_seats=7))
        except LimitReached:
            return False
        return True

    passed = await asyncio.gather(*map(attempt, FIFTY))

    assert passed.count(True) == 7
    assert (await states(engine, show)).count("1") == 7


async def test_checked_first_and_held_then_they_do(engine, show):
    """The control: all look how many seats are held, and then all hold one more."""
    looked = asyncio.Barrier(len(FIFTY))

    async def attempt(number):
        held = (await states(engine, show)).count("1")
        await looked.wait()
        if held + 1 <= 7:
            await take(engine, [number], Limits())

    await asyncio.gather(*map(attempt, FIFTY))

    assert (await states(engine, show)).count("1") == 50


async def test_limits_cost_redis_one_more_read_where_there_is_something_to_read(live_engine, redis):
    everything = Limits(holder_seats=9, address_seats=9, show_seats=50, holder_quota=40, address_quota=300)
    await live_engine.open(42, seat_count=60)
    await take(live_engine, [1], Limits())

    async def cost(seats):
        await forget_commands(redis)
        await take(live_engine, seats, everything)
        ran = await commands(redis)
        return ran["hmget"], ran["hset"], ran["publish"] + ran["spublish"]

    assert await cost([2]) == (1, 1, 1)
    assert await cost([3]) == (2, 1, 1)
