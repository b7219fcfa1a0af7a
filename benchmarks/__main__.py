"""``python -m benchmarks [area …]``: measure, print ratios, write ``benchmarks/results``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks import seats
from benchmarks.rounds import Figure, report

AREAS: dict[str, Callable[[], Awaitable[list[Figure]]]] = {"seats": seats.measure}


async def main(wanted: list[str]) -> int:
    """Run the areas named, or all; an unknown one is said and nothing runs."""
    unknown = [area for area in wanted if area not in AREAS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(AREAS)}")
    for area in wanted or AREAS:
        report(area, await AREAS[area]())
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
