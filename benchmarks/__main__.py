"""``python -m benchmarks [area …]``: measure, print ratios, write ``benchmarks/results``."""

import sys
from collections.abc import Callable

from benchmarks import forecasts, sales, seats
from benchmarks.rounds import Figure, report

AREAS: dict[str, Callable[[], list[Figure]]] = {
    "seats": seats.measure,
    "checkout": sales.measure,
    "ml": forecasts.measure,
}


def main(wanted: list[str]) -> int:
    """Run the areas named, or all; an unknown one is said and nothing runs."""
    unknown = [area for area in wanted if area not in AREAS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(AREAS)}")
    for area in wanted or AREAS:
        report(area, AREAS[area]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
