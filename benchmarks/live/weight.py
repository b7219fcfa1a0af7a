"""What a snapshot weighs on the wire, and a watching socket in memory."""

import asyncio
import json
import statistics

from benchmarks.live.house import SEATS, SHOW, Live, live, resident_bytes
from benchmarks.rounds import Figure, within
from seat_engine import SeatState, Snapshot
from seat_engine.protocol import price_notice, snapshot_frame

SOCKETS = 1000
_WARM = 200
"""Sockets opened first, so that what the process allocates once is not charged to the others."""
_SETTLE = 0.5
"""Seconds without traffic before memory is read."""
_ROW = 20


async def snapshot_bytes() -> Figure:
    """Compare the snapshot of a half-sold house, prices included, with the list of objects an API returns."""
    states = [SeatState.SOLD if seat % 2 else SeatState.FREE for seat in range(SEATS)]
    prices = price_notice({"standard": 25000, "recliner": 41000}, "ml")
    frame = snapshot_frame(Snapshot("9f2c01aa", 1842, "".join(map(str, map(int, states))), prices))
    plain = [
        {
            "index": seat,
            "label": f"{chr(ord('A') + seat // _ROW)}{seat % _ROW + 1}",
            "state": state.name.lower(),
        }
        for seat, state in enumerate(states)
    ]
    listed = json.dumps(plain, separators=(",", ":")).encode()
    what = f"a {SEATS}-seat snapshot to the JSON list of its seats"
    return within("snapshot_bytes", what, len(frame) / len(listed), 0.05)


async def memory_per_socket(sockets: int = SOCKETS, rounds: int = 2) -> Figure:
    """Compare what a process grows by, per socket, when they watch and when they do nothing."""
    ratios = []
    async with live() as house:
        for _ in range(rounds):
            bare = await _growth(house, sockets, "/bare")
            watching = await _growth(house, sockets, f"/ws/shows/{SHOW}")
            ratios.append(watching / bare)
    what = f"resident bytes a watching socket costs to a bare one's, over {sockets}"
    return within("memory_per_socket", what, statistics.median(ratios), 1.2)


async def _growth(house: Live, sockets: int, path: str) -> float:
    """Return how many bytes a fresh process grows by with each socket."""
    with house.serving() as serving:

        async def open_more(count: int) -> int:
            await house.clients.do(
                "open",
                port=serving.port,
                count=count,
                group="crowd",
                path=path,
                hello=json.dumps({"t": "resume", "e": "", "v": 0}),
            )
            await asyncio.sleep(_SETTLE)
            return resident_bytes(serving.pid)

        before = await open_more(_WARM)
        after = await open_more(sockets)
        await house.clients.do("close", group="crowd")
    return (after - before) / sockets
