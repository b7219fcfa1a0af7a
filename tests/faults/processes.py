"""A whole house of processes whose parts a test may kill, and who start again as under the supervisor."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from server.house.embedded import EmbeddedServer
from server.house.ports import free_port
from server.house.postgres import EmbeddedPostgres
from server.house.redis import EmbeddedRedis
from server.house.secrets import signing_key
from tests.unlimited import UNLIMITED

ROOT = Path(__file__).parents[2]
PROGRAMS = {
    "api-1": ["server", "serve"],
    "api-2": ["server", "serve"],
    "worker": ["workers", "work"],
    "clock": ["workers", "clock"],
}


class RunningHouse:
    """PostgreSQL, Redis, two API processes on one port, a worker and a clock, on databases of their own."""

    def __init__(self, home: Path, **environment: str) -> None:
        """``environment`` is what the programs find besides the addresses of their databases."""
        self.postgres = EmbeddedPostgres(home / "postgres", durable=False)
        self.redis = EmbeddedRedis(home / "redis")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._home = home
        self._chosen = environment
        self._environment: dict[str, str] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_databases(self) -> str:
        """Start PostgreSQL and Redis; return the database's address."""
        self._environment = {
            **os.environ,
            "DATABASE_URL": self.postgres.start(),
            "REDIS_URL": self.redis.start(),
            "DATA_DIR": str(self._home),
            "ENVIRONMENT": "test",
            "JWT_PRIVATE_KEY_FILE": str(signing_key(self._home / "jwt.pem")),
            **UNLIMITED,
            **self._chosen,
        }
        return self._environment["DATABASE_URL"]

    def start_programs(self, *names: str, **environment: str) -> None:
        """Start these programs, all unless told, and wait until the API can serve."""
        self._environment |= environment
        for name in names or PROGRAMS:
            self.start(name)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise TimeoutError("the API did not come up")

    def start(self, name: str) -> None:
        """Start one program."""
        command = [sys.executable, "-m", *PROGRAMS[name]]
        if name.startswith("api"):
            command += ["--port", str(self.port)]
        # A group of its own: dramatiq's worker has children, and a kill takes them all.
        with self.log(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, start_new_session=True, stdout=log
            )

    def log(self, name: str) -> Path:
        """Return the file that a program writes its log to."""
        return self._home / f"{name}.log"

    async def kill_and_restart(self, name: str, *, down: float = 0.5) -> None:
        """SIGKILL one part, leave it down for a moment, start it again."""
        if name in {"postgres", "redis"}:
            server = self.postgres if name == "postgres" else self.redis
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(down)
            await asyncio.to_thread(server.start)
            return
        self._kill(name)
        await asyncio.sleep(down)
        self.start(name)

    def stop(self) -> None:
        """End everything that was started."""
        for name in self._processes:
            self._kill(name)
            print(self.log(name).read_text()[-20_000:])  # noqa: T201 # pytest shows it of a test that failed
        self.redis.stop()
        self.postgres.stop()

    def _kill(self, name: str) -> None:
        process = self._processes[name]
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def frozen(server: EmbeddedServer) -> Iterator[None]:
    """Stop a server and all its processes with SIGSTOP: it takes connections and says nothing."""
    leader = psutil.Process(server.pid)
    family = [leader, *leader.children(recursive=True)]
    for process in family:
        process.suspend()
    try:
        yield
    finally:
        for process in reversed(family):
            process.resume()
