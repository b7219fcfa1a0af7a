"""Whose a hold is while a booking is made on it, and after: the holder's, or the booking's, never both."""

from datetime import timedelta

import pytest

from seat_engine import Limits
from seat_engine.errors import HoldBooked, HoldExpired, LimitReached, NotHolder, SeatsTaken
from tests.seat_engine.halls import draw
from tests.seat_engine.terms import HALF_HOUR, TEN_MINUTES, states, take, version


async def book(engine, show, clock, attempt="one", minutes=60):
    deadline = clock.now + timedelta(minutes=minutes)
    return await engine.book(show, "h1", holder="asha", deadline=deadline, attempt=attempt)


async def test_a_booked_hold_is_its_holders_no_more(engine, show, clock):
    await take(engine, show, [1, 2], note=b"quote")
    booked = await book(engine, show, clock)
    before = await engine.snapshot(show)

    for verb in (
        engine.release(show, "h1", holder="asha"),
        engine.release(show, "h1", holder="asha", seats=[1]),
        engine.change(show, "h1", [3], holder="asha", note=b""),
        engine.extend(show, "h1", holder="asha", ttl=TEN_MINUTES),
    ):
        with pytest.raises(HoldBooked):
            await verb
    with pytest.raises(NotHolder):
        await engine.release(show, "h1", holder="ben")
    assert await engine.snapshot(show) == before
    assert (booked.deadline, booked.note) == (clock.now + timedelta(hours=1), b"quote")
    assert (await engine.get_hold(show, "h1")).booked_ms == booked.booked_ms is not None


async def test_a_booking_that_fails_gives_the_hold_back_as_it_was(engine, show, clock):
    hold = await take(engine, show, [1, 2])
    await book(engine, show, clock)

    await engine.unbook(show, "h1", attempt="one")

    assert await engine.get_hold(show, "h1") == hold
    clock.forward(minutes=10)
    assert await engine.sweep(show) == ["h1"]
    assert await states(engine, show) == "0" * 10


async def test_of_two_attempts_the_one_that_fails_leaves_the_others_claim(engine, show, clock):
    await take(engine, show, [1])
    await book(engine, show, clock, "one")
    await book(engine, show, clock, "two")

    await engine.unbook(show, "h1", attempt="two")
    await engine.unbook(show, "h1", attempt="another")

    with pytest.raises(HoldBooked):
        await engine.release(show, "h1", holder="asha")


async def test_claims_of_a_process_that_died_are_taken_back_once_they_are_old(engine, show, clock):
    await take(engine, show, [1])
    await book(engine, show, clock)
    clock.forward(minutes=2)

    await engine.unbook(show, "h1", before=clock.now - timedelta(minutes=3))
    assert (await engine.get_hold(show, "h1")).booked_ms is not None
    await engine.unbook(show, "h1", before=clock.now - timedelta(minutes=1))
    assert (await engine.get_hold(show, "h1")).booked_ms is None


async def test_what_has_lapsed_is_not_booked(engine, show, clock):
    await take(engine, show, [1])
    clock.forward(minutes=10)
    with pytest.raises(HoldExpired):
        await book(engine, show, clock)


async def test_the_house_gives_back_what_is_booked(engine, show, clock):
    await take(engine, show, [1, 2])
    await book(engine, show, clock)

    left = await engine.release(show, "h1", holder=None, seats=[2])

    assert left is not None
    assert left.seats == (1,)
    assert await states(engine, show) == "0100000000"


async def test_a_recorded_booking_keeps_its_seats_whatever_they_were(engine, show, clock):
    await take(engine, show, [1, 2], hold_id="h2", holder="ben")
    await engine.sell(show, [3])
    await engine.block(show, [4])

    await engine.keep(show, "h1", [0, 1, 3, 4], holder="asha", deadline=clock.now + HALF_HOUR)

    assert await states(engine, show) == "1111300000"
    assert (await engine.get_hold(show, "h1")).seats == (0, 1, 3)
    assert (await engine.get_hold(show, "h2")).seats == (2,)
    with pytest.raises(SeatsTaken):
        await take(engine, show, [1], hold_id="h3")
    before = await version(engine, show)
    await engine.keep(show, "h1", [0, 1, 3, 4], holder="asha", deadline=clock.now + HALF_HOUR)
    assert await version(engine, show) == before
    clock.forward(minutes=30)
    assert await states(engine, show) == "0000300000"


async def test_a_booking_whose_time_is_over_is_not_kept(engine, show, clock):
    await engine.keep(show, "h1", [1], holder="asha", deadline=clock.now)
    assert await states(engine, show) == "0" * 10


async def test_everything_of_a_show_can_be_looked_at(engine, show, clock):
    await take(engine, show, [1, 2])
    await take(engine, show, [5], hold_id="h2", ttl=timedelta(seconds=1))
    await book(engine, show, clock)
    clock.forward(seconds=1)

    seen = await engine.inspect(show)

    assert seen.states == "0110000000"
    assert [(hold.id, hold.seats) for hold in seen.holds] == [("h1", (1, 2))]


HALL = draw("WCWC......", "..........")
TWO = Limits(holder_places=2)
ONE = Limits(holder_places=1)


async def ask(engine, seats, hold_id, limits, holder="asha"):
    return await engine.hold(
        42, seats, hold_id=hold_id, holder=holder, ttl=TEN_MINUTES, max_life=HALF_HOUR,
        limits=limits, places=HALL.accessible,
    )  # fmt: skip


async def test_one_holder_has_so_many_wheelchair_places_over_all_holds(engine):
    await engine.open(42, seat_count=len(HALL.seats))
    await ask(engine, [0, 1], "h1", ONE)
    await ask(engine, [4, 5], "h2", ONE)
    with pytest.raises(LimitReached) as refused:
        await ask(engine, [2], "h3", ONE)
    assert refused.value.scope == "holder_places"
    with pytest.raises(LimitReached):
        await engine.change(42, "h2", [2], holder="asha", note=b"", limits=ONE, places=HALL.accessible)
    await ask(engine, [2], "h3", ONE, holder="ben")


async def test_the_best_accessible_seats_keep_the_same_limit(engine):
    await engine.open(42, seat_count=len(HALL.seats))

    async def best(hold_id, count, limits):
        return await engine.best(
            42, count, plan=HALL, hold_id=hold_id, holder="asha", ttl=TEN_MINUTES, max_life=HALF_HOUR,
            limits=limits, accessible=True,
        )  # fmt: skip

    assert (await best("b1", 2, TWO)).seats == (2, 3)
    with pytest.raises(LimitReached) as refused:
        await best("b2", 2, ONE)
    assert refused.value.scope == "holder_places"
    assert (await best("b2", 2, TWO)).seats == (0, 1)


@pytest.mark.parametrize(
    ("seats", "alone"),
    [([1], [1]), ([0, 1], []), ([1, 2], []), ([1, 2, 3], [3]), ([0, 3], [3]), ([0, 1, 2, 3], []), ([4], [])],
)
def test_a_companion_needs_a_wheelchair_place_of_its_own_beside_it(seats, alone):
    assert HALL.alone(seats) == alone
