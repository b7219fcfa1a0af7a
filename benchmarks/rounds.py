"""Measuring two things in turn, so that a noisy machine disturbs both alike."""

import json
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
ROUNDS = 5

Rate = Callable[[], Awaitable[float]]
"""Runs one round and returns how much was done a second."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its goal."""

    name: str
    what: str
    value: float
    unit: str
    goal: str
    met: bool


def reaching(name: str, what: str, value: float, goal: float, *, unit: str = "ratio") -> Figure:
    """Return a figure that should be at least its goal."""
    return Figure(name, what, round(value, 3), unit, f">= {goal:g}", value >= goal)


def within(name: str, what: str, value: float, goal: float, *, unit: str = "ratio") -> Figure:
    """Return a figure that should be at most its goal."""
    return Figure(name, what, round(value, 3), unit, f"<= {goal:g}", value <= goal)


async def ratio(name: str, what: str, ours: Rate, peer: Rate, *, at_least: float) -> Figure:
    """Measure both five times, one after the other, and return the median of the rounds' ratios."""
    ratios = []
    for _ in range(ROUNDS):
        theirs = await peer()
        ratios.append(await ours() / theirs)
    return reaching(name, what, statistics.median(ratios), at_least)


def report(area: str, figures: list[Figure]) -> None:
    """Print a table and write it to ``results/<area>.json``."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{area}.json").write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
    for figure in figures:
        verdict = "met" if figure.met else "NOT met"
        print(  # noqa: T201 # a command speaks
            f"{area}  {figure.name:<20} {figure.value:>8}  goal {figure.goal:<8} {verdict:<8} {figure.what}",
            flush=True,
        )
