"""Make `.venv` and install a part's pinned requirements into it, once per state of its lock file.

The machine's own Python runs it before anything is there: `python3 -I server/house/environment.py server`.
So it uses the standard library alone, and nothing that a Python too old for the rest would not understand:
it must live to say so.
"""

import fcntl
import hashlib
import importlib.util
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)


class UnusableEnvironmentError(Exception):
    """The environment cannot be made. The text is one line for the person at the terminal."""


class Environment:
    """The virtual environment of the checkout at `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.directory = root / ".venv"
        self.python = self.directory / "bin" / "python"
        self._log = self.directory / "install.log"

    def install(self, part: str) -> bool:
        """Install `requirements/<part>.txt`, making the environment first if need be; tell if needed.

        Raises UnusableEnvironmentError; a run that was interrupted is taken up by the next.
        """
        lock_file = self._root / "requirements" / (part + ".txt")
        stamp = self.directory / (".installed-" + part)
        wanted = self._digest(lock_file)
        with lock_file.open("rb") as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)  # a start and a test run may begin together
            if stamp.exists() and stamp.read_text() == wanted and self._works():
                return False
            require_python(
                sys.version_info[:2], has_ensurepip=importlib.util.find_spec("ensurepip") is not None
            )
            if not self._is_ours():
                self._make()
            stamp.unlink() if stamp.exists() else None
            self._pip_install(lock_file)
            stamp.write_text(wanted)
        return True

    def _make(self) -> None:
        with _Step("making the virtual environment"):
            made = _run([sys.executable, "-m", "venv", "--clear", str(self.directory)])
            if made.returncode != 0:
                raise UnusableEnvironmentError("cannot make .venv: " + _last_line(made.stdout))
            self._birthplace().write_text(str(self._root))

    def _pip_install(self, lock_file: Path) -> None:
        with _Step("installing the Python packages of " + lock_file.name):
            # Only ready-made packages: a compiler is not to be expected here.
            options = [
                "--require-hashes",
                "--only-binary",
                ":all:",
                "--progress-bar",
                "off",
                "--retries",
                "3",
            ]
            pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
            done = _run([*pip, *options, "-r", str(lock_file)])
            self._log.write_text(done.stdout)
            if done.returncode != 0:
                raise UnusableEnvironmentError(_why_pip_failed(done.stdout, self._log))

    def _is_ours(self) -> bool:
        # Its scripts name the directory they were made in: a checkout that was moved needs a new one.
        birthplace = self._birthplace()
        return birthplace.exists() and birthplace.read_text() == str(self._root) and self._works()

    def _works(self) -> bool:
        return self.python.exists() and _run([str(self.python), "-I", "-c", ""]).returncode == 0

    def _birthplace(self) -> Path:
        return self.directory / ".made-in"

    def _digest(self, lock_file: Path) -> str:
        return hashlib.sha256(str(self._root).encode() + b"\0" + lock_file.read_bytes()).hexdigest()


class _Step:
    """Prints a long step and the time it took."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __enter__(self) -> None:
        self._began = time.monotonic()
        sys.stdout.write("  " + self._title + " … ")
        sys.stdout.flush()

    def __exit__(self, failed: object, *_: object) -> None:
        sys.stdout.write("\n" if failed else f"{time.monotonic() - self._began:.1f} s\n")
        sys.stdout.flush()


def require_python(version: Sequence[int], *, has_ensurepip: bool) -> None:
    """Raise UnusableEnvironmentError unless a Python of `version` can make an environment with pip in it."""
    if tuple(version[:2]) < OLDEST:
        needed, found = (".".join(str(part) for part in parts[:2]) for parts in (OLDEST, version))
        raise UnusableEnvironmentError(
            f"Python {needed} or newer is needed, this is {found}: name another, e.g. PYTHON=python3.12"
        )
    if not has_ensurepip:
        raise UnusableEnvironmentError(
            "this Python cannot make an environment with pip in it (no ensurepip): install it "
            "(Debian and Ubuntu: apt-get install python3-venv), or name another with PYTHON="
        )


def main(arguments: Sequence[str]) -> int:
    """Install the parts named; return the exit code. What goes wrong is one line on standard error."""
    try:
        for part in arguments:
            Environment(Path(__file__).resolve().parents[2]).install(part)
    except UnusableEnvironmentError as error:
        sys.stderr.write(f"error: {error}\n")
    except OSError as error:
        sys.stderr.write(f"error: cannot make .venv: {error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nerror: interrupted; start again to go on\n")
    else:
        return 0
    return 1


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own words and paths
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines or ["it said nothing"])[-1]


def _why_pip_failed(said: str, log: Path) -> str:
    if "NewConnectionError" in said or "Failed to establish" in said or "Name or service not known" in said:
        return f"the package index cannot be reached, is there a network? (all of it: {log})"
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    reason = _last_line(errors[0] if errors else said)
    if "torch==" in said and "No matching distribution" in said:
        reason = "pip sees no build of PyTorch for processors, CONTRIBUTING.md says where there is one"
    return f"the Python packages cannot be installed: {reason} (all of it: {log})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
