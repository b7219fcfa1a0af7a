"""What embedded servers have in common: a home directory, a command, a readiness check, start and stop."""

import contextlib
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from server.house.failure import HouseError
from server.house.ports import free_port
from server.house.reason import reason_in_log

_LOOK_AGAIN_SECONDS = 0.05


class EmbeddedServer(ABC):
    """A real server of ours on the loopback, with everything it keeps under one directory (`home`).

    `port` None picks a free one. `start` runs it as a child of this process; under a supervisor, `prepare`
    and `command` are used instead.
    """

    name: str
    stop_signal: signal.Signals

    def __init__(self, home: Path, *, port: int | None = None) -> None:
        self.home: Final = home.resolve()
        self.port: Final = port if port is not None else free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients connect, with the password. Known after `prepare`."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the home on the first call, check it on others. Raises HouseError when it cannot be used."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Return the command line that runs the server in the foreground, ending with whoever runs it."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether the server answers queries now."""

    @property
    def log(self) -> Path:
        """The file that holds the server's words since the latest `start`."""
        return self.home / "server.log"

    @property
    def pid(self) -> int | None:
        """Process id of the server that `start` runs, None while it does not run."""
        return self._process.pid if self._process is not None else None

    def start(self, timeout: float = 60.0) -> str:
        """Run the server and return its URL once it answers, within `timeout` seconds.

        Call it from a thread that lives as long as the server should (the main thread, a session fixture).
        Raises HouseError with the server's own reason when it does not come up; nothing is left running then.
        """
        self.prepare()
        with self.log.open("wb") as log:
            # Its own session: Ctrl-C at a terminal reaches us, and we stop the server in order.
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                list(self.command()), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + timeout
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                reason = reason_in_log(self.log)
                self.kill()
                raise HouseError(f"{self.name} does not start: {reason}")
            time.sleep(_LOOK_AGAIN_SECONDS)
        return self.url

    def stop(self, timeout: float = 30.0) -> None:
        """End the server in order; after `timeout` seconds, by force. Does nothing when it does not run."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(self.stop_signal)
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End the server and its children at once with SIGKILL, as a crash would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
