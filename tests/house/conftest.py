"""Small real programs to supervise, and what it takes to see that nothing of them is left."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.patience import PATIENCE


def eventually(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Tell whether `condition` comes true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def mentioning(*words: str) -> list[psutil.Process]:
    """Return living processes with `words` in their command line and working directory, but not us."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            where = " ".join([*process.cmdline(), process.cwd()])
            if all(word in where for word in words) and process.pid != os.getpid():
                found.append(process)
    return found


@pytest.fixture
def until() -> Callable[..., bool]:
    """Wait for a condition."""
    return eventually


@pytest.fixture
def left_running(tmp_path: Path) -> Iterator[Callable[..., list[psutil.Process]]]:
    """Return what runs and was started below the test's directory (with `words`, if given); end it after."""
    yield lambda *words: mentioning(str(tmp_path), *words)
    for process in mentioning(str(tmp_path)):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


@pytest.fixture
def sleeper(tmp_path: Path) -> list[str]:
    """Return a command that says hello and then sleeps, its file below the test's directory."""
    script = tmp_path / "50% off" / "sleeper.py"
    script.parent.mkdir()
    script.write_text("import time\nprint('hello', flush=True)\ntime.sleep(600)\n")
    return [sys.executable, str(script)]
