"""The ML engineer's tool, run as it is run."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from ml.__main__ import main
from server.house.settings import ROOT

EVALUATE = ["evaluate", "--train", "{0}/train.csv", "--test", "{0}/test.csv"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("data")
    assert main(["generate", "--shows", "900", "--seed", "5", "--out", str(home)]) == 0
    shows = pd.read_csv(home / "shows.csv")
    bookings = pd.read_csv(home / "bookings.csv")
    cut = shows["starts_at"].iloc[675][:10]
    for part, which in (("train", shows["starts_at"] < cut), ("test", shows["starts_at"] >= cut)):
        shows[which].to_csv(home / f"{part}.csv", index=False)
        bookings[bookings["show_id"].isin(shows[which]["show_id"])].to_csv(
            home / f"{part}-bookings.csv", index=False
        )
    return home


def evaluated(folder, *more):
    out = folder / "out.json"
    arguments = ["evaluate", "--train", folder / "train.csv", "--test", folder / "test.csv", "--json", out]
    assert main([str(each) for each in [*arguments, *more]]) == 0
    return json.loads(out.read_text())


def test_evaluate_writes_every_models_figures(folder):
    found = evaluated(folder, "--models", "linear,boosting")
    assert {"naive", "linear", "boosting"} <= set(found["models"])
    assert found["champion"] in found["models"]
    for figures in found["models"].values():
        assert set(figures) == {"mae", "rmse", "r2", "wape", "n", "coverage90", "width90"}
        assert figures["n"] == len(pd.read_csv(folder / "test.csv"))


def test_bookings_make_forecasts_better(folder):
    booked = evaluated(
        folder, "--models", "boosting", "--horizon", "24h",
        "--train-bookings", folder / "train-bookings.csv", "--test-bookings", folder / "test-bookings.csv",
    )  # fmt: skip
    silent = evaluated(folder, "--models", "boosting")
    assert booked["models"]["boosting"]["wape"] < silent["models"]["boosting"]["wape"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "--train", "nowhere.csv", "--test", "nowhere.csv"], "nowhere.csv"),
        ([*EVALUATE[:3], "--test", "{0}/train.csv"], "in both parts"),
        (["evaluate", "--train", "{0}/test.csv", "--test", "{0}/train.csv"], "must start after"),
        ([*EVALUATE, "--models", "crystal"], "no model 'crystal'"),
        ([*EVALUATE, "--horizon", "soon"], "no horizon"),
        ([*EVALUATE, "--train-bookings", "{0}/train-bookings.csv"], "both parts or for none"),
        (["validate", "{0}/bookings.csv"], "cannot be used"),
    ],
)
def test_a_command_that_cannot_go_on_says_why(folder, capsys, arguments, said):
    assert main([each.format(folder) for each in arguments]) == 2
    assert said in capsys.readouterr().err


def test_validate_writes_its_report(folder, capsys):
    out = folder / "report.json"
    assert (
        main(
            [
                "validate",
                str(folder / "shows.csv"),
                "--bookings",
                str(folder / "bookings.csv"),
                "--json",
                str(out),
            ]
        )
        == 0
    )
    assert [report["table"] for report in json.loads(out.read_text())] == ["shows", "bookings"]
    assert "900 rows, 900 kept" in capsys.readouterr().err


def test_the_tool_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "ml", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "evaluate" in done.stdout


def test_versions_are_trained_listed_promoted_rolled_back_and_exported(folder, tmp_path, capsys):
    registry = ["--registry", str(tmp_path)]
    train = ["train", "--data", str(folder), "--models", "linear", *registry]
    assert main([*train, "--promote"]) == 0
    assert "champion:" in capsys.readouterr().out
    assert main(["models", *registry]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [line[2:].split()[0] for line in lines]
    (in_use,) = [name for name, line in zip(names, lines, strict=True) if line.startswith("*")]
    other = next(name for name in names if name != in_use)
    assert main(["promote", other, *registry]) == 0
    assert main(["rollback", *registry]) == 0
    assert f"{in_use} is in use again" in capsys.readouterr().out
    assert main(["rollback", *registry]) == 2
    assert main(["promote", "nobody", *registry]) == 2
    assert "no version 'nobody'" in capsys.readouterr().err
    out = tmp_path / "model.onnx"
    assert main(["export", "--version", in_use, "--out", str(out), *registry]) == 0
    assert out.read_bytes() == (tmp_path / "demand" / in_use / "model.onnx").read_bytes()
    assert main([*train, "--register"]) == 2
    assert "already" in capsys.readouterr().err


def test_the_report_is_written_even_of_data_that_is_refused(folder, tmp_path):
    out = tmp_path / "report.json"
    assert main(["validate", str(folder / "bookings.csv"), "--json", str(out)]) == 2
    (report,) = json.loads(out.read_text())
    assert not report["usable"]
    assert {finding["column"] for finding in report["findings"] if finding["deed"] == "refused"} >= {
        "starts_at"
    }


def test_no_shows_are_not_generated(tmp_path, capsys):
    assert main(["generate", "--shows", "0", "--out", str(tmp_path)]) == 2
    assert "at least 1" in capsys.readouterr().err
