"""The sale: how fast tickets are bought."""

import uvloop

from benchmarks.checkout import cancelling, draining, purchase
from benchmarks.rounds import Figure


def measure() -> list[Figure]:
    """Run all parts in an event loop of the kind that the server has; a few minutes."""
    return uvloop.run(_measure())


async def _measure() -> list[Figure]:
    return [*await purchase.measure(), *await draining.measure(), *await cancelling.measure()]
