"""Programs are restarted when they die and stopped in order; nothing is left, however the supervisor ends."""

import os
import signal
import sys

import psutil
import pytest

from server.house.leash import leashed
from server.house.supervisor import Program, Supervisor


@pytest.fixture
def supervise(tmp_path):
    """Return a function that starts a supervisor for commands by name, all in the group `house`."""
    running = []

    def start(home=tmp_path / "100% a house", **commands):
        programs = [
            Program(name=name, command=leashed(command), directory=tmp_path, retries=2)
            for name, command in commands.items()
        ]
        supervisor = Supervisor(home, programs, ["house"])
        running.append(supervisor)
        supervisor.start()
        supervisor.start_group("house")
        return supervisor

    yield start
    for supervisor in running:
        supervisor.clean_up(patience=0)


def pids(supervisor):
    """Return the ids of the programs that run now."""
    supervisor.states()
    return set(supervisor.roster.alive())


def all_run(supervisor, number=1):
    states = list(supervisor.states().values())
    return states == ["RUNNING"] * number


def test_a_killed_program_is_started_again(supervise, sleeper, until):
    # given
    supervisor = supervise(sleeper=sleeper)
    assert until(lambda: all_run(supervisor))
    (before,) = pids(supervisor)
    # when
    os.kill(before, signal.SIGKILL)
    # then
    assert until(lambda: all_run(supervisor) and pids(supervisor) not in (set(), {before}))
    assert until(lambda: supervisor.log_of("sleeper").read_text() == "hello\nhello\n")


def test_asked_to_stop_it_leaves_nothing(supervise, sleeper, until, left_running):
    # given
    supervisor = supervise(one=sleeper, two=sleeper)
    assert until(lambda: all_run(supervisor, 2))
    # when
    supervisor.ask_to_stop()
    # then
    assert until(lambda: not supervisor.is_running())
    assert left_running() == []


def test_killed_it_leaves_nothing(supervise, sleeper, until, left_running):
    # given
    supervisor = supervise(one=sleeper, two=sleeper)
    assert until(lambda: all_run(supervisor, 2))
    # when
    head = psutil.Process(next(iter(pids(supervisor)))).parent()
    assert head is not None
    head.send_signal(signal.SIGKILL)
    # then
    assert until(lambda: not supervisor.is_running())
    assert until(lambda: left_running() == [])


def test_cleaning_up_ends_even_what_ignores_its_signals(supervise, tmp_path, until, left_running):
    # given a program that ignores every polite signal, with a child that does too
    script = tmp_path / "stubborn.py"
    script.write_text(
        "import os, signal, time\n"
        "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "os.fork()\n"
        "print('ready', flush=True); time.sleep(600)\n"
    )
    supervisor = supervise(stubborn=[sys.executable, str(script)])
    log = supervisor.log_of("stubborn")
    assert until(lambda: all_run(supervisor) and log.read_text().count("ready") == 2)
    # when
    supervisor.clean_up(patience=0.2)
    # then
    assert until(lambda: left_running() == [])


def test_a_program_that_cannot_stay_up_is_named(supervise, sleeper, until):
    supervisor = supervise(
        sleeper=sleeper, hopeless=[sys.executable, "-c", "raise SystemExit('no such film')"]
    )
    assert until(lambda: supervisor.gave_up() == "hopeless")
    assert "no such film" in supervisor.log_of("hopeless").read_text()


def test_a_deep_data_directory_is_no_obstacle(supervise, sleeper, tmp_path, until):
    # given a directory whose path is longer than that of a Unix socket may be
    deep = tmp_path.joinpath(*["a-directory-with-a-long-name"] * 6)
    # when
    supervisor = supervise(home=deep, sleeper=sleeper)
    # then
    assert until(lambda: all_run(supervisor))


def test_nobody_else_may_enter_its_files(supervise, sleeper, tmp_path):
    supervise(home=tmp_path / "house", sleeper=sleeper)
    for name in ("run", "logs"):
        assert (tmp_path / "house" / name).stat().st_mode & 0o077 == 0
