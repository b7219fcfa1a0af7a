"""Opening and closing shows, sweeping, reading the whole."""

import asyncio
from datetime import timedelta

import pytest

from seat_engine import PendingHold, SeatEngine
from seat_engine.engine import MAX_SEATS
from seat_engine.errors import HoldBooked, HoldExpired, NotOpen, UnknownSeat
from tests.seat_engine.terms import TEN_MINUTES, states, take, version


async def test_a_show_opens_with_the_truth_it_is_given(engine, clock):
    pending = PendingHold("h9", "asha", (4, 5), clock.now + TEN_MINUTES, b"quote")

    assert await engine.open(7, seat_count=8, sold=[0, 1], blocked=[2], held=[pending])

    snapshot = await engine.snapshot(7)
    assert (snapshot.states, snapshot.version) == ("22301100", 1)
    hold = await engine.get_hold(7, "h9")
    assert (hold.seats, hold.holder, hold.deadline, hold.note) == ((4, 5), "asha", pending.deadline, b"quote")


async def test_a_loaded_hold_is_extended_by_the_house_alone(engine, clock):
    pending = PendingHold("h9", "asha", (4, 5), clock.now + TEN_MINUTES)
    await engine.open(7, seat_count=8, held=[pending])
    clock.forward(minutes=5)

    with pytest.raises(HoldBooked):
        await engine.extend(7, "h9", holder="asha", ttl=TEN_MINUTES)
    later = clock.now + timedelta(hours=1)
    assert (await engine.extend_until(7, "h9", deadline=later)).deadline == later


async def test_loaded_holds_lapse_like_any_other(engine, clock):
    await engine.open(7, seat_count=4, held=[PendingHold("h9", "asha", (1, 2), clock.now + TEN_MINUTES)])
    clock.forward(minutes=10)

    assert await engine.sweep(7) == ["h9"]
    assert await states(engine, 7) == "0000"


async def test_where_the_truth_overlaps_the_stronger_claim_wins(engine, clock):
    soon = clock.now + TEN_MINUTES
    holds = [PendingHold("a", "asha", (0, 1, 2, 3), soon), PendingHold("b", "ben", (3, 4), soon)]

    await engine.open(
        7, seat_count=6, sold=[0], blocked=[0, 1], held=[*holds, PendingHold("c", "c", (4,), soon)]
    )

    assert await states(engine, 7) == "231110"
    assert (await engine.get_hold(7, "a")).seats == (2, 3)
    assert (await engine.get_hold(7, "b")).seats == (4,)
    with pytest.raises(HoldExpired):
        await engine.get_hold(7, "c")


async def test_truth_that_cannot_be_is_refused(engine, clock):
    twice = [PendingHold("a", "asha", (seat,), clock.now) for seat in (0, 1)]

    with pytest.raises(UnknownSeat) as refused:
        await engine.open(7, seat_count=3, sold=[3], blocked=[-1])
    with pytest.raises(ValueError, match="one id"):
        await engine.open(7, seat_count=3, held=twice)
    for count in (0, MAX_SEATS + 1):
        with pytest.raises(ValueError, match="seats"):
            await engine.open(7, seat_count=count)

    assert refused.value.seats == (-1, 3)
    assert await engine.open_shows() == []


async def test_of_twenty_that_open_a_show_at_once_one_does(store, prefix):
    engines = [SeatEngine(store, prefix=prefix) for _ in range(20)]

    opened = await asyncio.gather(
        *(engine.open(5, seat_count=20, sold=[n]) for n, engine in enumerate(engines))
    )

    assert opened.count(True) == 1
    assert await states(engines[0], 5) == "".join("2" if won else "0" for won in opened)


async def test_opening_an_open_show_changes_nothing(engine, show):
    await take(engine, show, [1])
    before = await engine.snapshot(show)

    assert not await engine.open(show, seat_count=99, sold=[0])

    assert await engine.snapshot(show) == before


