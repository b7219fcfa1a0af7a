"""What a worker and its training process tell each other: files in the job's folder, lines on a pipe.

    <folder>/order.json            what is to be done
    <folder>/shows.csv|json        the tables of an upload, or
    <folder>/past.npz              the house's own shows
    <folder>/incumbent/            the version in use: model.onnx, card.json
    <folder>/out/report.json       what was found in the tables
    <folder>/out/failure.json      why there is no outcome
    <folder>/out/demand/…          the versions, as a registry keeps them
    <folder>/out/outcome.json      which one is the champion, and how it compares with the version in use

Each line on standard output is a JSON object with ``stage`` and ``progress``.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from ml.shows import Bookings, Shows

ORDER, PAST, OUT = "order.json", "past.npz", "out"
REPORT, FAILURE, OUTCOME = "report.json", "failure.json", "outcome.json"
INCUMBENT, MODEL, CARD = "incumbent", "model.onnx", "card.json"
FAILED = 3
"""Exit code of a process that said in words why there is no outcome."""
SEED = 7
_TEXTS = ("show_id", "movie", "theatre", "genre")


@dataclass(frozen=True, slots=True)
class Order:
    """What a training process is told."""

    kinds: list[str]
    """Empty: every kind."""
    memory_mib: int
    nice: int
    learned_until: str | None = None
    """Last day of the shows that the version in use was fitted on; None if they are none that may be here."""
    seed: int = SEED

    def write(self, folder: Path) -> None:
        """Leave it in a folder."""
        write_json(folder / ORDER, asdict(self))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Take it from a folder."""
        return cls(**json.loads((folder / ORDER).read_text(encoding="utf-8")))


def write_json(path: Path, content: Any) -> None:
    """Write plain values; what is there of the file is whole."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)


def read_json(path: Path) -> Any:
    """Return what is in a file; None where there is no such file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write_past(path: Path, shows: Shows, bookings: Bookings | None) -> None:
    """Write shows and bookings as columns of numbers and texts: nothing in the file is ever executed."""
    columns: dict[str, Any] = {name: getattr(shows, name) for name in shows.__slots__}
    columns |= {name: columns[name].astype(str) for name in _TEXTS}
    if bookings is not None:
        booked = {f"bookings.{name}": getattr(bookings, name) for name in bookings.__slots__}
        columns |= {name: column for name, column in booked.items() if column is not None}
    np.savez(path, allow_pickle=False, **columns)


def read_past(path: Path) -> tuple[Shows, Bookings | None]:
    """Return what ``write_past`` wrote."""
    with np.load(path, allow_pickle=False) as columns:
        found = {name: columns[name] for name in columns.files}
    booked = {name.removeprefix("bookings."): found.pop(name) for name in list(found) if "." in name}
    found |= {name: found[name].astype(object) for name in _TEXTS}
    return Shows(**found), Bookings(**booked) if booked else None
