"""The roster ends what it noted, and never a stranger who got the same process id."""

import subprocess
import sys

import psutil

from server.house.roster import Roster
from tests.patience import PATIENCE


def test_a_noted_process_is_ended_with_its_group(sleeper):
    # given
    roster = Roster()
    with subprocess.Popen(sleeper, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        roster.add(process.pid)
        assert roster.alive() == [process.pid]
        # when
        roster.end_all(patience=0.1)
        # then
        assert process.wait(PATIENCE) == -9
    assert roster.alive() == []


def test_a_stranger_with_a_noted_id_is_left_alone(sleeper, monkeypatch):
    # given a note of a process that had this id before: the kernel gives ids again
    roster = Roster()
    with subprocess.Popen(sleeper, stdout=subprocess.DEVNULL, start_new_session=True) as stranger:
        with monkeypatch.context() as earlier:
            earlier.setattr(psutil.Process, "create_time", lambda _self: 1.0)
            roster.add(stranger.pid)
        # when
        roster.end_all(patience=0.1)
        # then
        assert stranger.poll() is None
        stranger.kill()


def test_what_a_killed_process_leaves_of_its_group_is_ended(tmp_path, until, left_running):
    # given a process with a child, killed
    script = tmp_path / "parent.py"
    script.write_text("import os, time\nif os.fork():\n    print('ready', flush=True)\ntime.sleep(600)\n")
    roster = Roster()
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, start_new_session=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        roster.add(parent.pid)
        parent.kill()
    assert until(lambda: len(left_running()) == 1)
    # when
    roster.end_orphans()
    # then
    assert until(lambda: left_running() == [])


def test_a_process_that_is_gone_is_not_noted():
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    roster = Roster()
    roster.add(int(gone.stdout))
    assert roster.alive() == []
