"""What a thousand clients that come back at once cost Redis."""

import json
from typing import Any

from redis.asyncio import Redis

from benchmarks.live.house import SEATS, Live, live
from benchmarks.rounds import Figure, within
from seat_engine import SeatEngine

SOCKETS = 1000
SHOWS = 5
_FIRST = 100
_CONNECTING = {
    "auth",
    "hello",
    "select",
    "client|setinfo",
    "client|setname",
    "client|no-evict",
    "script|load",
}
"""What a connection says once, whatever is watched over it."""
_ASKING = {"info", "config|resetstat", "ping"}
"""What the measurement itself says, and a connection now and then."""


async def resume_commands(sockets: int = SOCKETS, shows: int = SHOWS) -> Figure:
    """Count what a process that has just started asks of Redis when everybody comes back to it at once.

    Its shows are not loaded, so this is the worst case; a process that has them asks nothing. What a script
    does inside Redis counts as the one command it was sent as.
    """
    async with live() as house, Redis.from_url(house.redis_url) as redis:
        inside = await _inside_a_snapshot(house.engine, redis)
        epochs = {}
        for show in range(_FIRST, _FIRST + shows):
            await house.engine.open(show, seat_count=SEATS)
            epochs[show] = (await house.engine.snapshot(show)).epoch
        with house.serving() as serving:
            await redis.config_resetstat()
            for show, epoch in epochs.items():
                await _come_back(house, serving.port, show, epoch, sockets // shows)
            for show in epochs:
                await house.clients.until(str(show), '"t":', sockets // shows)
            calls = await _calls(redis)
    scripts = calls.get("evalsha", 0) + calls.get("fcall", 0)
    sent = sum(calls.values()) - scripts * inside
    what = f"Redis commands per show while {sockets} clients resume {shows} shows of a process just started"
    return within("resume_commands", what, sent / shows, 2, unit="commands")


async def _come_back(house: Live, port: int, show: int, epoch: str, count: int) -> None:
    """Let clients resume a show from the version before a change they missed."""
    hello = json.dumps({"t": "resume", "e": epoch, "v": 0})
    await house.clients.do(
        "open", port=port, count=count, group=str(show), path=f"/ws/shows/{show}", hello=hello
    )


async def _inside_a_snapshot(engine: SeatEngine, redis: Redis) -> int:
    """Return how many commands the snapshot script runs inside Redis."""
    show = _FIRST - 1
    await engine.open(show, seat_count=SEATS)
    await engine.snapshot(show)
    await redis.config_resetstat()
    await engine.snapshot(show)
    return sum((await _calls(redis)).values()) - 1


async def _calls(redis: Redis) -> dict[str, int]:
    """Return how often each command ran since the last reset, but for what belongs to no show."""
    stats: dict[str, dict[str, Any]] = await redis.info("commandstats")
    calls = {name.removeprefix("cmdstat_"): int(stat["calls"]) for name, stat in stats.items()}
    return {name: count for name, count in calls.items() if name not in _CONNECTING | _ASKING}
