"""The benchmarks run, and their arithmetic is right; what they measure is nobody's assertion."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import rounds, seats

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


async def test_the_seat_benchmark_measures_and_reports(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(rounds, "RESULTS", tmp_path)
    rounds.report("seats", await seats.measure())
    (figure,) = json.loads((tmp_path / "seats.json").read_text())
    assert figure["name"] == "hold_vs_trivial"
    assert 0 < figure["value"] < 1
    assert "hold_vs_trivial" in capsys.readouterr().out


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
