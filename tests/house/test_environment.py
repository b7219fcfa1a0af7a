"""The virtual environment is made once, and what stands in its way is one line."""

import shutil
import subprocess
import sys

import pytest

from server.house import environment
from server.house.environment import UnusableEnvironmentError, require_python


@pytest.fixture
def checkout(tmp_path):
    """A checkout with nothing in it but the script and an empty lock file."""
    house = tmp_path / "server" / "house"
    house.mkdir(parents=True)
    shutil.copy(environment.__file__, house)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "server.txt").write_text("# nothing yet\n")
    return tmp_path


def run(checkout, **variables):
    return subprocess.run(
        [sys.executable, "-I", str(checkout / "server" / "house" / "environment.py"), "server"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", **variables},
    )


def test_it_is_made_once_per_lock_file(checkout):
    # given a first run, that makes it
    first = run(checkout)
    assert (first.returncode, "making the virtual environment" in first.stdout) == (0, True), first.stderr
    # when nothing changed, nothing is done
    assert (run(checkout).stdout, run(checkout).returncode) == ("", 0)
    # when the lock file changed, only the packages are installed again
    (checkout / "requirements" / "server.txt").write_text("# still nothing\n")
    third = run(checkout)
    assert "installing the Python packages of server.txt" in third.stdout
    assert "making" not in third.stdout
    # when the checkout was moved, the environment is made anew: its scripts name the old place
    moved = checkout.with_name(f"{checkout.name}-moved")
    checkout.rename(moved)
    assert "making the virtual environment" in run(moved).stdout


def test_a_package_that_cannot_be_had_is_one_line_and_tried_again(checkout):
    # given
    lock = checkout / "requirements" / "server.txt"
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    # when
    failed = run(checkout)
    # then
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "cannot be installed" in failed.stderr
    assert "no-such-package" in failed.stderr
    # and the next run, with a lock that can be had, goes on from there
    lock.write_text("# nothing\n")
    assert run(checkout).returncode == 0


def test_where_pytorch_is_not_for_processors_it_is_said_what_to_do(tmp_path):
    said = "Collecting torch==2.13.0+cpu\nERROR: No matching distribution found for torch==2.13.0+cpu"
    reason = environment._why_pip_failed(said, tmp_path / "install.log")
    assert "PyTorch for processors, CONTRIBUTING.md" in reason


def test_an_unreachable_index_is_called_that(checkout):
    (checkout / "requirements" / "server.txt").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    # port 9 of the loopback: nothing answers there
    failed = run(checkout, PIP_NO_INDEX="0", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    assert failed.returncode == 1
    assert "is there a network?" in failed.stderr


def test_an_old_python_is_told_what_is_needed():
    with pytest.raises(UnusableEnvironmentError, match=r"Python 3\.11 or newer is needed, this is 3\.9"):
        require_python((3, 9, 2), has_ensurepip=True)


def test_a_python_without_pip_is_told_what_to_install():
    with pytest.raises(UnusableEnvironmentError, match="python3-venv"):
        require_python((3, 12, 0), has_ensurepip=False)


def test_a_missing_lock_file_is_one_line(checkout):
    (checkout / "requirements" / "server.txt").unlink()
    failed = run(checkout)
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
