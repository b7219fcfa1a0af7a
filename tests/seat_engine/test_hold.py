"""Taking seats, keeping them, giving them back."""

from datetime import timedelta

import pytest

from seat_engine import Hold
from seat_engine.errors import (
    HoldExpired,
    HoldMismatch,
    LimitReached,
    NotHolder,
    NotOpen,
    SeatsTaken,
    UnknownSeat,
)
from seat_engine.model import to_millis
from tests.seat_engine.peek import commands, forget_commands
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, take, version


async def test_a_hold_keeps_its_seats_until_its_deadline(engine, show, clock):
    hold = await take(engine, show, [4, 3], note=b"quote\n\x00\xff")

    deadline, now = to_millis(clock.now + TEN_MINUTES), to_millis(clock.now)
    assert hold == Hold("h1", show, (3, 4), "asha", deadline, now, b"quote\n\x00\xff")
    assert (hold.deadline, hold.created) == (clock.now + TEN_MINUTES, clock.now)
    assert await states(engine, show) == "0001100000"
    assert await engine.get_hold(show, "h1") == hold


async def test_a_hold_takes_all_seats_or_none_and_names_those_in_the_way(engine, show):
    await take(engine, show, [3, 5])
    before = await engine.snapshot(show)

    with pytest.raises(SeatsTaken) as refused:
        await take(engine, show, [2, 3, 4, 5], hold_id="h2", holder="ben")

    assert refused.value.seats == (3, 5)
    assert await engine.snapshot(show) == before
    with pytest.raises(HoldExpired):
        await engine.get_hold(show, "h2")


@pytest.mark.parametrize("verb", ["sell", "block"])
async def test_sold_and_blocked_seats_cannot_be_held(engine, show, verb):
    await getattr(engine, verb)(show, [1])

    with pytest.raises(SeatsTaken) as refused:
        await take(engine, show, [0, 1])

    assert refused.value.seats == (1,)


async def test_a_changed_hold_has_exactly_the_new_seats_until_the_old_deadline(engine, show, clock):
    hold = await take(engine, show, [1, 2, 3], note=b"old")
    clock.forward(minutes=1)

    changed = await engine.change(show, "h1", [3, 4], holder="asha", note=b"new")

    assert changed == Hold("h1", show, (3, 4), "asha", hold.deadline_ms, hold.created_ms, b"new")
    assert await engine.get_hold(show, "h1") == changed
    assert await states(engine, show) == "0001100000"
    assert await engine.free_counts([show]) == {show: 8}


async def test_a_change_takes_all_seats_or_leaves_the_hold_as_it_was(engine, show):
    hold = await take(engine, show, [1, 2])
    await take(engine, show, [5], hold_id="h2", holder="ben")
    before = await engine.snapshot(show)

    with pytest.raises(SeatsTaken) as refused:
        await engine.change(show, "h1", [2, 4, 5], holder="asha", note=b"new")

    assert refused.value.seats == (5,)
    assert await engine.get_hold(show, "h1") == hold
    assert await engine.snapshot(show) == before


async def test_a_change_of_nothing_but_the_note_is_no_change_to_watchers(engine, show):
    await take(engine, show, [1, 2], note=b"old")
    before = await engine.snapshot(show)

    changed = await engine.change(show, "h1", [1, 2], holder="asha", note=b"new")

    assert changed.note == b"new"
    assert await engine.snapshot(show) == before


async def test_a_change_may_take_over_what_another_let_lapse(engine, show, clock):
    await take(engine, show, [5, 6], hold_id="h2", holder="ben", ttl=timedelta(seconds=30))
    await take(engine, show, [1])
    clock.forward(seconds=31)

    await engine.change(show, "h1", [5], holder="asha", note=b"")

    assert await states(engine, show) == "0000010000"
    assert await engine.free_counts([show]) == {show: 9}


async def test_a_change_is_the_holders_while_the_hold_lives(engine, show, clock):
    await take(engine, show, [1])
    with pytest.raises(NotHolder):
        await engine.change(show, "h1", [2], holder="ben", note=b"")
    with pytest.raises(UnknownSeat):
        await engine.change(show, "h1", [10], holder="asha", note=b"")
    clock.forward(minutes=10)
    with pytest.raises(HoldExpired):
        await engine.change(show, "h1", [2], holder="asha", note=b"")


