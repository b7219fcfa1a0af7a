"""The processes of a live measurement: Redis, the serving process, the clients' process, a peer."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any
from urllib.request import urlopen

from seat_engine import SeatEngine, open_store
from server.house.ports import free_port
from server.house.redis import EmbeddedRedis

ROOT = Path(__file__).parents[2]
SHOW = 1
SEATS = 300
_PATIENCE = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Told:
    """A process that obeys lines on its standard input and answers each with one line."""

    def __init__(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    async def tell(self, line: str) -> str:
        """Write a line and wait for the answer."""
        return await asyncio.to_thread(self._tell, line)

    async def hear(self) -> str:
        """Wait for a line that was not asked for."""
        return await asyncio.to_thread(self._hear)

    def _tell(self, line: str) -> str:
        assert self.process.stdin is not None  # noqa: S101 - as started above
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return self._hear()

    def _hear(self) -> str:
        assert self.process.stdout is not None  # noqa: S101 - as started above
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.process.args!r} ended with {self.process.wait()}")
        return answer.decode().strip()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        _end(self.process)


class Clients(Told):
    """The process of the clients."""

    def __init__(self) -> None:
        super().__init__(sys.executable, "-m", "benchmarks.live.sink")

    async def do(self, verb: str, **wanted: object) -> Any:
        """Give one of the sink's commands; return its answer."""
        return json.loads(await self.tell(json.dumps({"do": verb, **wanted})))

    async def until(self, group: str, text: str, count: int) -> None:
        """Wait until so many clients of a group have had frames that contain a text."""
        deadline = monotonic() + _PATIENCE
        while True:
            heard = await self.do("counts", group=group)
            if (now := sum(times for frame, times in heard.items() if text in frame)) >= count:
                return
            if monotonic() > deadline:
                raise RuntimeError(f"{now} of {count} clients have heard {text!r} after {_PATIENCE} s")
            await asyncio.sleep(0.02)


@dataclass
class Serving:
    """The process that is measured."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid


@dataclass
class Live:
    """A Redis with one open show, its engine, and the clients' process."""

    redis_url: str
    prefix: str
    engine: SeatEngine
    clients: Clients

    @contextmanager
    def serving(self) -> Iterator[Serving]:
        """Run a serving process for as long as the block lasts."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.live.serving"],
            cwd=ROOT,
            env={**os.environ, "REDIS_URL": self.redis_url, "PREFIX": self.prefix, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_until_ready(port, process)
            yield Serving(process, port)
        finally:
            _end(process)

    async def watch(self, serving: Serving, count: int, *, group: str = "watchers", **more: object) -> None:
        """Let clients watch the show, and wait until each has been told where it stands."""
        path = f"/ws/shows/{SHOW}"
        hello = json.dumps({"t": "resume", "e": "", "v": 0})
        await self.clients.do(
            "open", port=serving.port, count=count, group=group, path=path, hello=hello, **more
        )
        await self.clients.until(group, '"snap"', count)
        await self.clients.do("forget")


@asynccontextmanager
async def live(prefix: str = "bench:") -> AsyncIterator[Live]:
    """Start what every measurement needs, and end it again. The house's own processes use no prefix."""
    with TemporaryDirectory() as home:
        redis = EmbeddedRedis(Path(home))
        url = redis.start()
        store = open_store(url)
        clients = Clients()
        try:
            engine = SeatEngine(store, prefix=prefix)
            await engine.open(SHOW, seat_count=SEATS)
            yield Live(url, prefix, engine, clients)
        finally:
            clients.end()
            await store.aclose()
            redis.stop()


def cpu_seconds(pid: int) -> float:
    """Return the CPU time (user and system, all threads) a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Return how much memory of a process is resident."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def percentile(values: list[float], share: float) -> float:
    """Return the value below or at which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                return
        except OSError:
            if process.poll() is not None or monotonic() > deadline:
                raise


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # it has nothing to save, and a thousand goodbyes would take their time
    process.wait()
