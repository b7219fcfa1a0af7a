"""The web's packages and its clients' production builds, each made again only when its sources changed."""

import fcntl
import hashlib
import json
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.house.console import Console
from server.house.failure import HouseError
from server.house.node import Node
from server.house.step import run_step

_SHARED = "client_sdk"
_ROOT_FILES = ("package.json", "package-lock.json", "tsconfig.base.json", ".npmrc")
_NOT_SOURCES = frozenset({"node_modules", ".next", "coverage", "dist", ".turbo", "test-results"})
_WRITTEN_BY_THE_BUILD = ("next-env.d.ts", ".tsbuildinfo", ".eslintcache")


@dataclass(frozen=True, slots=True)
class Client:
    """A workspace that is built for browsers: its folder, its name for people, and where its build goes."""

    room: str
    name: str
    built: str
    log: str


SHOP = Client("web_client", "the web client", ".next", "web-build")
ADMIN = Client("admin_ui", "the staff's application", "dist", "admin-build")
CLIENTS = (SHOP, ADMIN)


class WebClients:
    """The workspaces of the repository at `root`, installed and built with `node`; logs go to `logs`.

    The web client's server serves both builds: the shop's pages and, beneath `/admin/`, the staff's.
    """

    def __init__(self, root: Path, node: Node, *, logs: Path, console: Console) -> None:
        self._root = root
        self._node = node
        self._logs = logs
        self._console = console

    @property
    def directory(self) -> Path:
        """Where the server of both lives and runs."""
        return self._root / SHOP.room

    def install(self) -> None:
        """Install the lock file's packages, once per lock file and Node. Raises HouseError when npm fails."""
        with self._alone():
            stamp = self._root / "node_modules" / ".installed-from"
            wanted = self.packages_digest()
            if _read(stamp) == wanted:
                return
            stamp.unlink(missing_ok=True)
            self._npm("installing the web client's packages", "npm-install", "ci", "--no-audit", "--no-fund")
            stamp.write_text(wanted)

    def build(self) -> None:
        """Build for production, once per state of a client's sources. Raises HouseError if a build fails."""
        self.install()
        for client in CLIENTS:
            with self._alone():
                self._build(client)

    def _build(self, client: Client) -> None:
        stamp = self._root / client.room / client.built / ".built-from"
        wanted = self.sources_digest(client)
        if _read(stamp) == wanted:
            return
        stamp.unlink(missing_ok=True)
        self._npm(f"building {client.name}", client.log, "run", "build", "--workspace", client.room)
        stamp.write_text(wanted)

    def start_command(self) -> Sequence[str]:
        """Return what `npm run start` of the web client runs, without npm and a shell in between.

        Neither of the two passes on the signal that ends it, so they would leave the server behind.
        """
        script = json.loads((self.directory / "package.json").read_text())["scripts"]["start"]
        words = shlex.split(script)
        if words[:1] != ["node"]:
            raise HouseError(f"web_client/package.json: the start script must be `node …`, not `{script}`")
        return [str(self._node.program), *words[1:]]

    def packages_digest(self) -> str:
        """Return a digest of everything that decides what npm installs."""
        rooms = (_SHARED, *(client.room for client in CLIENTS))
        workspaces = [self._root / room / "package.json" for room in rooms]
        files = [self._root / name for name in ("package.json", "package-lock.json", ".npmrc")] + workspaces
        return _digest(
            self._root, files, f"node {self._node.version[0]} {os.uname().sysname} {os.uname().machine}"
        )

    def sources_digest(self, client: Client) -> str:
        """Return a digest of everything a client's production build is made from."""
        files = [self._root / name for name in _ROOT_FILES]
        for room in (_SHARED, client.room):
            files += _source_files(self._root / room)
        return _digest(self._root, files, self.packages_digest())

    def _npm(self, title: str, log: str, *arguments: str) -> None:
        with self._console.step(title):
            run_step(
                title,
                [str(self._node.program), str(self._node.npm), *arguments],
                log=self._logs / f"{log}.log",
                cwd=self._root,
                environment=self._environment(),
            )

    def _environment(self) -> Mapping[str, str]:
        # The build needs its development packages even where NODE_ENV says production.
        return {name: value for name, value in self._node.environment().items() if name != "NODE_ENV"}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time install or build: a start and a test run may happen together."""
        with (self._root / "package-lock.json").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _source_files(room: Path) -> list[Path]:
    found = []
    for directory, folders, names in os.walk(room):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCES)
        found += [
            Path(directory) / name for name in sorted(names) if not name.endswith(_WRITTEN_BY_THE_BUILD)
        ]
    return found


def _digest(root: Path, files: Sequence[Path], beside: str) -> str:
    digest = hashlib.sha256(beside.encode())
    for path in files:
        content = path.read_bytes() if path.exists() else b"absent"
        digest.update(f"\0{path.relative_to(root)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _read(stamp: Path) -> str | None:
    try:
        return stamp.read_text()
    except OSError:
        return None
