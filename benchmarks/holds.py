"""How fast seats are held: the engine against the C tool of Redis, against redis-py, and against nothing."""

import asyncio
import gc
import random
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter, time_ns
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis

from benchmarks.redisbench import (
    IN_FLIGHT,
    RANDOM,
    calls_per_second,
    memory_only_redis,
    replies_per_second,
)
from benchmarks.rounds import ROUNDS, Figure, reaching
from seat_engine import SeatEngine, open_store
from seat_engine.scripts import SCRIPTS
from seat_engine.store import Store

_FIRST_SHOW = 10**12
"""Shows are numbered from here: what the tool fills in has twelve digits, leading zeros included."""
_SEATS = 240
_HOT_SEATS = 300
_PARTY = (100, 101, 102, 103)
_NOTE = b"x" * 400
"""As long as the quote that the server keeps with a hold."""
_SPAN = timedelta(minutes=10)
_SLICES = 3

_POPULATE = """
local states = string.rep("0", ARGV[3])
for show = ARGV[1], ARGV[2] do
  redis.call("HSET", string.format("{show:%.0f}:seats.3", show), "e", "0123abcd", "v", 1, "s", states)
end
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done in a round; each hold meets a show of its own, so that each succeeds."""

    holds: int = 10_000
    shows: int = 200_000


async def measure(size: Size = Size()) -> list[Figure]:
    """Return the four figures of the hold path; every round runs all of the variants, one after the other."""
    rates: dict[str, list[float]] = {}
    async with memory_only_redis() as redis:
        await redis.script_load(SCRIPTS["hold"].source)
        bench = HoldBench(redis, size, await _recorded_hold())
        variants: dict[str, Callable[[], Awaitable[float]]] = {
            "tool": bench.tool,
            "engine": bench.engine,
            "pool": bench.pool,
            "trivial": bench.trivial,
        }
        for _ in range(ROUNDS):
            # In slices, so that what else the machine does for a second meets all of them alike.
            slices: dict[str, list[float]] = {}
            for _ in range(_SLICES):
                for name, variant in variants.items():
                    slices.setdefault(name, []).append(await variant())
            slices["granted"], slices["refused"] = [await bench.granted_hot()], [await bench.refused_hot()]
            for name, rates_of_slices in slices.items():
                rates.setdefault(name, []).append(statistics.harmonic_mean(rates_of_slices))
    return [
        _figure(
            "holds_vs_c_tool", "4-seat holds a second, engine at 50 in flight to redis-benchmark -P 16",
            rates["engine"], rates["tool"], goal=0.85,
        ),
        _figure(
            "holds_vs_pool", "4-seat holds a second, engine to redis-py's asyncio pool, 50 in flight each",
            rates["engine"], rates["pool"], goal=5,
        ),
        _figure(
            "hold_vs_trivial", "the hold script to one that returns 1, same arguments, redis-benchmark -P 16",
            rates["tool"], rates["trivial"], goal=0.25,
        ),
        _figure(
            "reject_vs_success", "refused holds a second to granted ones, 300-seat shows that fill up",
            rates["refused"], rates["granted"], goal=1.7,
        ),
    ]  # fmt: skip


def _figure(name: str, what: str, ours: Sequence[float], theirs: Sequence[float], *, goal: float) -> Figure:
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    per_second = f"{statistics.median(ours):,.0f} to {statistics.median(theirs):,.0f}"
    return reaching(name, f"{what} ({per_second})", statistics.median(ratios), goal)


