"""Live seats: how fast they are held, how cheaply everybody is told, and how soon."""

from collections.abc import Awaitable, Callable

import uvloop

from benchmarks import holds, http_hold
from benchmarks.live import fanout, herd, latency, weight
from benchmarks.rounds import Figure

Measured = Figure | list[Figure]

PARTS: tuple[Callable[[], Awaitable[Measured]], ...] = (
    holds.measure,
    http_hold.measure,
    fanout.fanout,
    herd.resume_commands,
    latency.stalled_p99,
    weight.snapshot_bytes,
    weight.memory_per_socket,
    latency.expiry_p99,
    latency.lone_delta_p99,
)
"""What is measured, one after the other: nothing else should run meanwhile."""


def measure() -> list[Figure]:
    """Run all parts, each in an event loop of its own of the kind that the server has; several minutes."""
    figures: list[Figure] = []
    for part in PARTS:
        print(f"measuring {part.__module__.removeprefix('benchmarks.')}.{part.__name__}", flush=True)  # noqa: T201
        measured = uvloop.run(_run(part))
        figures += measured if isinstance(measured, list) else [measured]
    return figures


async def _run(part: Callable[[], Awaitable[Measured]]) -> Measured:
    return await part()
