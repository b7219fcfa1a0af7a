"""A leashed program does not outlive whoever started it, in either of the two ways."""

import signal
import subprocess
import sys

import psutil
import pytest

from server.house import leash
from server.house.leash import leashed
from server.house.settings import ROOT

BY_THE_KERNEL = "from server.house.leash import become as hold"
BY_WATCHING = "from server.house.leash import watch_over as hold"


def start_parent(way, command, signal_name):
    """Start a process that starts a leashed program, and return it with the line the program says."""
    program = f"import signal, sys; {way}; sys.exit(hold({command!r}, signal.SIG{signal_name}))"
    parent = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {program!r}])\n"
        "time.sleep(600)\n"
    )
    started = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert started.stdout is not None
    return started, started.stdout.readline().split()


WAYS = [
    pytest.param(BY_WATCHING, id="watching"),
    *([pytest.param(BY_THE_KERNEL, id="kernel")] if sys.platform == "linux" else []),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("signal_name", ["TERM", "INT", "KILL"])
def test_a_program_gets_its_signal_when_its_parent_is_killed(tmp_path, until, left_running, way, signal_name):
    # given a program that notes the signal that ends it
    script = tmp_path / "noting.py"
    # It waits for the signal with the signals held back: a handler beside a sleep misses one that comes in
    # the few instructions between the last look at the handlers and the sleep.
    script.write_text(
        "import os, pathlib, signal, sys\n"
        "awaited = {signal.SIGTERM, signal.SIGINT}\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, awaited)\n"
        "print(os.getpid(), flush=True)\n"
        "pathlib.Path(sys.argv[1]).write_text(signal.Signals(signal.sigwait(awaited)).name)\n"
    )
    noted = tmp_path / "noted"
    parent, (pid,) = start_parent(way, [sys.executable, str(script), str(noted)], signal_name)
    with parent:
        assert psutil.pid_exists(int(pid))
        # when
        parent.send_signal(signal.SIGKILL)
    # then
    assert until(lambda: not left_running())
    assert (noted.read_text() if noted.exists() else "SIGKILL") == f"SIG{signal_name}"


@pytest.mark.parametrize(
    ("code", "expected"), [("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", 137)]
)
def test_the_watcher_ends_as_its_program_ended(code, expected):
    watching = (
        f"import signal, sys; {BY_WATCHING}; sys.exit(hold([sys.executable, '-c', {code!r}], signal.SIGTERM))"
    )
    assert subprocess.run([sys.executable, "-c", watching], cwd=ROOT, check=False).returncode == expected


def test_a_leashed_command_passes_its_arguments_and_its_exit_code():
    command = leashed(
        [sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit(3)", "--signal", "a b"]
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (3, "['--signal', 'a b']")


def test_a_signal_it_cannot_promise_is_refused(capsys):
    with pytest.raises(SystemExit):
        leash.main(["--signal", "NOTHING", "--", "true"])
    assert "NOTHING" in capsys.readouterr().err
