"""The programs of a house under the library supervisor: its configuration, its life, what it reports."""

import configparser
import contextlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Error, ServerProxy

from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

from server.house.failure import HouseError
from server.house.leash import leashed
from server.house.reason import reason_in_log
from server.house.roster import Roster

_LONGEST_SOCKET_PATH = 100  # bytes; the systems allow 103 to 107
_START_SECONDS = 20.0
_NO_ANSWER = (OSError, HTTPException, Error)


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running: its command line (already leashed), and how it is stopped."""

    name: str
    command: Sequence[str]
    directory: Path
    group: str = "house"
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: int = 20
    retries: int = 10
    environment: Mapping[str, str] | None = None


class Supervisor:
    """Runs programs in groups and restarts each that ends. Groups are stopped in the reverse of `groups`.

    All of them get `environment` (None: ours). Everything it writes lies under `home` (`run/` and `logs/`).
    """

    def __init__(
        self,
        home: Path,
        programs: Sequence[Program],
        groups: Sequence[str],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._run = home / "run"
        self._logs = home / "logs"
        self._programs = programs
        self._groups = groups
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_directory: Path | None = None
        self._address = ""
        self.roster = Roster()

    def log_of(self, name: str) -> Path:
        """Return the file that holds what a program says."""
        return self._logs / f"{name}.log"

    def start(self, keep_open: Sequence[int] = ()) -> None:
        """Start the supervisor, and no program yet. Descriptors in `keep_open` stay open in it."""
        for directory in (self._run, self._logs):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
        socket = self._socket()
        socket.unlink(missing_ok=True)
        self._address = f"unix://{socket}"
        configuration = self._run / "supervisor.conf"
        with configuration.open("w") as stream:
            self._configuration(socket).write(stream)
        command = [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "-c", str(configuration)]
        # Its own session: Ctrl-C reaches us alone, and we stop it in order. If we are killed, its leash acts.
        with (self._logs / "supervisor.out").open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                leashed(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=tuple(keep_open),
                env=dict(self._environment) if self._environment is not None else None,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if not self.is_running() or time.monotonic() > deadline:
                raise HouseError(
                    f"the supervisor does not start: {reason_in_log(self._logs / 'supervisor.out')}"
                )
            time.sleep(0.05)

    def start_group(self, group: str) -> None:
        """Start every program of a group; does not wait for them."""
        self._call("startProcessGroup", group, False)

    def is_running(self) -> bool:
        """Tell whether the supervisor itself lives."""
        return self._process is not None and self._process.poll() is None

    def states(self) -> dict[str, str]:
        """Return each program's state by name (RUNNING, BACKOFF, FATAL …), and note its process id."""
        try:
            answers = self._call("getAllProcessInfo")
        except _NO_ANSWER:
            return {}
        for answer in answers:
            if answer["pid"]:
                self.roster.add(answer["pid"])
        return {str(answer["name"]): str(answer["statename"]) for answer in answers}

    def gave_up(self) -> str | None:
        """Return the name of a program that the supervisor no longer tries to start, if there is one."""
        return next((name for name, state in self.states().items() if state == "FATAL"), None)

    def failing(self) -> str | None:
        """Return the name of a program that ended right after its start and waits for another try."""
        return next((name for name, state in self.states().items() if state == "BACKOFF"), None)

    def ask_to_stop(self) -> None:
        """Ask the supervisor to stop every program and then itself; returns at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def clean_up(self, patience: float = 10.0) -> None:
        """Make sure that nothing is left running, however the supervisor ended. Safe to call twice."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
            self._process = None
        self.roster.end_all(patience)
        if self._socket_directory is not None:
            shutil.rmtree(self._socket_directory, ignore_errors=True)
            self._socket_directory = None

    def _answers(self) -> bool:
        try:
            return bool(self._call("getState")["statename"] == "RUNNING")
        except _NO_ANSWER:
            return False

    def _call(self, method: str, *arguments: object) -> Any:
        # The library brings its transport for Unix sockets; the web address only fills a header.
        transport = SupervisorTransport(None, None, self._address)
        try:
            return getattr(ServerProxy("http://localhost", transport).supervisor, method)(*arguments)
        finally:
            transport.close()

    def _socket(self) -> Path:
        usual = self._run / "supervisor.sock"
        if len(bytes(usual)) <= _LONGEST_SOCKET_PATH:
            return usual
        self._socket_directory = Path(tempfile.mkdtemp(prefix="movie-magic-"))  # only its owner may enter
        return self._socket_directory / "supervisor.sock"

    def _configuration(self, socket: Path) -> configparser.RawConfigParser:
        configuration = configparser.RawConfigParser()
        configuration["unix_http_server"] = {"file": _literal(str(socket)), "chmod": "0700"}
        configuration["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        configuration["supervisord"] = {
            "logfile": _literal(str(self._logs / "supervisor.log")),
            "logfile_maxbytes": "1MB",
            "logfile_backups": "1",
            "pidfile": _literal(str(self._run / "supervisor.pid")),
            "childlogdir": _literal(str(self._logs)),
            "silent": "true",
        }
        for program in self._programs:
            configuration[f"program:{program.name}"] = self._section(program)
        for rank, group in enumerate(self._groups):
            members = [program.name for program in self._programs if program.group == group]
            if members:
                configuration[f"group:{group}"] = {
                    "programs": ",".join(members),
                    "priority": str(10 * (rank + 1)),
                }
        return configuration

    def _section(self, program: Program) -> dict[str, str]:
        section = {
            "command": _literal(shlex.join(program.command)),
            "directory": _literal(str(program.directory)),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": "1",
            "startretries": str(program.retries),
            "stopsignal": program.stop_signal.name.removeprefix("SIG"),
            "stopwaitsecs": str(program.stop_seconds),
            # Asked politely, a program stops its own children; a worker that hears it twice hangs.
            "stopasgroup": "false",
            # By force, everything it started goes with it.
            "killasgroup": "true",
            "redirect_stderr": "true",
            # The library expands this one twice.
            "stdout_logfile": _literal(_literal(str(self.log_of(program.name)))),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "1",
        }
        if program.environment:
            words = (f'{name}="{_literal(value)}"' for name, value in program.environment.items())
            section["environment"] = ",".join(words)
        return section


def _literal(text: str) -> str:
    """Return text as it must stand in the configuration, where a percent sign begins an expansion."""
    return text.replace("%", "%%")
