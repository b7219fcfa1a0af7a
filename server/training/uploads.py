"""Taking in an upload: its tables go to disk piece by piece, under names of our own.

Nothing is parsed here. Whether a file is a table is found out by the process that trains, which has limits of
its own and no secrets to lose; here it is only looked at whether it can be one at all.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal, get_args

from pydantic import ValidationError

from server.core.errors import Invalid
from server.core.http.findings import of_validation
from server.core.http.uploads import Event, PartBegins
from server.training import folders
from server.training.schemas import TrainIn

MOST_BYTES = 200 * 2**20
"""Of a whole request."""
MOST_PARTS = 8
Table = Literal["shows", "bookings"]
Format = Literal["csv", "json"]

_FIELDS = ("models", "promote")
_LONGEST_FIELD = 200
_LONGEST_NAME = 120
_SUFFIXES: dict[str, Format] = {".csv": "csv", ".json": "json", ".txt": "csv"}
_TYPES: dict[str, Format] = {"text/csv": "csv", "application/csv": "csv", "application/json": "json"}
_SNIFFED = 4096
_BLANK = b" \t\r\n\xef\xbb\xbf"
_PACKED: dict[bytes, str] = {
    b"\x1f\x8b": "it is compressed with gzip: send it as it is",
    b"PK\x03\x04": "it is a spreadsheet or a ZIP archive: save it as CSV",
    b"PK\x05\x06": "it is an empty ZIP archive",
    b"BZh": "it is compressed with bzip2: send it as it is",
    b"\xfd7zXZ": "it is compressed with xz: send it as it is",
    b"\x28\xb5\x2f\xfd": "it is compressed with zstd: send it as it is",
    b"\xd0\xcf\x11\xe0": "it is a spreadsheet: save it as CSV",
    b"PAR1": "it is a Parquet file: save it as CSV",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in an upload."""

    wanted: TrainIn
    files: dict[str, dict[str, object]]
    """By table: the name it had, its format, its bytes."""


async def take(events: AsyncIterator[Event], folder: Path) -> Taken:
    """Write an upload's tables to ``folder/<table>.<format>``; raises ``Invalid``, and what reading raises.

    Whoever calls this removes the folder if anything is raised.
    """
    folders.make(folder)  # a name on a disk of ours
    files: dict[str, dict[str, object]] = {}
    fields: dict[str, str] = {}
    async for event in events:
        if not isinstance(event, PartBegins):
            raise TypeError("a part begins before its bytes")
        if event.name in get_args(Table):
            _ensure_first(event.name, event.name in files)
            files[event.name] = await _table(event, events, folder)
        elif event.name in _FIELDS:
            _ensure_first(event.name, event.name in fields)
            fields[event.name] = await _text(event.name, events)
        else:
            raise _fault(event.name[:_LONGEST_NAME], "unknown", "There is no such field")
    if "shows" not in files:
        raise _fault("shows", "missing", "An upload has a table of shows")
    return Taken(_wanted(fields), files)


async def _table(begun: PartBegins, events: AsyncIterator[Event], folder: Path) -> dict[str, object]:
    kind = _named_format(begun)
    size, head = 0, b""
    path = folder / f"{begun.name}.part"
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file:
        async for piece in _pieces(events):
            if len(head) < _SNIFFED:
                head += piece[: _SNIFFED - len(head)]
                _ensure_plain(begun.name, head)
            await asyncio.to_thread(_write, file, piece)
            size += len(piece)
    kind = _ensure_looks_like(begun.name, kind, head)
    path.rename(folder / f"{begun.name}.{kind}")
    return {"name": _shown(begun.file_name), "format": kind, "bytes": size}


async def _pieces(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    """Yield the bytes of the part that has begun, to its end."""
    async for event in events:
        if not isinstance(event, bytes | bytearray):
            return
        yield event


async def _text(name: str, events: AsyncIterator[Event]) -> str:
    text = b""
    async for piece in _pieces(events):
        text += piece
        if len(text) > _LONGEST_FIELD:
            raise _fault(name, "too_long", f"{_LONGEST_FIELD} characters are enough")
    try:
        return text.decode().strip()
    except UnicodeDecodeError as error:
        raise _fault(name, "not_text", "This is not text in UTF-8") from error


def _write(file: IO[bytes], piece: bytes) -> None:
    file.write(piece)


def _wanted(fields: dict[str, str]) -> TrainIn:
    models = [name.strip() for name in fields.get("models", "").split(",") if name.strip()]
    try:
        return TrainIn.model_validate({"models": models, "promote": fields.get("promote") or None})
    except ValidationError as error:
        raise of_validation(error) from error


def _named_format(begun: PartBegins) -> Format | None:
    """Return what the file's name and content type say it is; raises ``Invalid`` where they disagree."""
    by_name = _SUFFIXES.get(PurePosixPath(begun.file_name or "").suffix.lower())
    by_type = _TYPES.get(begun.content_type.partition(";")[0].strip().lower())
    if by_name is not None and by_type is not None and by_name != by_type:
        raise _fault(begun.name, "not_a_table", f"Its name says {by_name} and its content type {by_type}")
    return by_name or by_type


def _ensure_plain(name: str, head: bytes) -> None:
    for magic, words in _PACKED.items():
        if head.startswith(magic):
            raise _fault(name, "not_a_table", f"This is no table: {words}")
    if b"\0" in head:
        raise _fault(name, "not_a_table", "This is no table: it is not text in UTF-8")


def _ensure_looks_like(name: str, kind: Format | None, head: bytes) -> Format:
    """Return the format; raises ``Invalid`` where the file begins like something else."""
    begin = head.lstrip(_BLANK)
    if not begin:
        raise _fault(name, "empty", "This file is empty")
    looks: Format = "json" if begin[:1] in {b"[", b"{"} else "csv"
    if kind is not None and kind != looks:
        raise _fault(name, "not_a_table", f"It is called {kind} and does not begin like it")
    return looks


def _ensure_first(name: str, known: bool) -> None:  # noqa: FBT001 # a private step
    if known:
        raise _fault(name, "twice", "This came twice")


def _shown(file_name: str | None) -> str | None:
    """Return a file's name for people to read; it is never a path of ours."""
    if not file_name:
        return None
    kept = "".join(letter for letter in file_name if letter.isprintable())
    return kept.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME] or None


def _fault(field_name: str, code: str, message: str) -> Invalid:
    return Invalid(errors=[{"field": field_name, "code": code, "message": message}])
