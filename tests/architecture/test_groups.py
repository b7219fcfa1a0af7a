"""Tests of one file stay in one process, and so do those of a house: one that starts thrice takes minutes."""

import subprocess
import sys

TESTS = """
import os
import pytest

@pytest.mark.parametrize("turn", range(6))
@pytest.mark.xdist_group("together")
def test_together(turn):
    print("process", os.environ["PYTEST_XDIST_WORKER"])
"""


def test_a_group_stays_in_one_process(tmp_path):
    (tmp_path / "test_group.py").write_text(TESTS)
    # A folder of its own: in the usual one it would take from our databases' user the way to their files.
    own = ["-c", "/dev/null", "--basetemp", str(tmp_path / "temporary")]
    said = subprocess.run(
        [sys.executable, "-m", "pytest", *own, "-rP", "-n", "2", "--dist", "loadgroup"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    processes = [line.split()[1] for line in said.splitlines() if line.startswith("process ")]
    assert len(processes) == 6
    assert len(set(processes)) == 1
