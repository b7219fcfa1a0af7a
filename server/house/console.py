"""What the person at the terminal reads: one line per step, with the time it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Console:
    """Prints steps and lines to standard output, never two at once on a line."""

    def __init__(self) -> None:
        self._open = False

    def say(self, line: str = "") -> None:
        """Print one line; a step that is under way is continued on the next."""
        self._break()
        self._write(f"{line}\n")

    def fail(self, line: str) -> None:
        """Print what went wrong, to standard error."""
        self._break()
        sys.stderr.write(f"error: {line}\n")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Print `title`, and the seconds it took once the block is done."""
        self._break()
        began = time.monotonic()
        self._write(f"  {title} … ")
        self._open = True
        yield
        again = "" if self._open else f"  {title} … "
        self._write(f"{again}{time.monotonic() - began:.1f} s\n")
        self._open = False

    def _break(self) -> None:
        if self._open:
            self._write("\n")
            self._open = False

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
