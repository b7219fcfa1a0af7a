"""What the programs say, line by line on one terminal, each line behind its program's name."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, TextIO

_COLOURS = (36, 33, 32, 35, 34, 96, 93, 92)  # as the terminal's palette has them
_AT_ONCE_BYTES = 1 << 16


class LogFollower:
    """Prints what is added to log files from now on. A file may be missing yet, or be rotated away."""

    def __init__(self, logs: Mapping[str, Path], stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self._width = max((len(name) for name in logs), default=0)
        coloured = self._stream.isatty() and "NO_COLOR" not in os.environ
        self._tails = [
            _Tail(path, self._label(name, _COLOURS[turn % len(_COLOURS)] if coloured else None))
            for turn, (name, path) in enumerate(logs.items())
        ]

    def pump(self) -> int:
        """Print what is new; return the number of lines."""
        lines = [f"{tail.label}{line}\n" for tail in self._tails for line in tail.new_lines()]
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()
        return len(lines)

    def close(self) -> None:
        """Close the files."""
        for tail in self._tails:
            tail.close()

    def _label(self, name: str, colour: int | None) -> str:
        padded = f"{name:<{self._width}} │ "
        return padded if colour is None else f"\033[{colour}m{padded}\033[0m"


class _Tail:
    def __init__(self, path: Path, label: str) -> None:
        self.label = label
        self._path = path
        self._rest = b""
        self._file: BinaryIO | None = None
        self._open()
        if self._file is not None:
            self._file.seek(0, os.SEEK_END)

    def new_lines(self) -> list[str]:
        if self._file is None:
            self._open()
        if self._file is None:
            return []
        lines = self._read(self._file)
        if self._was_rotated(self._file):
            lines += self._read(self._file)
            self.close()
        return lines

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> None:
        try:
            self._file = self._path.open("rb")
        except FileNotFoundError:
            self._file = None

    def _was_rotated(self, file: BinaryIO) -> bool:
        try:
            return self._path.stat().st_ino != os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return True

    def _read(self, file: BinaryIO) -> list[str]:
        *whole, self._rest = (self._rest + file.read(_AT_ONCE_BYTES)).split(b"\n")
        return [line.decode(errors="replace").rstrip("\r") for line in whole]