async def test_seats_that_do_not_exist_are_named(engine, show):
    with pytest.raises(UnknownSeat) as refused:
        await take(engine, show, [8, 9, 10, 12])
    assert refused.value.seats == (10, 12)

    with pytest.raises(UnknownSeat) as refused:
        await take(engine, show, [-1, 9, 10])
    assert refused.value.seats == (-1,), "no show has it, so none is asked"
    assert await states(engine, show) == "0" * 10


async def test_a_show_that_is_not_open_refuses_every_verb(engine, clock):
    calls = [
        take(engine, 7, [0]),
        engine.change(7, "h", [0], holder="a", note=b""),
        engine.extend(7, "h", holder="a", ttl=TEN_MINUTES),
        engine.extend_until(7, "h", deadline=clock()),
        engine.release(7, "h", holder="a"),
        engine.get_hold(7, "h"),
        engine.commit(7, "h", [0]),
        engine.sell(7, [0]),
        engine.free(7, [0]),
        engine.block(7, [0]),
        engine.unblock(7, [0]),
        engine.sweep(7),
        engine.snapshot(7),
        engine.position(7),
        engine.price(7, {"standard": 100}, "base"),
    ]
    for call in calls:
        with pytest.raises(NotOpen):
            await call


async def test_the_same_request_again_gets_the_first_answer_and_changes_nothing(engine, show, clock):
    first = await take(engine, show, [1, 2], note=b"first quote")
    before = await engine.snapshot(show)
    clock.forward(minutes=1)

    again = await take(engine, show, [2, 1, 1], note=b"second quote")

    assert again == first
    assert await engine.snapshot(show) == before


async def test_an_id_in_use_is_refused_for_another_request(engine, show):
    await take(engine, show, [1, 2])

    with pytest.raises(HoldMismatch):
        await take(engine, show, [1, 3])
    with pytest.raises(NotHolder):
        await take(engine, show, [1, 2], holder="ben")

    assert await states(engine, show) == "0110000000"


async def test_a_lapsed_hold_counts_as_free_without_any_sweep(engine, show, clock):
    await take(engine, show, [1, 2, 3])
    clock.forward(minutes=10)

    assert await states(engine, show) == "0" * 10
    second = await take(engine, show, [2], hold_id="h2", holder="ben")

    assert second.seats == (2,)
    assert await states(engine, show) == "0010000000"
    with pytest.raises(HoldExpired):
        await engine.get_hold(show, "h1")
    assert await engine.sweep(show) == []
    assert await states(engine, show) == "0010000000"


async def test_a_hold_lives_to_the_last_millisecond_before_its_deadline(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=10, milliseconds=-1)

    with pytest.raises(SeatsTaken):
        await take(engine, show, [1], hold_id="h2", holder="ben")


async def test_the_id_of_a_lapsed_hold_may_be_used_again_and_its_old_seats_are_free(engine, show, clock):
    await take(engine, show, [1, 2])
    clock.forward(minutes=11)

    again = await take(engine, show, [2, 3], holder="ben")

    assert again.created == clock.now
    assert await states(engine, show) == "0011000000"
    assert await engine.sweep(show) == []
    assert await engine.get_hold(show, "h1") == again


async def test_extending_moves_the_deadline_and_no_one_else_sees_a_change(engine, show, clock):
    await take(engine, show, [1, 2])
    before = await engine.snapshot(show)
    clock.forward(minutes=6)

    hold = await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)

    assert hold.deadline == clock.now + TEN_MINUTES
    assert await engine.snapshot(show) == before
    clock.forward(minutes=9)
    with pytest.raises(SeatsTaken):
        await take(engine, show, [2], hold_id="h2", holder="ben")


async def test_extending_stops_at_the_lifetime_and_then_is_refused(engine, show, clock):
    hold = await take(engine, show, [1], max_life=timedelta(minutes=12))
    clock.forward(minutes=5)

    hold = await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)
    assert hold.deadline == hold.created + timedelta(minutes=12)
    with pytest.raises(LimitReached):
        await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)


async def test_a_hold_never_begins_longer_than_its_lifetime(engine, show, clock):
    hold = await take(engine, show, [1], ttl=HALF_HOUR, max_life=TEN_MINUTES)

    assert hold.deadline == clock.now + TEN_MINUTES


async def test_extending_never_shortens(engine, show):
    hold = await take(engine, show, [1])

    assert await engine.extend(show, "h1", holder="asha", ttl=timedelta(minutes=1)) == hold
    assert await engine.extend_until(show, "h1", deadline=hold.created) == hold


