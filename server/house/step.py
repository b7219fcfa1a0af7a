"""One long step of a start: a program run to its end, its words kept in a log."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.house.failure import HouseError
from server.house.leash import leashed
from server.house.reason import reason_in

_NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "ECONNRESET")


def run_step(
    title: str, command: Sequence[str], *, log: Path, cwd: Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run `command` and return what it wrote to standard output; what it writes to standard error, `log` has.

    Whatever interrupts us ends the program and all it started.
    Raises HouseError with its last telling line when it fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    output = log.with_suffix(".out")
    with log.open("wb") as errors, output.open("wb") as words:
        process = subprocess.Popen(  # noqa: S603 - commands of the house
            leashed(command),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=errors,
            cwd=cwd,
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
        )
        try:
            code = process.wait()
        except BaseException:
            _end(process)
            raise
    said = output.read_text(errors="replace")
    if code != 0:
        raise HouseError(
            f"{title} failed: {_reason(log.read_text(errors='replace'), said)} (all of it: {log})"
        )
    output.unlink()
    return said


def _end(process: subprocess.Popen[bytes]) -> None:
    for number, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)


def _reason(errors: str, output: str) -> str:
    said = f"{output}\n{errors}"
    if any(sign in said for sign in _NO_NETWORK):
        return "the package registry cannot be reached, is there a network?"
    return reason_in(said)
