"""Who was started: process ids and when each began, so that an id used again by others is left alone."""

import contextlib
import os
import signal
import time
from enum import Enum

import psutil


class Roster:
    """The processes a supervisor started, each the head of its own process group."""

    def __init__(self) -> None:
        self._began: dict[int, float] = {}

    def add(self, pid: int) -> None:
        """Note a living process; one that is gone already is not noted."""
        if pid not in self._began or self._look(pid) is not _Look.ALIVE:
            with contextlib.suppress(psutil.NoSuchProcess):
                self._began[pid] = psutil.Process(pid).create_time()

    def alive(self) -> list[int]:
        """Return the ids of noted processes that still run."""
        return [pid for pid in self._began if self._look(pid) is _Look.ALIVE]

    def end_orphans(self) -> None:
        """Kill what noted processes that are gone have left of their groups.

        A supervisor restarts a program that was killed, and knows nothing of the children it had.
        """
        for pid in [pid for pid in self._began if self._look(pid) is _Look.GONE]:
            # The kernel gives no process the id of a group that still has members: these are ours.
            _kill_group(pid)
            del self._began[pid]

    def end_all(self, patience: float) -> None:
        """Give the noted processes `patience` seconds to end by themselves, then kill their groups."""
        deadline = time.monotonic() + patience
        while self.alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.end_orphans()
        for pid in self.alive():
            _kill_group(pid)
        self._began.clear()

    def _look(self, pid: int) -> "_Look":
        try:
            process = psutil.Process(pid)
            if process.create_time() != self._began[pid]:
                return _Look.STRANGER
            # A dead process keeps its id until its parent has asked how it ended.
            return _Look.GONE if process.status() == psutil.STATUS_ZOMBIE else _Look.ALIVE
        except psutil.NoSuchProcess:
            return _Look.GONE


class _Look(Enum):
    """What is found under a noted process id."""

    ALIVE = "the process noted"
    GONE = "that process ended"
    STRANGER = "the kernel gave its id to another"


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
