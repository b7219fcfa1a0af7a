"""The sweeper asks a show when something may be due, and not in between."""

from datetime import timedelta

import pytest

from seat_engine import Sweeper
from seat_engine.errors import SeatsTaken
from tests.seat_engine.terms import states, take


@pytest.fixture
def asked(engine, monkeypatch):
    """The shows that are swept, in order."""
    shows = []
    sweep_each = engine.sweep_each

    async def listen(show_ids, **named):
        shows.extend(show_ids)
        return await sweep_each(show_ids, **named)

    monkeypatch.setattr(engine, "sweep_each", listen)
    return shows


async def test_a_hold_is_freed_by_the_first_sweep_after_its_deadline(engine, show, clock):
    await take(engine, show, [1, 2], ttl=timedelta(seconds=10))
    sweeper = Sweeper(engine)
    freed = []
    for _ in range(22):
        freed.append(await sweeper.sweep())
        clock.forward(seconds=0.5)

    assert freed == [0] * 20 + [1, 0]
    assert await states(engine, show) == "0" * 10


async def test_a_quiet_show_is_asked_once_in_a_while(engine, show, clock, asked):
    sweeper = Sweeper(engine, look_again=timedelta(seconds=1))
    for _ in range(30):
        await sweeper.sweep()
        clock.forward(seconds=0.1)

    assert asked == [show] * 3


async def test_a_show_is_asked_at_the_moment_that_it_named(engine, show, clock, asked):
    await take(engine, show, [1], ttl=timedelta(seconds=60.3))
    sweeper = Sweeper(engine, look_again=timedelta(seconds=60))
    await sweeper.sweep()
    clock.forward(seconds=60)
    await sweeper.sweep()
    clock.forward(seconds=0.2)
    assert await sweeper.sweep() == 0
    assert asked == [show] * 2
    clock.forward(seconds=0.1)

    assert await sweeper.sweep() == 1


async def test_a_hold_taken_after_the_look_is_found_by_the_next_one(engine, show, clock):
    sweeper = Sweeper(engine, look_again=timedelta(seconds=1))
    await sweeper.sweep()
    await take(engine, show, [1], ttl=timedelta(seconds=2))
    clock.forward(seconds=2)

    assert await sweeper.sweep() == 1


async def test_more_than_one_sweep_can_free_goes_on_at_once(engine, show, clock):
    for seat in range(10):
        await take(engine, show, [seat], hold_id=f"h{seat}", holder=f"p{seat}", ttl=timedelta(seconds=5))
    with pytest.raises(SeatsTaken):
        await take(engine, show, [3], hold_id="late", holder="ben")
    clock.forward(seconds=5)
    first = await engine.sweep_each([show], limit=4)

    assert first[show][0] == 4
    assert first[show][1] <= clock.now
    assert await Sweeper(engine).sweep() == 6


async def test_shows_that_opened_and_closed_since_are_noticed(engine, show, clock, asked):
    sweeper = Sweeper(engine)
    await sweeper.sweep()
    await engine.open(43, seat_count=4)
    await sweeper.sweep()
    await engine.close(show)
    clock.forward(seconds=1)
    await sweeper.sweep()

    assert asked == [show, 43, 43]


async def test_a_show_that_redis_lost_is_passed_over(engine, show, clock, redis):
    await engine.open(43, seat_count=4)
    await take(engine, 43, [1], ttl=timedelta(seconds=1))
    await redis.delete(engine.keys.show(show))
    clock.forward(seconds=1)

    assert await Sweeper(engine).sweep() == 1
