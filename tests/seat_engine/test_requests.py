"""A request that comes twice, at any time, has one effect and one answer."""

import asyncio
from datetime import timedelta

import pytest

from seat_engine.errors import HoldExpired, NotHolder, SeatsTaken
from tests.seat_engine.terms import TEN_MINUTES, states, take

AFTERWARDS = {
    "release": lambda engine, show: engine.release(show, "h1", holder="asha"),
    "commit": lambda engine, show: engine.commit(show, "h1", [1, 2]),
    "free": lambda engine, show: engine.free(show, [1, 2], hold_id="h1"),
    "a sale to another": lambda engine, show: engine.commit(show, "h2", [1, 2]),
}


@pytest.mark.parametrize("end", AFTERWARDS.values(), ids=AFTERWARDS.keys())
async def test_a_request_to_hold_that_comes_after_the_holds_end_takes_nothing(engine, show, clock, end):
    await take(engine, show, [1, 2])
    await end(engine, show)
    await engine.free(show, [1, 2])
    before = await engine.snapshot(show)

    with pytest.raises(HoldExpired):
        await take(engine, show, [1, 2])
    clock.forward(minutes=10, milliseconds=-1)
    with pytest.raises(HoldExpired):
        await take(engine, show, [1, 2])

    assert await engine.snapshot(show) == before
    assert before.states == "0" * 10


async def test_the_id_of_an_ended_hold_may_be_used_again_after_ten_minutes(engine, show, clock):
    await take(engine, show, [1])
    await engine.release(show, "h1", holder="asha")
    clock.forward(minutes=10)

    assert (await take(engine, show, [2], holder="ben")).seats == (2,)


async def test_every_verb_sees_that_an_ended_hold_is_gone(engine, show, clock):
    await take(engine, show, [1])
    await engine.release(show, "h1", holder="asha")

    for verb in (
        engine.get_hold(show, "h1"),
        engine.change(show, "h1", [2], holder="asha", note=b""),
        engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES),
        engine.extend_until(show, "h1", deadline=clock.now + TEN_MINUTES),
    ):
        with pytest.raises(HoldExpired):
            await verb
    assert await engine.release(show, "h1", holder="asha") is None
    await engine.commit(show, "h1", [1])
    await engine.free(show, [1], hold_id="h1")
    assert await engine.sweep(show) == []
    assert await states(engine, show) == "0" * 10


async def test_a_hold_that_lapsed_leaves_its_id_free(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=10)

    assert (await take(engine, show, [2], holder="ben")).seats == (2,)


async def test_a_part_given_back_ends_nothing(engine, show):
    hold = await take(engine, show, [1, 2])
    await engine.release(show, "h1", holder="asha", seats=[2])

    assert await take(engine, show, [1]) == await engine.get_hold(show, "h1")
    assert hold.seats == (1, 2)


async def test_ended_ids_are_cleared_away(engine, show, clock, redis):
    fresh = set(await redis.hkeys(engine.keys.show(show)))
    for number in range(5):
        await take(engine, show, [number], hold_id=f"h{number}")
        await engine.release(show, f"h{number}", holder="asha")
    assert len(await redis.hkeys(engine.keys.show(show))) > len(fresh)
    clock.forward(minutes=10)
    await engine.sweep(show)
    clock.forward(minutes=1)
    await engine.sweep(show)

    assert set(await redis.hkeys(engine.keys.show(show))) == fresh


