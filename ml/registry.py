"""Versions of models in a folder, and which of them is in use.

    <folder>/<name>/<version>/model.onnx   the whole pipeline
    <folder>/<name>/<version>/card.json    what it is, how it did, what it was made of
    <folder>/<name>/in_use.json            the versions promoted, the last one in use

A version is written once, under another name first, so that nobody ever reads half of one.
"""

import json
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

NAME = "demand"
"""What the models forecast; another question would be another name."""
_VERSION = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_MODEL, _CARD, _IN_USE = "model.onnx", "card.json", "in_use.json"


class UnknownVersion(LookupError):
    """Raised when the folder has no such version."""


class BrokenVersion(ValueError):
    """Raised when a version is incomplete or its model is not the one its card describes."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it lies in the folder."""

    name: str
    folder: Path
    card: dict[str, Any]

    @property
    def model(self) -> bytes:
        """Return the model; raises ``BrokenVersion`` if it is not what the card says."""
        content = (self.folder / _MODEL).read_bytes()
        if sha256(content).hexdigest() != self.card.get("sha256"):
            raise BrokenVersion(f"{self.name}: the model is not the one its card describes")
        return content


class Registry:
    """The versions of one folder."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self._home = folder / name

    def versions(self) -> list[Version]:
        """Return every version, the newest first."""
        found = [self.get(path.parent.name) for path in self._home.glob(f"*/{_CARD}")]
        return sorted(
            found, key=lambda version: (version.card.get("created_at", ""), version.name), reverse=True
        )

    def get(self, version: str) -> Version:
        """Return one version; raises ``UnknownVersion`` and ``BrokenVersion``."""
        folder = self._home / version
        if _VERSION.fullmatch(version) is None or not folder.is_dir():
            raise UnknownVersion(f"there is no version {version!r}")
        try:
            card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BrokenVersion(f"{version}: its card cannot be read: {error}") from error
        if not (folder / _MODEL).is_file():
            raise BrokenVersion(f"{version} has no model")
        return Version(version, folder, card)

    def register(self, version: str, model: bytes, card: dict[str, Any]) -> Version:
        """Write a version down; raises ``ValueError`` for a name that is none or is taken."""
        if _VERSION.fullmatch(version) is None:
            raise ValueError(f"{version!r} is no name of a version: small letters, digits, dots and hyphens")
        folder = self._home / version
        if folder.exists():
            raise ValueError(f"there is a version {version} already")
        draft = self._home / f".{version}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        (draft / _MODEL).write_bytes(model)
        complete = card | {"version": version, "sha256": sha256(model).hexdigest()}
        (draft / _CARD).write_text(json.dumps(complete, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.rename(folder)
        return self.get(version)

    def promoted(self) -> list[str]:
        """Return the versions that were put to use, in order; the last one is in use."""
        try:
            found: list[str] = json.loads((self._home / _IN_USE).read_text(encoding="utf-8"))["promoted"]
        except FileNotFoundError:
            return []
        return found

    def in_use(self) -> Version | None:
        """Return the version in use, if any."""
        promoted = self.promoted()
        return self.get(promoted[-1]) if promoted else None

    def promote(self, version: str) -> Version:
        """Put a version to use; raises ``UnknownVersion`` and ``BrokenVersion``."""
        found = self.get(version)
        _ = found.model
        self._write([name for name in self.promoted() if name != version] + [version])
        return found

    def roll_back(self) -> Version:
        """Put the version before the last to use; raises ``UnknownVersion`` where there is none."""
        promoted = self.promoted()
        if len(promoted) < 2:  # noqa: PLR2004 # one to leave and one to return to
            raise UnknownVersion("there is no earlier version to return to")
        found = self.get(promoted[-2])
        _ = found.model
        self._write(promoted[:-1])
        return found

    def _write(self, promoted: list[str]) -> None:
        draft = self._home / f".{_IN_USE}.draft"
        draft.write_text(json.dumps({"promoted": promoted}, indent=1) + "\n", encoding="utf-8")
        draft.replace(self._home / _IN_USE)
