"""Best available: one step from a wish to a hold, checked against a search in plain Python."""

import asyncio
import random
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from seat_engine import PlanSeat, SeatPlan
from seat_engine.errors import (
    HoldExpired,
    LimitReached,
    NotEnoughTogether,
    NotHolder,
    NotOpen,
    SeatsTaken,
    UnknownSeat,
)
from seat_engine.limits import Limits
from tests.seat_engine import halls
from tests.seat_engine.halls import draw
from tests.seat_engine.peek import commands, forget_commands
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, take, version

WISHES: list[dict[str, Any]] = [
    {},
    {},
    {"category": "premium"},
    {"category": "couple"},
    {"accessible": True},
    {"avoid_gaps": False},
]
ROOM = ("..... .....", "....... ...", ".PPPP PPPP.", "WC.ooooo.CW", "-... ....oo")


async def best(engine, show, count, plan, *, hold_id="b1", holder="asha", ttl=TEN_MINUTES, **wish):
    return await engine.best(
        show, count, plan=plan, hold_id=hold_id, holder=holder, ttl=ttl, max_life=HALF_HOUR, **wish
    )


async def opened(engine, plan, *, taken=(), show=1):
    await engine.open(show, seat_count=len(plan.seats), sold=taken)
    return set(range(len(plan.seats))) - set(taken)


async def test_the_middle_of_an_empty_hall_goes_first(engine):
    plan = draw(*["......."] * 10)
    await opened(engine, plan)

    hold = await best(engine, 1, 3, plan, note=b"quote", address="here")

    assert hold.seats == (44, 45, 46)
    assert (hold.holder, hold.note) == ("asha", b"quote")
    assert await engine.get_hold(1, hold.id) == hold
    assert (await states(engine, 1))[44:47] == "111"
    assert await version(engine, 1) == 2


@pytest.mark.parametrize("seed", range(6))
async def test_the_choice_is_that_of_a_full_search(engine, seed):
    dice = random.Random(seed)
    plan = draw(*ROOM)
    for number in range(40):
        full = dice.choice([0.2, 0.5, 0.7])
        taken = [seat for seat in range(len(plan.seats)) if dice.random() < full]
        free = await opened(engine, plan, taken=taken, show=number)
        wish = dice.choice(WISHES)
        count = dice.choice([2, 4]) if wish.get("category") == "couple" else dice.randint(1, 4)
        expected = halls.best(plan, free, count, **wish)

        if expected is not None:
            hold = await best(engine, number, count, plan, **wish)
            assert hold.seats == tuple(sorted(expected)), halls.show_states(
                plan, await states(engine, number)
            )
        else:
            with pytest.raises(NotEnoughTogether) as refused:
                await best(engine, number, count, plan, **wish)
            kind = {name: value for name, value in wish.items() if name != "avoid_gaps"}
            sizes = [n for n in range(1, count) if halls.windows(plan, free, n, **kind)]
            assert refused.value.free == max(sizes, default=0)
            assert await version(engine, number) == 1


async def test_numbers_that_run_every_which_way_change_nothing(engine):
    """Seats numbered from right to left, rows from the back: the same places are chosen."""
    plan = draw("....", ".. ..", "....")
    backwards = SeatPlan(plan.seats[::-1])
    last = len(plan.seats) - 1
    for taken in ([], [5], [5, 6, 9], [1, 5, 9]):
        show = len(taken) + 10
        await opened(engine, plan, taken=taken, show=show)
        await opened(engine, backwards, taken=[last - seat for seat in taken], show=show + 100)

        here = await best(engine, show, 2, plan, avoid_gaps=False)
        there = await best(engine, show + 100, 2, backwards, avoid_gaps=False)

        assert here.seats == tuple(sorted(last - seat for seat in there.seats))


async def test_windows_that_leave_one_seat_come_last_and_are_taken_all_the_same(engine):
    plan = draw("......")
    await opened(engine, plan)

    assert (await best(engine, 1, 3, plan, hold_id="a")).seats in {(0, 1, 2), (3, 4, 5)}
    assert (await best(engine, 1, 2, plan, hold_id="b")).seats in {(0, 1), (1, 2), (3, 4), (4, 5)}
    assert (await best(engine, 1, 1, plan, hold_id="c")).seats != ()


async def test_places_kept_for_those_who_need_them_go_to_nobody_else(engine):
    plan = draw("WC.", best_spot=(0.5, 0))
    await opened(engine, plan)

    assert (await best(engine, 1, 1, plan)).seats == (2,)
    with pytest.raises(NotEnoughTogether) as refused:
        await best(engine, 1, 1, plan, hold_id="b2")

    assert refused.value.free == 0


async def test_a_wheelchair_place_comes_with_its_companion_before_others(engine):
    plan = draw(".W.WC", "WWWWW")
    await opened(engine, plan)

    assert (await best(engine, 1, 2, plan, accessible=True, hold_id="a")).seats == (3, 4)
    assert (await best(engine, 1, 2, plan, accessible=True, hold_id="b")).seats in {(0, 1), (1, 2)}
    assert (await best(engine, 1, 2, plan, accessible=True, hold_id="c")).seats[0] >= 5