def requests(engine, show, clock):
    """Every verb with a request id, and something that happens between its first and its second coming."""
    later = clock.now + timedelta(minutes=20)
    held = {"holder": "asha"}
    return {
        "change": (
            lambda r: engine.change(show, "h1", [3], holder="asha", note=b"", request=r),
            lambda: engine.change(show, "h1", [4], holder="asha", note=b""),
        ),
        "extend": (
            lambda r: engine.extend(show, "h1", ttl=TEN_MINUTES, request=r, **held),
            lambda: engine.release(show, "h1", **held),
        ),
        "extend_until": (
            lambda r: engine.extend_until(show, "h1", deadline=later, request=r),
            lambda: engine.release(show, "h1", **held),
        ),
        "release": (
            lambda r: engine.release(show, "h1", seats=[1], request=r, **held),
            lambda: engine.change(show, "h1", [1, 2], holder="asha", note=b""),
        ),
        "commit": (
            lambda r: engine.commit(show, "h1", [1, 2], request=r),
            lambda: engine.free(show, [1, 2]),
        ),
        "sell": (lambda r: engine.sell(show, [7], request=r), lambda: engine.free(show, [7])),
        "free": (lambda r: engine.free(show, [8], request=r), lambda: engine.sell(show, [8])),
        "block": (lambda r: engine.block(show, [7], request=r), lambda: engine.unblock(show, [7])),
        "unblock": (lambda r: engine.unblock(show, [9], request=r), lambda: engine.block(show, [9])),
        "price": (
            lambda r: engine.price(show, {"standard": 1}, "base", request=r),
            lambda: engine.price(show, {"standard": 2}, "base"),
        ),
    }


VERBS = ["change", "extend", "extend_until", "release", "commit", "sell", "free", "block", "unblock", "price"]


@pytest.mark.parametrize("verb", VERBS)
async def test_a_repeated_request_gets_the_first_answer_and_does_nothing(engine, show, clock, verb):
    await take(engine, show, [1, 2])
    await engine.sell(show, [8])
    await engine.block(show, [9])
    clock.forward(minutes=1)
    send, meanwhile = requests(engine, show, clock)[verb]
    first = await send("r1")
    await meanwhile()
    before = await engine.snapshot(show)
    clock.forward(minutes=1)

    assert await send("r1") == first
    assert await engine.snapshot(show) == before


@pytest.mark.parametrize("verb", VERBS)
async def test_another_request_of_the_same_kind_is_another(engine, show, clock, redis, verb):
    """The control: without the same id the verb runs again, and says or does something else."""
    await take(engine, show, [1, 2])
    await engine.sell(show, [8])
    await engine.block(show, [9])
    clock.forward(minutes=1)
    send, meanwhile = requests(engine, show, clock)[verb]
    first = await send("r1")
    await meanwhile()
    before = await engine.snapshot(show)
    clock.forward(minutes=1)

    try:
        again = await send("r2")
    except HoldExpired:
        return
    assert (again, await engine.snapshot(show)) != (first, before)


async def test_a_refusal_is_not_kept(engine, show):
    await take(engine, show, [1])
    with pytest.raises(SeatsTaken):
        await engine.sell(show, [1], request="r1")
    await engine.release(show, "h1", holder="asha")

    await engine.sell(show, [1], request="r1")

    assert await states(engine, show) == "0200000000"


async def test_answers_are_kept_for_two_minutes(engine, show, redis):
    await engine.sell(show, [1], request="r1")

    assert 100_000 < await redis.pttl(engine.keys.answer(show, "sell", "r1")) <= 120_000


async def test_every_call_without_an_id_is_a_request_of_its_own(engine, show):
    await engine.sell(show, [1])
    await engine.free(show, [1])
    await engine.sell(show, [1])

    assert await states(engine, show) == "0200000000"


async def test_a_request_sent_many_times_at_once_runs_once(engine, show):
    versions = await asyncio.gather(
        *(engine.price(show, {"standard": 100}, "base", request="r1") for _ in range(50))
    )

    assert set(versions) == {2}
    assert (await engine.snapshot(show)).version == 2


async def test_a_request_belongs_to_its_show(engine, show):
    await engine.open(43, seat_count=10)
    await engine.sell(show, [1], request="r1")
    await engine.sell(43, [1], request="r1")

    assert await states(engine, 43) == "0200000000"


async def test_verbs_do_not_share_request_ids(engine, show):
    await take(engine, show, [1])
    with pytest.raises(NotHolder):
        await engine.extend(show, "h1", holder="ben", ttl=TEN_MINUTES, request="r1")
    await engine.sell(show, [5], request="r1")
    await engine.block(show, [6], request="r1")

    assert await states(engine, show) == "0100023000"
