"""How long watchers wait: for a lone change, for a lapsed hold, and next to others that do not read."""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

from benchmarks.live.fanout import TICK
from benchmarks.live.house import ROOT, SEATS, SHOW, Live, live, percentile
from benchmarks.rounds import ROUNDS, Figure, within
from seat_engine import SeatState
from server.house.postgres import EmbeddedPostgres

SOCKETS = 1000
CHANGES = 120
_STALLED_SHARE = 20
"""One client in so many does not read."""
_SEAT = 17
_P99 = 0.99
_WATCHERS = 10
"""Of holds that lapse."""
_PATIENCE = 60.0
_BALLAST = {f"category-{n:04}": 25_000 for n in range(800)}
"""A price table large enough to fill, a few times over, every buffer on the way to a client."""
_BALLASTS = 30


async def lone_delta_p99(sockets: int = SOCKETS, changes: int = CHANGES) -> Figure:
    """Measure from before a change is sent to Redis until the last watcher's process has read it."""
    async with live() as house:
        with house.serving() as serving:
            await house.watch(serving, sockets)
            waits = [max(delays) for delays in await _delays(house, changes, sockets)]
    what = f"ms until the last of {sockets} watchers has a lone change, less the tick; p99 of {changes}"
    return within("lone_delta_p99_ms", what, (percentile(waits, _P99) - TICK) * 1000, 5, unit="ms")


async def stalled_p99(sockets: int = SOCKETS, changes: int = 30, rounds: int = ROUNDS) -> Figure:
    """Compare the p99 of those who read with and without some who do not, over the same connections."""
    stalled = sockets // _STALLED_SHARE
    healthy = sockets - stalled
    ratios = []
    async with live() as house:
        with house.serving() as serving:
            await house.watch(serving, healthy)
            for _ in range(rounds):
                await house.watch(serving, stalled, group="slow", narrow=True)
                without = await _p99(house, changes, healthy)
                await house.clients.do("stop_reading", group="slow")
                await _fill(house, healthy)
                beside = await _p99(house, changes, healthy)
                await house.clients.do("read_again", group="slow")
                # The proof that they were behind: only who is behind is sent a snapshot.
                await house.clients.until("slow", '"snap"', stalled)
                await house.clients.do("close", group="slow")
                ratios.append(beside / without)
    what = f"p99 delivery to {healthy} watchers with {stalled} that do not read, to the same without them"
    return within("stalled_p99", what, statistics.median(ratios), 1.2)


async def expiry_p99(holds: int = 100) -> Figure:
    """Measure from a hold's deadline until a watcher has its seat free, with the house's clock running."""
    async with live(prefix="") as house, _clock(house):
        with house.serving() as serving:
            await house.watch(serving, _WATCHERS)
            deadlines = {}
            chance = random.Random(1)  # noqa: S311 - spreads the deadlines over the clock's period
            for seat in range(holds):
                life = timedelta(seconds=2 + 4 * chance.random())
                hold = await house.engine.hold(
                    SHOW, [seat], hold_id=f"h{seat}", holder=f"p{seat}", ttl=life, max_life=life
                )
                deadlines[seat] = hold.deadline.timestamp()
            await asyncio.sleep(max(0.0, max(deadlines.values()) - time()))
            waits = await _freed(house, deadlines, holds * _WATCHERS)
    what = f"ms from a hold's deadline until a watcher has its seat free, clock running; p99 of {holds}"
    return within("expiry_p99_ms", what, percentile(waits, _P99) * 1000, 250, unit="ms")


async def _freed(house: Live, deadlines: dict[int, float], expected: int) -> list[float]:
    """Wait until every watcher has heard of every seat; return how long after its deadline each did."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            waits: list[float] = []
            for frame, times in (await house.clients.do("moments", group="watchers")).items():
                for seat, state in json.loads(frame).get("c", ()):
                    if state == SeatState.FREE and seat in deadlines:
                        waits += (moment - deadlines[seat] for moment in times)
            if len(waits) >= expected:
                return waits
            await asyncio.sleep(0.1)


async def _p99(house: Live, changes: int, watchers: int) -> float:
    return percentile([wait for delays in await _delays(house, changes, watchers) for wait in delays], _P99)


async def _delays(house: Live, changes: int, watchers: int) -> list[list[float]]:
    """Change a seat at uneven moments, each on its own; return, per change, each watcher's wait (seconds)."""
    chance = random.Random(1)  # noqa: S311 - keeps the changes out of step with the server's own timers
    await house.clients.do("forget")
    began: dict[int, float] = {}
    before = await house.engine.snapshot(SHOW)
    version, blocked = before.version, int(before.states[_SEAT]) == SeatState.BLOCKED
    for _ in range(changes):
        version += 1
        began[version] = time()
        await (house.engine.unblock if blocked else house.engine.block)(SHOW, [_SEAT])
        blocked = not blocked
        await asyncio.sleep(3 * TICK + chance.random() * TICK)
    await house.clients.until("watchers", f',{version}],"c"', watchers)
    waits: list[list[float]] = []
    for frame, times in (await house.clients.do("moments", group="watchers")).items():
        fields = json.loads(frame)
        if fields["t"] == "d":
            # On a machine that is busy elsewhere two may have been gathered: then the first has waited.
            first, last = fields["v"]
            if len(times) != watchers:
                raise RuntimeError(f"{len(times)} of {watchers} watchers had changes {first} to {last}")
            waits.append([moment - began[first] for moment in times])
    return waits


async def _fill(house: Live, healthy: int) -> None:
    """Send everybody more than fits between here and a client that does not read."""
    for number in range(_BALLASTS):
        await house.engine.price(SHOW, _BALLAST, f"ballast-{number}")
        await asyncio.sleep(2 * TICK)
        await house.clients.until("watchers", f"ballast-{number}", healthy)
    await house.engine.price(SHOW, {"standard": 25_000}, "base")
    await house.clients.until("watchers", '"base"', healthy)


async def _closed_once(house: Live) -> None:
    """Wait until the clock has closed the show, which its database does not know, and open it again.

    It looks for such shows when it starts and then once a minute: so it is known to run, and out of the way.
    """
    async with asyncio.timeout(_PATIENCE):
        while SHOW in await house.engine.open_shows():  # noqa: ASYNC110 - the clock is another process
            await asyncio.sleep(0.05)
    await house.engine.open(SHOW, seat_count=SEATS)


@asynccontextmanager
async def _clock(house: Live) -> AsyncIterator[None]:
    """Run the house's clock over an empty database."""
    with TemporaryDirectory() as home:
        postgres = EmbeddedPostgres(Path(home) / "postgres", durable=False)
        url = postgres.start()
        # Processes of their own: the database library keeps one state for all of a process.
        environment = {
            **os.environ, "ENVIRONMENT": "test", "DATABASE_URL": url, "REDIS_URL": house.redis_url,
            "DATA_DIR": home,
        }  # fmt: skip
        try:
            migration = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "server",
                "migrate",
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            if await migration.wait() != 0:
                raise RuntimeError("the database could not be migrated")
            clock = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "workers", "clock", cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
            )
            try:
                await _closed_once(house)
                yield
            finally:
                clock.terminate()
                await clock.wait()
        finally:
            postgres.stop()