class HoldBench:
    """The variants. All send exactly the command that the engine sends, to a server in the same state."""

    def __init__(self, redis: Redis, size: Size, hold: list[Any]) -> None:
        self._redis = redis
        self._size = size
        self._hold = hold

    async def tool(self) -> float:
        """Return granted holds a second by the C tool.

        It draws shows at random, so a few (half of holds ÷ shows) are drawn twice and refused, which is
        cheaper: the tool is favoured by that much.
        """
        await self._populate()
        return await calls_per_second(
            self._redis, self._hold, calls=self._size.holds, keyspace=self._size.shows
        )

    async def granted_hot(self) -> float:
        """Return granted holds a second on shows that are all in use, in one pipeline."""
        await self._redis.flushdb()
        states = "0" * _HOT_SEATS
        for show in range(self._hot_shows):
            key = f"{{show:{_FIRST_SHOW + show}}}:seats.3"
            await self._redis.hset(key, mapping={"e": "0123abcd", "v": 1, "s": states})
        return await self._pipelined("first")

    async def refused_hot(self) -> float:
        """Return refused holds a second: everybody asks once more for the seats just taken."""
        return await self._pipelined("again")

    @property
    def _hot_shows(self) -> int:
        return -(-self._size.holds // (_HOT_SEATS // len(_PARTY)))

    async def _pipelined(self, attempt: str) -> float:
        """Ask for four seats after four seats, all shows in turn, without waiting for any answer."""
        recorder = Recorder()
        engine = SeatEngine(cast("Store", recorder))
        for number in range(self._size.holds):
            group, show = divmod(number, self._hot_shows)
            seats = range(group * len(_PARTY), (group + 1) * len(_PARTY))
            await _hold(engine, _FIRST_SHOW + show, seats, f"{attempt}{number}")
        return await replies_per_second(self._redis, recorder.sent)

    async def trivial(self) -> float:
        """Return calls a second, with the hold's keys and arguments, of a script that does nothing."""
        nothing = await self._redis.script_load("return 1")
        command = [self._hold[0], nothing, *self._hold[2:]]
        return await calls_per_second(
            self._redis, command, calls=self._size.holds * 5, keyspace=self._size.shows
        )

    async def engine(self) -> float:
        """Return granted holds a second through `SeatEngine`."""
        await self._populate()
        store = open_store(_url(self._redis))
        engine = SeatEngine(store)
        try:
            await engine.snapshot(_FIRST_SHOW)  # connected and scripts known, as in a running server

            await _hold(engine, _FIRST_SHOW, _PARTY, "warm")
            return await self._rate(lambda show: _hold(engine, show, _PARTY, f"h{show}"))
        finally:
            await store.aclose()

    async def pool(self) -> float:
        """Return granted holds a second of the same script through redis-py's asyncio pool."""
        await self._populate()
        words = [word.encode() if isinstance(word, str) else word for word in self._hold]
        pool = BlockingConnectionPool.from_url(_url(self._redis), max_connections=IN_FLIGHT)
        client = Redis(connection_pool=pool)
        try:

            async def hold(show: int) -> None:
                number = b"%012d" % (show - _FIRST_SHOW)
                command = (word.replace(RANDOM.encode(), number) for word in words)
                await client.execute_command(*command)  # type: ignore[no-untyped-call]

            await asyncio.gather(*(client.ping() for _ in range(IN_FLIGHT)))
            return await self._rate(hold)
        finally:
            await client.aclose()
            await pool.aclose()

    async def _rate(self, hold: Callable[[int], Awaitable[None]]) -> float:
        """Hold with as many shoppers at a time as the tool has connections; return holds a second."""
        shows = iter(random.sample(range(_FIRST_SHOW + 1, _FIRST_SHOW + self._size.shows), self._size.holds))

        async def shopper() -> None:
            for show in shows:
                await hold(show)

        # As the server does once it has started: what is there is not looked through again and again.
        gc.collect()
        gc.freeze()
        began = perf_counter()
        await asyncio.gather(*(shopper() for _ in range(IN_FLIGHT)))
        return self._size.holds / (perf_counter() - began)

    async def _populate(self) -> None:
        await self._redis.flushdb()
        step = 20_000
        for first in range(0, self._size.shows, step):
            last = min(first + step, self._size.shows) - 1
            await self._redis.eval(
                _POPULATE, 0, str(_FIRST_SHOW + first), str(_FIRST_SHOW + last), str(_SEATS)
            )


async def _recorded_hold() -> list[Any]:
    """Return the command that the engine sends for one hold, with the tool's placeholder for the show."""
    recorder = Recorder()
    await _hold(SeatEngine(cast("Store", recorder)), _FIRST_SHOW, _PARTY, f"h{_FIRST_SHOW}")
    number = str(_FIRST_SHOW)
    return [
        word.replace(number.encode(), b"1" + RANDOM.encode())
        if isinstance(word, bytes)
        else str(word).replace(number, "1" + RANDOM)
        for word in recorder.sent[0]
    ]


async def _hold(engine: SeatEngine, show: int, seats: Sequence[int], hold_id: str) -> None:
    await engine.hold(show, seats, hold_id=hold_id, holder="browser-7", ttl=_SPAN, max_life=_SPAN, note=_NOTE)


def _url(redis: Redis) -> str:
    at = redis.connection_pool.connection_kwargs
    return f"redis://:{at['password']}@{at['host']}:{at['port']}/0"


class Recorder:
    """Stands where the way to Redis goes, and keeps what the engine would have sent."""

    sharded = False

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []

    async def call(self, key: str, *command: Any) -> list[Any]:  # noqa: ARG002 # as the store has it
        """Tell the time; keep anything else and say that it is done."""
        if command[0] == "TIME":
            seconds, nanos = divmod(time_ns(), 10**9)
            return [b"%d" % seconds, b"%d" % (nanos // 1000)]
        self.sent.append(command)
        return [0]