async def test_couples_sit_in_whole_pairs(engine):
    plan = draw("ooooo", best_spot=(2, 0))
    await opened(engine, plan)

    assert (await best(engine, 1, 2, plan, hold_id="a", category="couple")).seats in {(0, 1), (2, 3)}
    assert (await best(engine, 1, 2, plan, hold_id="b")).seats in {(0, 1), (2, 3)}
    with pytest.raises(NotEnoughTogether):
        await best(engine, 1, 1, plan, hold_id="c")
    with pytest.raises(ValueError, match="pairs"):
        await best(engine, 1, 1, plan, hold_id="c", category="couple")


async def test_sofas_go_to_those_who_ask_and_in_any_number(engine):
    plan = SeatPlan(
        [PlanSeat(x, 0, "A", "couple", width=2) for x in (0, 2, 4)] + [PlanSeat(0, 2, "B", "vip", width=1)]
    )
    await opened(engine, plan)

    assert (await best(engine, 1, 1, plan, hold_id="a")).seats == (3,)
    assert (await best(engine, 1, 3, plan, hold_id="b", category="couple")).seats == (0, 1, 2)


async def test_the_seats_of_lapsed_holds_are_chosen_without_any_sweep(engine, clock):
    plan = draw("...")
    await opened(engine, plan)
    await take(engine, 1, [0, 1, 2])
    clock.forward(minutes=10)

    assert (await best(engine, 1, 3, plan)).seats == (0, 1, 2)
    clock.forward(minutes=10)
    assert await engine.sweep(1) == ["b1"]


async def test_the_same_request_again_gets_the_first_answer(engine, clock):
    plan = draw("......")
    await opened(engine, plan)
    first = await best(engine, 1, 2, plan, note=b"first")
    before = await engine.snapshot(1)
    clock.forward(minutes=1)

    assert await best(engine, 1, 2, plan, note=b"again") == first
    assert await engine.snapshot(1) == before
    with pytest.raises(NotHolder):
        await best(engine, 1, 2, plan, holder="ben")
    await engine.release(1, "b1", holder="asha")
    with pytest.raises(HoldExpired):
        await best(engine, 1, 2, plan)


async def test_limits_hold_for_it_too(engine):
    plan = draw("......")
    await opened(engine, plan)

    await best(engine, 1, 2, plan, limits=Limits(holder_seats=3))
    with pytest.raises(LimitReached) as refused:
        await best(engine, 1, 2, plan, hold_id="b2", limits=Limits(holder_seats=3))

    assert refused.value.scope == "holder"


async def test_what_cannot_be_is_refused(engine):
    plan = draw("......")
    with pytest.raises(NotOpen):
        await best(engine, 1, 2, plan)
    await engine.open(1, seat_count=5)
    with pytest.raises(UnknownSeat):
        await best(engine, 1, 2, plan)
    for arguments in ({"count": 0}, {"count": 1, "hold_id": ""}, {"count": 1, "holder": "a\nb"}):
        with pytest.raises(ValueError, match=r"seat|id|line"):
            await best(engine, 1, plan=plan, **arguments)


def blocks_of(plan, seats):
    """Return the stretches of neighbours among seats."""
    return [run for section in halls.sections(plan) for run in halls.runs(section, set(seats))]


async def test_who_may_be_split_gets_seats_together_where_there_are_any(engine):
    plan = draw("......")
    await opened(engine, plan, taken=[2])

    assert (await best(engine, 1, 3, plan, split=True)).seats == (3, 4, 5)


async def test_a_split_party_sits_in_adjacent_rows(engine):
    plan = draw("..", "..", " .", "..", "..")
    await opened(engine, plan, taken=[0, 1, 8])

    with pytest.raises(NotEnoughTogether):
        await best(engine, 1, 4, plan)
    assert (await best(engine, 1, 3, plan, split=True)).seats in {(2, 3, 4), (4, 5, 6)}


@pytest.mark.parametrize("seed", range(4))
async def test_a_split_party_gets_as_few_blocks_as_possible_and_near_ones(engine, seed):
    dice = random.Random(seed)
    plan = draw(*["..... ...."] * 5)
    for number in range(25):
        taken = [seat for seat in range(len(plan.seats)) if dice.random() < 0.6]
        free = await opened(engine, plan, taken=taken, show=number)
        count = dice.randint(2, 6)
        runs = [run for section in halls.sections(plan) for run in halls.runs(section, free)]
        if len(free) < count:
            with pytest.raises(NotEnoughTogether):
                await best(engine, number, count, plan, split=True)
            continue
        fewest = next(
            n for n in range(1, count + 1) if sum(sorted(map(len, runs), reverse=True)[:n]) >= count
        )

        seats = (await best(engine, number, count, plan, split=True)).seats

        picture = halls.show_states(plan, await states(engine, number))
        assert set(seats) <= free
        assert len(seats) == count
        assert len(blocks_of(plan, seats)) == fewest, picture
        if fewest == 2:
            apart = [
                abs(row_of(plan, a) - row_of(plan, b))
                for a, b in combinations(runs, 2)
                if len(a) + len(b) >= count
            ]
            rows = [row_of(plan, block) for block in blocks_of(plan, seats)]
            assert abs(rows[0] - rows[1]) == min(apart), picture


