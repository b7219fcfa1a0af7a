"""Run one program so that it never outlives whoever started it: `leash.py --signal INT -- program …`.

A supervisor that is killed with SIGKILL cannot stop its children any more. Linux can promise a signal to a
child whose parent dies, but the child must ask for it itself and loses it when it changes its user; so it is
asked for here, after the account is taken and right before the program replaces this one. Elsewhere this
process stays, watches its parent, and passes signals on.

Only the standard library, and run by its path with `python -I`: it must start in a few milliseconds.
"""

import argparse
import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LOOK_AT_PARENT_SECONDS = 0.25


def leashed(command: Sequence[str], *, signal_name: str = "TERM", account: str | None = None) -> list[str]:
    """Return `command` wrapped: it gets SIG`signal_name` when its parent dies, and runs as `account` if any.

    On Linux the parent is the thread that starts the program: start it from one that lives as long as you
    want the program to.
    """
    who = ["--account", account] if account else []
    return [
        sys.executable,
        "-I",
        str(Path(__file__).resolve()),
        "--signal",
        signal_name,
        *who,
        "--",
        *command,
    ]


def take_account(name: str) -> None:
    """Become the system account `name` for good (needs root)."""
    entry = pwd.getpwnam(name)
    os.initgroups(name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.environ.update(HOME=entry.pw_dir, USER=name, LOGNAME=name)


def become(command: Sequence[str], when_parent_dies: signal.Signals) -> None:
    """Replace this process with `command`; the kernel sends it the signal when the parent dies (Linux)."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(when_parent_dies), 0, 0, 0)
    if os.getppid() != parent:  # it died in between: the promise came too late
        raise SystemExit(1)
    os.execvp(command[0], list(command))  # noqa: S606 - to become the program is this file's whole purpose


def watch_over(command: Sequence[str], when_parent_dies: signal.Signals) -> int:
    """Run `command` as a child, pass signals on, end it when our parent dies; return its exit code."""
    parent = os.getppid()
    child = subprocess.Popen(list(command))  # noqa: S603 - the command is the caller's own

    def pass_on(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, pass_on)
    while True:
        try:
            code = child.wait(_LOOK_AT_PARENT_SECONDS)
        except subprocess.TimeoutExpired:
            if os.getppid() != parent:
                child.send_signal(when_parent_dies)
                parent = os.getppid()
        else:
            return code if code >= 0 else 128 - code


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, take the account, run the program."""
    parser = argparse.ArgumentParser(description="run a program that does not outlive its parent")
    parser.add_argument("--account")
    parser.add_argument("--signal", default="TERM", choices=("TERM", "INT", "QUIT", "KILL"))
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    if options.account:
        take_account(options.account)
    when_parent_dies = signal.Signals[f"SIG{options.signal}"]
    if sys.platform == "linux":
        become(options.command, when_parent_dies)
    return watch_over(options.command, when_parent_dies)


if __name__ == "__main__":
    sys.exit(main())
