"""The single-gap rule: nobody leaves one seat alone who could have avoided it."""

import asyncio
import random
from datetime import timedelta

import pytest

from seat_engine.errors import SeatsTaken, WouldLeaveGap
from tests.seat_engine import halls
from tests.seat_engine.halls import draw
from tests.seat_engine.peek import commands, forget_commands
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, take, version

ROW = draw("........")


async def choose(engine, show, seats, plan, *, hold_id="h1", holder="asha", ttl=TEN_MINUTES):
    return await engine.hold(
        show, seats, hold_id=hold_id, holder=holder, ttl=ttl, max_life=HALF_HOUR, plan=plan
    )


async def refused(choice):
    with pytest.raises(WouldLeaveGap) as refusal:
        await choice
    return refusal.value.seats


async def opened(engine, plan, taken=()):
    await engine.open(1, seat_count=len(plan.seats), sold=taken)


async def test_a_seat_between_the_choice_and_the_wall_would_be_left_alone(engine):
    await opened(engine, ROW)

    assert await refused(choose(engine, 1, [1, 2], ROW)) == (0,)
    assert await refused(choose(engine, 1, [5, 6], ROW)) == (7,)

    assert await version(engine, 1) == 1
    await choose(engine, 1, [0, 1], ROW)


async def test_a_seat_between_the_choice_and_a_taken_one_would_be_left_alone(engine):
    await opened(engine, ROW, taken=[4])

    assert await refused(choose(engine, 1, [2], ROW)) == (3,)
    assert await refused(choose(engine, 1, [6], ROW)) == (5, 7)
    await choose(engine, 1, [2, 3], ROW)


async def test_an_aisle_is_a_wall(engine):
    plan = draw("... ...")
    await opened(engine, plan)

    assert await refused(choose(engine, 1, [1], plan)) == (0, 2)
    await choose(engine, 1, [2], plan)


async def test_a_seat_within_the_choice_would_be_left_alone(engine):
    await opened(engine, ROW)

    assert await refused(choose(engine, 1, [2, 4], ROW)) == (3,)


async def test_who_cannot_avoid_it_may(engine):
    plan = draw("... ...")
    await opened(engine, plan, taken=[3])

    await choose(engine, 1, [0, 1], plan, hold_id="a")
    await choose(engine, 1, [4], plan, hold_id="b")
    assert await states(engine, 1) == "110210"


async def test_a_seat_that_was_alone_before_is_nobodys_fault(engine):
    await opened(engine, ROW, taken=[1, 4])

    await choose(engine, 1, [2, 3], ROW)


async def test_places_kept_for_those_who_need_them_do_not_count(engine):
    plan = draw("W....", ".W...", ".C..W", "W.W..")
    await opened(engine, plan)

    await choose(engine, 1, [1, 2], plan, hold_id="a")  # leaves a wheelchair place alone
    await choose(engine, 1, [6, 7], plan, hold_id="b")  # the seat beside the wall is alone by that place
    assert await states(engine, 1) == "01100011000000000000"


async def test_taking_a_kept_place_never_counts(engine):
    plan = draw(".W...")
    await opened(engine, plan)

    await choose(engine, 1, [1], plan)


async def test_without_a_plan_anything_goes(engine):
    await opened(engine, ROW)

    await take(engine, 1, [1])


async def test_lapsed_seats_count_as_free(engine, clock):
    await opened(engine, ROW)
    await take(engine, 1, [1], ttl=timedelta(minutes=1), hold_id="old")
    await take(engine, 1, [4], hold_id="new")
    clock.forward(minutes=1)

    # Seat 1 is free again: beside it seat 0 is, and two seats are not alone.
    await choose(engine, 1, [2, 3], ROW)

    assert await states(engine, 1) == "00111000"


async def test_a_change_counts_its_own_seats_as_free(engine):
    await opened(engine, ROW)
    await choose(engine, 1, [0, 1, 2], ROW)

    with pytest.raises(WouldLeaveGap) as refusal:
        await engine.change(1, "h1", [1, 2], holder="asha", note=b"", plan=ROW)
    assert refusal.value.seats == (0,)
    assert await states(engine, 1) == "11100000"

    await engine.change(1, "h1", [0, 1], holder="asha", note=b"", plan=ROW)
    await engine.change(1, "h1", [2, 3], holder="asha", note=b"", plan=ROW)
    assert await states(engine, 1) == "00110000"


@pytest.mark.parametrize("seed", range(4))
async def test_every_choice_is_judged_as_by_the_rule_in_words(engine, seed):
    dice = random.Random(seed)
    plan = draw("..... ....", "W.C... ...", ".........C")
    everything = set(range(len(plan.seats)))
    for show in range(60):
        taken = {seat for seat in everything if dice.random() < dice.choice([0.2, 0.4, 0.6])}
        await engine.open(show, seat_count=len(plan.seats), sold=taken)
        free = everything - taken
        section = dice.choice(halls.sections(plan))
        wanted = sorted(free & set(dice.sample(section, dice.randint(1, min(4, len(section))))))
        if not wanted:
            continue
        expected = halls.left_alone(plan, free, wanted)

        picture = (halls.show_states(plan, await states(engine, show)), wanted)
        if expected:
            assert set(await refused(choose(engine, show, wanted, plan))) == expected, picture
        else:
            await choose(engine, show, wanted, plan)


async def together(engine, *choices):
    """Send choices at once; return which came through."""

    async def attempt(number, choice):
        try:
            await choice(number)
        except (WouldLeaveGap, SeatsTaken):
            return False
        return True

    return await asyncio.gather(*(attempt(number, choice) for number, choice in enumerate(choices)))


async def test_two_choices_that_leave_a_gap_together_do_not_both_pass(engine):
    """Each alone is fine. Both together leave the seat between them alone, with free ones on either side."""
    plan = draw(".........")
    for show in range(20):
        await engine.open(show, seat_count=9)
        passed = await together(
            engine,
            lambda n, show=show: choose(engine, show, [2, 3], plan, hold_id=f"h{n}", holder=f"p{n}"),
            lambda n, show=show: choose(engine, show, [5, 6], plan, hold_id=f"h{n}", holder=f"p{n}"),
        )
        assert passed.count(True) == 1


async def test_checked_first_and_held_then_they_do(engine):
    """The control: both look, find their choice in order, and then hold."""
    plan = draw(".........")
    await engine.open(1, seat_count=9)
    looked = asyncio.Barrier(2)

    async def naive(number, wanted):
        free = {seat for seat, state in enumerate(await states(engine, 1)) if state == "0"}
        assert not halls.left_alone(plan, free, wanted)
        await looked.wait()
        await take(engine, 1, wanted, hold_id=f"h{number}", holder=f"p{number}")

    passed = await together(engine, lambda n: naive(n, [2, 3]), lambda n: naive(n, [5, 6]))

    assert passed == [True, True]
    assert await states(engine, 1) == "001101100"


async def test_the_rule_costs_redis_no_further_command(live_engine, redis):
    await opened(live_engine, ROW)
    await choose(live_engine, 1, [0, 1], ROW, hold_id="h0")
    await forget_commands(redis)

    await choose(live_engine, 1, [2, 3], ROW)

    ran = await commands(redis)
    assert (ran["hmget"], ran["hset"], ran["publish"] + ran["spublish"], ran["hgetall"]) == (1, 1, 1, 0)