async def test_only_the_holder_extends_and_releases(engine, show):
    hold = await take(engine, show, [1])

    with pytest.raises(NotHolder):
        await engine.extend(show, "h1", holder="ben", ttl=TEN_MINUTES)
    with pytest.raises(NotHolder):
        await engine.release(show, "h1", holder="ben")

    assert await engine.get_hold(show, "h1") == hold


async def test_a_lapsed_hold_cannot_be_extended_by_anyone(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=10)

    with pytest.raises(HoldExpired):
        await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)
    with pytest.raises(HoldExpired):
        await engine.extend_until(show, "h1", deadline=clock.now + TEN_MINUTES)


async def test_the_house_may_keep_a_hold_past_its_lifetime(engine, show, clock):
    await take(engine, show, [1, 2], max_life=TEN_MINUTES)

    hold = await engine.extend_until(show, "h1", deadline=clock.now + timedelta(hours=1))

    assert hold.deadline == clock.now + timedelta(hours=1)
    clock.forward(minutes=59)
    assert await states(engine, show) == "0110000000"
    with pytest.raises(LimitReached):
        await engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES)
    assert await engine.get_hold(show, "h1") == hold


async def test_releasing_frees_the_seats_and_may_be_repeated(engine, show):
    await take(engine, show, [1, 2])

    assert await engine.release(show, "h1", holder="asha") is None
    assert await states(engine, show) == "0" * 10
    after = await version(engine, show)
    assert await engine.release(show, "h1", holder="asha") is None
    assert await version(engine, show) == after


async def test_releasing_some_seats_keeps_the_others(engine, show):
    hold = await take(engine, show, [1, 2, 3], note=b"quote")

    rest = await engine.release(show, "h1", holder="asha", seats=[2, 7])

    assert rest is not None
    assert (rest.seats, rest.note, rest.deadline) == ((1, 3), b"quote", hold.deadline)
    assert await engine.get_hold(show, "h1") == rest
    assert await states(engine, show) == "0101000000"
    assert await engine.release(show, "h1", holder="asha", seats=[2]) == rest
    assert await engine.release(show, "h1", holder="asha", seats=[1, 3]) is None
    assert await states(engine, show) == "0" * 10


async def test_releasing_a_lapsed_hold_leaves_its_seats_to_whoever_has_them_now(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=10)
    await take(engine, show, [1], hold_id="h2", holder="ben")

    assert await engine.release(show, "h1", holder="asha") is None

    assert await states(engine, show) == "0100000000"


async def test_arguments_that_cannot_mean_anything_are_refused_before_redis(engine, show, clock):
    with pytest.raises(ValueError, match="no seats"):
        await take(engine, show, [])
    with pytest.raises(ValueError, match="an id"):
        await take(engine, show, [1], hold_id="")
    with pytest.raises(ValueError, match="one line"):
        await take(engine, show, [1], holder="a\nb")
    with pytest.raises(ValueError, match="millisecond"):
        await take(engine, show, [1], ttl=timedelta(0))
    with pytest.raises(ValueError, match="time zone"):
        await engine.extend_until(show, "h1", deadline=clock.now.replace(tzinfo=None))


async def test_redis_keeps_the_time_when_no_clock_is_given(live_engine):
    await live_engine.open(1, seat_count=2)
    hold = await take(live_engine, 1, [0], ttl=timedelta(milliseconds=40))
    assert hold.deadline - hold.created == timedelta(milliseconds=40)

    with pytest.raises(SeatsTaken):
        await take(live_engine, 1, [0], hold_id="h2", holder="ben")
    while await states(live_engine, 1) != "00":
        pass
    taken = await take(live_engine, 1, [0], hold_id="h2", holder="ben")
    # A machine's wall clock may be set back by a hair between two commands, as virtual ones are.
    assert taken.created - hold.created >= timedelta(milliseconds=30)


async def test_a_hold_costs_redis_three_commands(engine, show, redis):
    await take(engine, show, [1])
    on_redis_time = SeatEngineOnRedisTime(engine)
    await take(on_redis_time, show, [6], hold_id="h0")  # it has asked for the time now
    await forget_commands(redis)

    await take(on_redis_time, show, [2, 3, 4, 5], hold_id="h2")

    publish = "spublish" if engine.store.sharded else "publish"
    assert await commands(redis) == {"evalsha": 1, "hmget": 1, "hset": 1, publish: 1}


def SeatEngineOnRedisTime(engine):  # noqa: N802 - reads as the type it returns
    return type(engine)(engine.store, prefix=engine.keys.prefix)
