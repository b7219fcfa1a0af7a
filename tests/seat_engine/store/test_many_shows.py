"""A verb for many shows at once: nobody behind it waits for all of them."""

import pytest

from seat_engine import SeatEngine, runner

SHOWS = range(1, 31)


@pytest.fixture
async def waiting(store, monkeypatch):
    """How many calls waited at the moment of each call."""
    seen = []
    send = store._link.call

    def call(command):
        future = send(command)
        seen.append(len(store._link._queue) + len(store._link._in_flight))
        return future

    monkeypatch.setattr(store._link, "call", call)
    return seen


async def test_a_few_are_under_way_at_a_time_and_all_are_answered(store, waiting, monkeypatch):
    monkeypatch.setattr(runner, "AT_A_TIME", 7)
    engine = SeatEngine(store)
    for show in SHOWS:
        await engine.open(show, seat_count=show, sold=[0])
    waiting.clear()

    counts = await engine.free_counts([*SHOWS, 99])

    assert counts == {show: show - 1 for show in SHOWS}
    assert max(waiting) == 7


async def test_scripts_that_a_server_has_forgotten_are_taught_to_it_again(store, own_server):
    engine = SeatEngine(store)
    for show in SHOWS:
        await engine.open(show, seat_count=2)
    with own_server.admin() as admin:
        admin.script_flush()

    assert await engine.free_counts(list(SHOWS)) == dict.fromkeys(SHOWS, 2)