def row_of(plan, seats):
    return ord(plan.seats[seats[0]].row)


async def test_split_parties_are_of_one_category_and_couples_stay_pairs(engine):
    plan = draw(". P .", "oo o oo", "P . P")
    await opened(engine, plan)

    assert (await best(engine, 1, 3, plan, split=True, hold_id="a", category="premium")).seats == (1, 8, 10)
    couples = (await best(engine, 1, 4, plan, split=True, hold_id="b", category="couple")).seats
    assert couples == (3, 4, 6, 7)
    with pytest.raises(NotEnoughTogether) as refused:
        await best(engine, 1, 4, plan, split=True, hold_id="c")
    assert refused.value.free == 1


async def test_a_split_party_with_a_wheelchair_gets_its_place_and_the_others_near(engine):
    plan = draw("...", "..W", "...", "...")
    await opened(engine, plan, taken=[0, 1, 2, 3, 6])

    assert (await best(engine, 1, 4, plan, split=True, accessible=True)).seats == (4, 5, 7, 8)


async def test_a_split_in_a_hall_where_nobody_sits_beside_anybody_is_bounded(engine):
    """A chess-board of three thousand seats: every choice is bad, and it is made all the same."""
    plan = draw(*["." * 60] * 50)
    await opened(engine, plan, taken=[seat for seat in range(3000) if (seat // 60 + seat) % 2])

    seats = (await best(engine, 1, 4, plan, split=True)).seats

    assert len(seats) == len(blocks_of(plan, seats)) == 4


async def test_the_largest_hall(engine):
    plan = draw(*["." * 60] * 50)
    free = await opened(engine, plan)
    for number in range(40):
        expected = halls.best(plan, free, 10) if number % 20 == 0 else None
        hold = await best(engine, 1, 10, plan, hold_id=f"b{number}", holder=f"p{number}")
        assert hold.seats == (expected or hold.seats)
        free -= set(hold.seats)


SHOPPERS = 200


async def test_of_two_hundred_shoppers_nobody_is_refused_while_seats_are_together(engine):
    plan = draw(*[".... .... ...."] * 20)
    await opened(engine, plan)

    async def shop(number):
        try:
            return (await best(engine, 1, 2, plan, hold_id=f"b{number}", holder=f"p{number}")).seats
        except NotEnoughTogether:
            return ()

    got = await asyncio.gather(*map(shop, range(SHOPPERS)))

    seats = [seat for pair in got for seat in pair]
    left = {seat for seat, state in enumerate(await states(engine, 1)) if state == "0"}
    assert len(seats) == len(set(seats))
    assert not (() in got and halls.windows(plan, left, 2))
    assert got.count(()) == SHOPPERS - 120


async def test_choosing_first_and_holding_then_refuses_many(engine):
    """The control: all look, and then all hold what they saw. Most are refused with a hall full of seats."""
    plan = draw(*[".... .... ...."] * 20)
    await opened(engine, plan)
    looked = asyncio.Barrier(SHOPPERS)

    async def shop(number):
        free = {seat for seat, state in enumerate(await states(engine, 1)) if state == "0"}
        choice = halls.best(plan, free, 2)
        await looked.wait()
        try:
            return (await take(engine, 1, choice, hold_id=f"h{number}", holder=f"p{number}")).seats
        except SeatsTaken:
            return ()

    got = await asyncio.gather(*map(shop, range(SHOPPERS)))

    assert got.count(()) == SHOPPERS - 1


async def test_chosen_seats_and_held_seats_never_meet(engine):
    plan = draw(*["......"] * 10)
    await opened(engine, plan)

    async def shop(number):
        try:
            if number % 2:
                return (await best(engine, 1, 2, plan, hold_id=f"b{number}", holder=f"p{number}")).seats
            first = number // 2 * 2 % 60
            return (
                await take(engine, 1, [first, first + 1], hold_id=f"h{number}", holder=f"p{number}")
            ).seats
        except (SeatsTaken, NotEnoughTogether):
            return ()

    got = [seat for seats in await asyncio.gather(*map(shop, range(60))) for seat in seats]

    assert len(got) == len(set(got)) > 0
    assert await states(engine, 1) == "".join("1" if seat in got else "0" for seat in range(60))


async def test_the_choice_costs_redis_one_read_and_one_write(live_engine, redis):
    plan = draw(*["." * 30] * 10)
    await opened(live_engine, plan, taken=range(0, 300, 3))
    await best(live_engine, 1, 2, plan, hold_id="b0", ttl=timedelta(minutes=1))
    await forget_commands(redis)

    await best(live_engine, 1, 2, plan)

    ran = await commands(redis)
    assert (ran["hmget"], ran["hset"], ran["publish"] + ran["spublish"], ran["hgetall"]) == (1, 1, 1, 0)