async def test_every_life_of_a_show_has_an_epoch_of_its_own(engine, show):
    first = await engine.snapshot(show)
    await engine.close(show)
    await engine.open(show, seat_count=10)

    assert (await engine.snapshot(show)).epoch != first.epoch


async def test_closing_forgets_everything_and_may_be_repeated(engine, show, redis, prefix):
    await take(engine, show, [1])

    await engine.close(show)
    await engine.close(show)

    assert [key async for key in redis.scan_iter(f"{prefix}*")] == []
    with pytest.raises(NotOpen):
        await engine.snapshot(show)


async def test_all_state_of_a_show_lies_under_its_hash_tag(engine, show, redis, prefix):
    await take(engine, show, [1])
    await engine.price(show, {"standard": 100}, "base", request="r1")

    keys = {key.decode() async for key in redis.scan_iter(f"{prefix}*")}

    kept_answer = f"{prefix}{{show:42}}:q:price:r1"
    assert keys == {f"{prefix}shows:open", f"{prefix}{{show:42}}:seats.3", kept_answer}


async def test_prefixes_keep_environments_apart(store, prefix):
    one, other = SeatEngine(store, prefix=f"{prefix}a:"), SeatEngine(store, prefix=f"{prefix}b:")
    await one.open(1, seat_count=2)

    with pytest.raises(NotOpen):
        await other.snapshot(1)
    with pytest.raises(ValueError, match="braces"):
        SeatEngine(store, prefix="{a}")


async def test_a_sweep_frees_what_is_due_and_says_which(engine, show, clock):
    await take(engine, show, [1, 2], hold_id="early", ttl=timedelta(minutes=1))
    await take(engine, show, [3], hold_id="late", holder="ben")
    assert await engine.sweep(show) == []
    before = await version(engine, show)
    clock.forward(minutes=1)

    assert await engine.sweep(show) == ["early"]

    assert await states(engine, show) == "0001000000"
    assert await version(engine, show) == before + 1
    assert await engine.sweep(show) == []
    clock.forward(minutes=9)
    assert await engine.sweep(show) == ["late"]


async def test_a_sweep_that_comes_before_an_extended_deadline_frees_nothing(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=9)
    await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)
    clock.forward(minutes=2)

    assert await engine.sweep(show) == []
    assert await states(engine, show) == "0100000000"
    clock.forward(minutes=8)
    assert await engine.sweep(show) == ["h1"]


async def test_a_sweep_is_bounded_and_the_next_one_goes_on(engine, show, clock):
    for seat in range(5):
        await take(engine, show, [seat], hold_id=f"h{seat}", holder=f"p{seat}")
    clock.forward(minutes=10)

    first, second, third = [await engine.sweep(show, limit=2) for _ in range(3)]

    assert (len(first), len(second), len(third)) == (2, 2, 1)
    assert sorted(first + second + third) == [f"h{seat}" for seat in range(5)]


async def test_nothing_of_a_hold_is_left_behind(engine, show, clock, redis):
    """However it ends: released, sold, freed, swept, or met by another verb after it lapsed."""
    fresh = set(await redis.hkeys(engine.keys.show(show)))
    await take(engine, show, [0, 1], hold_id="released")
    await engine.release(show, "released", holder="asha")
    await take(engine, show, [0, 1], hold_id="sold")
    await engine.commit(show, "sold", [0, 1])
    await engine.free(show, [0, 1])
    await take(engine, show, [0, 1], hold_id="freed")
    await engine.free(show, [0, 1], hold_id="freed")
    await take(engine, show, [0, 1], hold_id="met")
    clock.forward(minutes=10)
    await engine.block(show, [1])
    await engine.unblock(show, [1])
    await take(engine, show, [0, 1], hold_id="swept")
    clock.forward(minutes=10)
    await engine.sweep(show)

    assert set(await redis.hkeys(engine.keys.show(show))) == fresh


