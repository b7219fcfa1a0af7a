"""The benchmarks run, and their arithmetic is right; what they measure is nobody's assertion."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import forecasts, holds, rounds, seats
from benchmarks.__main__ import AREAS
from ml.measuring import Measured

ROOT = Path(__file__).parents[2]


async def test_a_ratio_is_the_median_of_rounds_taken_in_turn():
    order: list[str] = []
    ours, theirs = iter([30.0, 10.0, 20.0, 90.0, 20.0]), iter([10.0] * 5)

    async def measure_ours() -> float:
        order.append("ours")
        return next(ours)

    async def measure_theirs() -> float:
        order.append("theirs")
        return next(theirs)

    figure = await rounds.ratio("r", "ours to theirs", measure_ours, measure_theirs, at_least=2.5)
    assert (figure.value, figure.met) == (2.0, False)
    assert order == ["theirs", "ours"] * 5


@pytest.mark.long
async def test_the_hold_path_is_measured_with_the_command_that_the_engine_sends():
    figures = await holds.measure(holds.Size(holds=200, shows=20_000))
    assert [figure.name for figure in figures] == [
        "holds_vs_c_tool",
        "holds_vs_pool",
        "hold_vs_trivial",
        "reject_vs_success",
    ]
    assert all(figure.value > 0 for figure in figures)


def test_a_report_is_a_table_and_a_file(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(rounds, "RESULTS", tmp_path)
    rounds.report("seats", [rounds.reaching("more", "of it", 0.5, 0.85), rounds.within("less", "ms", 3, 5)])
    more, less = json.loads((tmp_path / "seats.json").read_text())
    assert (more["name"], more["value"], more["unit"], more["goal"], more["met"]) == (
        "more", 0.5, "ratio", ">= 0.85", False,
    )  # fmt: skip
    assert (less["goal"], less["met"]) == ("<= 5", True)
    assert "NOT met" in capsys.readouterr().out


def test_every_promised_figure_is_measured_by_some_part():
    assert [f"{part.__module__}.{part.__name__}" for part in seats.PARTS] == [
        "benchmarks.holds.measure",
        "benchmarks.http_hold.measure",
        "benchmarks.live.fanout.fanout",
        "benchmarks.live.herd.resume_commands",
        "benchmarks.live.latency.stalled_p99",
        "benchmarks.live.weight.snapshot_bytes",
        "benchmarks.live.weight.memory_per_socket",
        "benchmarks.live.latency.expiry_p99",
        "benchmarks.live.latency.lone_delta_p99",
    ]


def test_an_unknown_area_is_said():
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nonsense"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "There is no benchmark nonsense" in said.stderr


def test_the_forecasts_figures_are_reported_with_their_goals(monkeypatch):
    measured = Measured("linear_one_row", "one row", 0.02, 0.05, "ratio")
    monkeypatch.setattr(forecasts, "measure_models", lambda: [measured])
    monkeypatch.setattr("benchmarks.pricing.measure", list)
    (figure,) = AREAS["ml"]()
    assert (figure.name, figure.value, figure.goal, figure.met) == ("linear_one_row", 0.02, "<= 0.05", True)
