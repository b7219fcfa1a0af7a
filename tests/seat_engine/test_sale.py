"""From hold to sale and back: commit, sell, free, block, unblock."""

import pytest

from seat_engine.errors import HoldExpired, SeatsTaken, UnknownSeat
from tests.seat_engine.terms import states, take, version


async def test_commit_turns_a_hold_into_sold_seats(engine, show):
    await take(engine, show, [1, 2])

    await engine.commit(show, "h1", [1, 2])

    assert await states(engine, show) == "0220000000"
    with pytest.raises(HoldExpired):
        await engine.get_hold(show, "h1")


async def test_commit_again_changes_nothing(engine, show):
    await take(engine, show, [1, 2])
    await engine.commit(show, "h1", [1, 2])
    before = await engine.snapshot(show)

    await engine.commit(show, "h1", [1, 2])

    assert await engine.snapshot(show) == before


async def test_commit_of_some_seats_keeps_the_others_held(engine, show):
    await take(engine, show, [1, 2, 3])

    await engine.commit(show, "h1", [2])

    assert await states(engine, show) == "0121000000"
    assert (await engine.get_hold(show, "h1")).seats == (1, 3)


async def test_commit_after_the_hold_lapsed_sells_the_seats(engine, show, clock):
    await take(engine, show, [1, 2])
    clock.forward(minutes=20)

    await engine.commit(show, "h1", [1, 2])

    assert await states(engine, show) == "0220000000"
    assert await engine.sweep(show) == []
    assert await states(engine, show) == "0220000000"


async def test_commit_takes_a_seat_from_another_hold_which_keeps_the_rest(engine, show, clock):
    await take(engine, show, [1, 2])
    clock.forward(minutes=20)
    await take(engine, show, [2, 3], hold_id="h2", holder="ben")

    await engine.commit(show, "h1", [1, 2])

    assert await states(engine, show) == "0221000000"
    assert (await engine.get_hold(show, "h2")).seats == (3,)


async def test_commit_of_all_of_another_holds_seats_ends_that_hold(engine, show):
    await take(engine, show, [2], hold_id="h2", holder="ben")

    await engine.commit(show, "h1", [2])

    with pytest.raises(HoldExpired):
        await engine.get_hold(show, "h2")


async def test_commit_sells_a_blocked_seat(engine, show):
    await engine.block(show, [5])

    await engine.commit(show, "h1", [5])

    assert await states(engine, show) == "0000020000"


async def test_sell_takes_free_seats_and_may_be_repeated(engine, show):
    await engine.sell(show, [8, 9])
    after = await version(engine, show)
    await engine.sell(show, [9, 8])

    assert await states(engine, show) == "0000000022"
    assert await version(engine, show) == after


@pytest.mark.parametrize(("verb", "state"), [("sell", "2"), ("block", "3")])
async def test_sell_and_block_take_all_or_none(engine, show, verb, state):
    await take(engine, show, [1])
    other = {"sell": "block", "block": "sell"}[verb]
    await getattr(engine, other)(show, [2])
    before = await engine.snapshot(show)

    with pytest.raises(SeatsTaken) as refused:
        await getattr(engine, verb)(show, [0, 1, 2])

    assert refused.value.seats == (1, 2)
    assert await engine.snapshot(show) == before
    await getattr(engine, verb)(show, [0])
    assert (await states(engine, show))[0] == state


@pytest.mark.parametrize(("verb", "state"), [("sell", "2"), ("block", "3")])
async def test_sell_and_block_take_the_seats_of_a_lapsed_hold(engine, show, clock, verb, state):
    await take(engine, show, [1, 2])
    clock.forward(minutes=20)

    await getattr(engine, verb)(show, [2, 3])

    assert await states(engine, show) == f"00{state}{state}000000"
    with pytest.raises(HoldExpired):
        await engine.get_hold(show, "h1")


async def test_free_puts_sold_seats_back_on_sale(engine, show):
    await engine.sell(show, [1, 2])

    await engine.free(show, [1])

    assert await states(engine, show) == "0020000000"


async def test_free_never_takes_a_seat_from_a_hold_it_does_not_name(engine, show):
    await take(engine, show, [1, 2])
    await engine.block(show, [3])
    before = await engine.snapshot(show)

    await engine.free(show, [1, 2, 3, 4])
    await engine.free(show, [1, 2], hold_id="another")

    assert await engine.snapshot(show) == before


async def test_free_with_a_hold_frees_its_seats_and_the_hold_keeps_the_rest(engine, show):
    await take(engine, show, [1, 2, 3])
    await engine.commit(show, "h1", [1])

    await engine.free(show, [1, 2], hold_id="h1")

    assert await states(engine, show) == "0001000000"
    assert (await engine.get_hold(show, "h1")).seats == (3,)


async def test_block_and_unblock(engine, show):
    await engine.block(show, [0, 1])
    await engine.sell(show, [2])

    await engine.unblock(show, [1, 2, 3])

    assert await states(engine, show) == "3020000000"


@pytest.mark.parametrize("verb", ["commit", "sell", "free", "block", "unblock"])
async def test_seats_that_do_not_exist_are_refused_by_every_verb(engine, show, verb):
    arguments = ["h1"] if verb == "commit" else []

    with pytest.raises(UnknownSeat) as refused:
        await getattr(engine, verb)(show, *arguments, [3, 10])

    assert refused.value.seats == (10,)
    assert await version(engine, show) == 1
