"""A long step gives its output, or its reason for failing in one line; an interrupted one leaves nothing."""

import signal
import subprocess
import sys

import pytest

from server.house.failure import HouseError
from server.house.settings import ROOT
from server.house.step import run_step


def python(code):
    return [sys.executable, "-c", code]


def test_what_it_prints_comes_back(tmp_path):
    said = run_step("listing", python("print('asha@example.com')"), log=tmp_path / "list.log", cwd=tmp_path)
    assert said == "asha@example.com\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ValueError('no such table')", "ValueError: no such table"),
        (
            "import sys; print('npm error getaddrinfo EAI_AGAIN somewhere', file=sys.stderr); sys.exit(1)",
            "network",
        ),
        ("raise SystemExit(1)", "it said nothing"),
    ],
)
def test_a_failure_is_one_line_with_its_reason_and_the_log(tmp_path, code, reason):
    log = tmp_path / "logs" / "migrate.log"
    with pytest.raises(HouseError) as failure:
        run_step("migrating", python(code), log=log, cwd=tmp_path)
    line = str(failure.value)
    assert line.startswith("migrating failed: ")
    assert reason in line
    assert str(log) in line
    assert "\n" not in line


def test_an_interrupted_step_takes_what_it_started_with_it(tmp_path, sleeper, until, left_running):
    # given a step whose program has a child of its own
    program = f"import subprocess; subprocess.run({sleeper!r})"
    step = (
        "import pathlib, sys; from server.house.step import run_step\n"
        f"run_step('x', [sys.executable, '-c', {program!r}], log=pathlib.Path(sys.argv[1]), cwd='.')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", step, str(tmp_path / "x.log")], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as running:
        assert until(lambda: (tmp_path / "x.out").exists() and (tmp_path / "x.out").read_text() == "hello\n")
        # when
        running.send_signal(signal.SIGINT)
    # then
    assert until(lambda: left_running() == [])
