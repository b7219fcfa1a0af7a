"""What it costs a process to tell a thousand sockets: against bare system calls, and against socket.io."""

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.live.house import ROOT, SHOW, Live, Told, cpu_seconds, live
from benchmarks.rounds import ROUNDS, Figure, reaching
from seat_engine import SeatEngine
from server.core.http.direct import text_message
from server.house.node import Node, find_node

SOCKETS = 1000
FRAMES = 60
TICK = 0.015
"""Seconds over which the hub gathers changes, as it comes."""
EVERY = 0.020
"""Seconds between two frames: longer than the tick, so that nothing is gathered unless it is meant to be."""
A_TICK = 8
"""Changes in a tick where they are to be gathered."""

_PEER = ROOT / "benchmarks" / "peers" / "socketio"
_WIRE = text_message(b'{"t":"d","v":[1000,1000],"c":[[17,3]]}')

Contestant = Callable[[], Awaitable[float]]
"""Runs one round and returns deltas per CPU-second of the process that sends them."""


async def fanout(sockets: int = SOCKETS, frames: int = FRAMES, rounds: int = ROUNDS) -> list[Figure]:
    """Return the three figures of fan-out, measured in turn."""
    async with live() as house, _raw(house, sockets) as raw, _socketio(house, sockets) as socketio:
        with house.serving() as serving:
            await house.watch(serving, sockets)
            ours = _ours(house, serving.pid)
            results: list[tuple[float, ...]] = []
            for _ in range(rounds):
                bare = await _round(raw.process.pid, sockets * frames, _send_raw(raw, frames))
                peer = await _round(
                    socketio.process.pid,
                    sockets * frames,
                    socketio.tell(f"emit {frames} {EVERY * 1000}"),
                )
                alone = await ours(frames, EVERY)
                gathered = await ours(int(frames * EVERY / TICK * A_TICK), TICK / A_TICK)
                results.append((alone / bare, gathered / bare, alone / peer))
    to_raw, coalesced, to_socketio = (statistics.median(column) for column in zip(*results, strict=True))
    crowd = f"to {sockets} sockets, per CPU-second of the serving process,"
    return [
        reaching("fanout_vs_raw_send", f"frames {crowd} to socket.send of the same bytes", to_raw, 0.85),
        reaching("fanout_coalesced", f"deltas at {A_TICK} a tick {crowd} to a send for each", coalesced, 5),
        reaching("fanout_vs_socketio", f"frames {crowd} to socket.io on one Node process", to_socketio, 2),
    ]


def _ours(house: Live, pid: int) -> Callable[[int, float], Awaitable[float]]:
    async def measure(changes: int, every: float) -> float:
        await house.clients.do("forget")
        before = cpu_seconds(pid)
        await _change(house.engine, changes, every)
        # The last delta may still be gathering; a tick later it is on its way.
        await asyncio.sleep(TICK * 4)
        spent = cpu_seconds(pid) - before
        deltas = 0
        for frame, times in (await house.clients.do("counts", group="watchers")).items():
            fields = json.loads(frame)
            if fields["t"] == "d":
                first, last = fields["v"]
                deltas += (last - first + 1) * times
        return deltas / spent

    return measure


async def _change(engine: SeatEngine, changes: int, every: float) -> None:
    """Change a seat again and again at an even pace."""
    due = asyncio.get_running_loop().time()
    verbs = itertools.cycle((engine.block, engine.unblock))
    for _ in range(changes):
        due += every
        await next(verbs)(SHOW, [17])
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))


async def _round(pid: int, sent: int, work: Awaitable[str]) -> float:
    before = cpu_seconds(pid)
    await work
    return sent / (cpu_seconds(pid) - before)


def _send_raw(raw: Told, frames: int) -> Awaitable[str]:
    return raw.tell(f"{frames} {EVERY} {_WIRE.hex()}")


@asynccontextmanager
async def _raw(house: Live, sockets: int) -> AsyncIterator[Told]:
    raw = Told(sys.executable, "-m", "benchmarks.live.raw")
    try:
        port = int(await raw.hear())
        accepted = asyncio.create_task(raw.tell(str(sockets)))
        await house.clients.do("open", port=port, count=sockets, group="raw")
        await accepted
        yield raw
    finally:
        raw.end()


@asynccontextmanager
async def _socketio(house: Live, sockets: int) -> AsyncIterator[Told]:
    node = find_node()
    await asyncio.to_thread(install, node)
    peer = Told(str(node.program), str(_PEER / "server.js"), environment=node.environment())
    try:
        port = int(await peer.hear())
        await house.clients.do(
            "open",
            port=port,
            count=sockets,
            group="socketio",
            path="/socket.io/?EIO=4&transport=websocket",
            hello="40",  # joins the namespace, as every socket.io client does first
        )
        await house.clients.until("socketio", "40{", sockets)
        yield peer
    finally:
        peer.end()


def install(node: Node, home: Path = _PEER) -> None:
    """Install the peer's packages as its lock names them, unless that was done since the lock changed."""
    lock, done = home / "package-lock.json", home / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return
    subprocess.run(  # noqa: S603 - our own Node
        [node.program, node.npm, "ci", "--no-audit", "--no-fund"],
        cwd=home,
        env=dict(node.environment()),
        stdout=subprocess.DEVNULL,
        check=True,
    )
