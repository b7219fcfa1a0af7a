"""The live measurements run from end to end, small; what they measure is nobody's assertion."""

import asyncio
import sys

import pytest

from benchmarks.live import fanout, herd, latency, weight
from benchmarks.live.house import SHOW, Told, cpu_seconds, live, percentile, resident_bytes

SOCKETS = 20


@pytest.mark.long
async def test_fan_out_counts_what_arrived_for_what_it_cost():
    figures = await fanout.fanout(sockets=100, frames=60, rounds=1)

    assert [figure.name for figure in figures] == [
        "fanout_vs_raw_send",
        "fanout_coalesced",
        "fanout_vs_socketio",
    ]
    assert all(figure.value > 0 for figure in figures)


async def test_a_snapshot_is_weighed_against_the_list():
    figure = await weight.snapshot_bytes()

    assert (figure.value > 0, figure.met) == (True, True), "bytes are counted, not timed"


@pytest.mark.long
async def test_memory_is_charged_to_sockets():
    figure = await weight.memory_per_socket(sockets=300, rounds=1)

    assert figure.value > 0


@pytest.mark.long
async def test_the_herd_is_counted():
    figure = await herd.resume_commands(sockets=SOCKETS, shows=2)

    assert figure.value == 2, "to subscribe, and to read the state"


@pytest.mark.long
async def test_delays_are_measured_from_the_change_to_the_last_watcher():
    alone = await latency.lone_delta_p99(sockets=SOCKETS, changes=3)
    stalled = await latency.stalled_p99(sockets=SOCKETS, changes=3, rounds=1)

    assert alone.value > -fanout.TICK * 1000, "nobody has a change before it was made"
    assert stalled.value > 0


@pytest.mark.long
async def test_the_house_s_clock_is_what_frees_the_seats():
    figure = await latency.expiry_p99(holds=3)

    assert figure.value > 0, "nobody has a seat before its hold has ended"


@pytest.mark.long
async def test_the_sink_hears_every_client_and_forgets_when_told():
    async with live() as house:
        with house.serving() as serving:
            await house.watch(serving, SOCKETS)
            await house.engine.block(SHOW, [3])
            await house.clients.until("watchers", '"t":"d"', SOCKETS)
            assert set((await house.clients.do("counts", group="watchers")).values()) == {SOCKETS}
            assert cpu_seconds(serving.pid) > 0
            assert resident_bytes(serving.pid) > 1 << 20
            await house.clients.do("forget")
            assert await house.clients.do("counts", group="watchers") == {}


async def test_a_process_that_ends_instead_of_answering_is_no_answer():
    told = Told(sys.executable, "-c", "input()")
    try:
        with pytest.raises(RuntimeError, match="ended with 0"):
            await told.tell("anything")
    finally:
        await asyncio.to_thread(told.end)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 51.0), (0.99, 100.0), (1.0, 100.0)])
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile([float(n) for n in range(100, 0, -1)], share) == expected