async def test_sweeping_all_shows_takes_two_round_trips_however_many_there_are(engine, clock, redis):
    for show in range(30):
        await engine.open(show, seat_count=3)
        await take(engine, show, [0, 1])
    clock.forward(minutes=10)
    await redis.script_flush()

    assert await engine.sweep_all() == 30
    assert await engine.sweep_all() == 0
    assert {await states(engine, show) for show in range(30)} == {"000"}


async def test_two_sweepers_at_once_free_each_hold_once(engine, clock):
    for show in range(20):
        await engine.open(show, seat_count=3)
        await take(engine, show, [0])
    clock.forward(minutes=10)

    assert sum(await asyncio.gather(*(engine.sweep_all() for _ in range(4)))) == 20


async def test_sweeping_passes_over_shows_that_redis_has_lost(engine, show, clock, redis):
    await engine.open(43, seat_count=2)
    await take(engine, 43, [0])
    await redis.delete(engine.keys.show(show))
    clock.forward(minutes=10)

    assert await engine.sweep_all() == 1


async def test_free_seats_are_counted_for_many_shows_at_once(engine, clock, show):
    await engine.open(7, seat_count=4, sold=[0], blocked=[1])
    await take(engine, show, [1, 2, 3])

    assert await engine.free_counts([show, 99, 7]) == {show: 7, 7: 2}
    assert await engine.free_counts([]) == {}
    clock.forward(minutes=10)  # and nobody has swept
    assert await engine.free_counts([show]) == {show: 10}


async def test_open_shows_lists_what_is_open(engine, show):
    await engine.open(7, seat_count=1)
    assert await engine.open_shows() == [7, 42]

    await engine.close(show)

    assert await engine.open_shows() == [7]


async def test_the_largest_show_works_with_every_verb(engine, clock):
    everything = range(MAX_SEATS)
    await engine.open(1, seat_count=MAX_SEATS)
    await take(engine, 1, everything)
    await engine.extend(1, "h1", holder="asha", ttl=TEN_MINUTES)
    clock.forward(minutes=10)
    assert await engine.sweep(1) == ["h1"]
    await engine.block(1, everything)
    await engine.unblock(1, everything)
    await take(engine, 1, everything)
    assert await engine.release(1, "h1", holder="asha") is None
    await take(engine, 1, everything, hold_id="again")
    await engine.commit(1, "again", everything)
    assert await states(engine, 1) == "2" * MAX_SEATS
    await engine.free(1, everything)
    for seat in everything:
        await take(engine, 1, [seat], hold_id=f"one-{seat}")
    clock.forward(minutes=10)
    await take(engine, 1, everything, hold_id="all")
    clock.forward(minutes=10)
    await engine.sell(1, everything)
    assert await states(engine, 1) == "2" * MAX_SEATS
    assert not await engine.open(1, seat_count=MAX_SEATS)
    await engine.close(1)
    held = [PendingHold(f"h{seat}", "asha", (seat,), clock.now + TEN_MINUTES) for seat in everything]
    assert await engine.open(1, seat_count=MAX_SEATS, held=held)
    with pytest.raises(UnknownSeat):
        await engine.sell(1, range(2 * MAX_SEATS))
    clock.forward(minutes=10)
    assert len(await engine.sweep(1, limit=MAX_SEATS)) == MAX_SEATS
    assert await states(engine, 1) == "0" * MAX_SEATS


async def test_what_a_release_of_another_form_left_is_not_read(engine, redis):
    """Both may run while a house is updated: each has its own state, and the truth is elsewhere."""
    older = engine.keys.show(42).rsplit(".", 1)[0]
    await redis.hset(older, mapping={"e": "old", "v": "7", "n": "4", "f": "4", "2": "S"})

    with pytest.raises(NotOpen):
        await engine.snapshot(42)
    assert await engine.open(42, seat_count=4, sold=[1])
    assert await states(engine, 42) == "0200"
