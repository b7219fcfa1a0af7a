"""The sale: how fast tickets are bought."""

import uvloop

from benchmarks.checkout import purchase
from benchmarks.rounds import Figure


def measure() -> list[Figure]:
    """Run all parts in an event loop of the kind that the server has; a few minutes."""
    return uvloop.run(purchase.measure())
