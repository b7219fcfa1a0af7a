"""The hold script against the cheapest script there is."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from benchmarks.rounds import Figure, ratio
from seat_engine import SeatEngine
from seat_engine.scripts import SCRIPTS
from server.house.redis import EmbeddedRedis

_SEATS = 2000
_PARTY = 4
_PIPELINE = 16
_TRIVIAL = "return 1"


async def measure() -> list[Figure]:
    """Hold four seats at a time, sixteen in flight; then do nothing at the same pace."""
    with TemporaryDirectory() as home:
        server = EmbeddedRedis(Path(home))
        redis = Redis.from_url(server.start())
        try:
            return [
                await ratio(
                    "hold_vs_trivial",
                    "4-seat holds a second, 16 in flight, to a script that returns 1",
                    lambda: _holds(redis),
                    lambda: _nothing(redis),
                    at_least=0.25,
                )
            ]
        finally:
            await redis.aclose()
            server.stop()


async def _holds(redis: Redis) -> float:
    show = uuid4().int % 10**9
    engine = SeatEngine(redis, prefix="bench:")
    await engine.open(show, seat_count=_SEATS)
    await engine.hold(
        show, [0], hold_id="warm", holder="w", ttl=timedelta(hours=1), max_life=timedelta(hours=1)
    )
    script = SCRIPTS["hold"]
    keys = [engine.keys.show(show), engine.keys.channel(show)]
    named = {"now": "", "holder": "h", "ttl": 600_000, "max_life": 600_000, "note": b"x" * 400}
    calls: list[list[Any]] = [
        [2, *keys, *script.argv({**named, "hold_id": uuid4().hex}, range(first, first + _PARTY))]
        for first in range(1, _SEATS - _PARTY, _PARTY)
    ]
    began = perf_counter()
    for batch in range(0, len(calls), _PIPELINE):
        async with redis.pipeline(transaction=False) as pipe:
            for call in calls[batch : batch + _PIPELINE]:
                pipe.evalsha(script.sha, *call)
            await pipe.execute()
    rate = len(calls) / (perf_counter() - began)
    await engine.close(show)
    return rate


async def _nothing(redis: Redis) -> float:
    sha = await redis.script_load(_TRIVIAL)
    count = _SEATS // _PARTY
    began = perf_counter()
    for _ in range(0, count, _PIPELINE):
        async with redis.pipeline(transaction=False) as pipe:
            for _ in range(_PIPELINE):
                pipe.evalsha(sha, 0)
            await pipe.execute()
    return count / (perf_counter() - began)
