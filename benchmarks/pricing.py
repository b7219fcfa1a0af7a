"""Prices and models as the server serves them: against bytes, while versions change, what models weigh."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx
import psutil

from benchmarks.http import house
from benchmarks.rounds import Figure, ratio, within

_CONNECTIONS = 32
_EMAIL, _PASSWORD = "bench@example.com", "a long enough password"
_HALVES = 5
"""Times that latency is taken without a change and with changes, in turn."""
_FEWEST = 2
"""Answers, however slow the machine: fewer have no percentile."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked."""

    requests: int = 12_000
    shows: int = 40
    seconds: float = 4.0
    """Of asking for forecasts, without a change and with changes, each time."""


def measure() -> list[Figure]:
    """Run all parts; about a minute and a half."""
    return asyncio.run(measure_all(Size()))


async def measure_all(size: Size) -> list[Figure]:
    """Serve a house with the models that ship, and one without any."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with house.databases(home) as environment:
            ids = await house.furnish(environment["DATABASE_URL"], shows=size.shows)
            with _server(environment, home / "without.log") as port:
                _ask(port, ids)
                without = _resident(port)
            _run("migrate", environment)
            with (
                _server(environment, home / "server.log") as port,
                house.serving(
                    "benchmarks.http.raw", "{port}", path="/", environment=environment, log=home / "raw.log"
                ) as raw,
            ):
                _ask(port, ids)
                headers = await _admin(port, environment)
                price = await ratio(
                    "price_vs_raw",
                    f"GET /pricing/show a second, {_CONNECTIONS} connections, to bytes; answers are kept",
                    lambda: _prices(port, ids, size.requests),
                    lambda: _prices(raw, ids, size.requests),
                    at_least=0.5,
                )
                swaps = await _swaps(port, headers, ids, size.seconds)
                memory = within(
                    "memory_with_model",
                    "resident memory of a server with a model that forecasts, to one without a version",
                    _resident(port) / without,
                    1.5,
                )
    return [price, *swaps, memory]


def _prices(port: int, ids: list[int], requests: int) -> Any:
    shows = cycle(ids)
    asked = [
        ["GET", f"/pricing/show/{next(shows)}", {"Accept": "application/json"}, None] for _ in range(requests)
    ]
    return house.load(port, asked, connections=_CONNECTIONS, status=200)


async def _swaps(port: int, headers: dict[str, str], ids: list[int], seconds: float) -> list[Figure]:
    """Ask for forecasts with and without changes of the version in use, in turn.

    Some versions take longer to answer than others: without changes, each is asked for its part of the time.
    """
    failed, ratios, asked = 0, [], 0
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
        versions = [item["version"] for item in (await client.get("/ml/models")).json()["items"]]
        for _ in range(_HALVES):
            calm = _Asked.together(
                [await _asking_one(client, ids, seconds / len(versions), version) for version in versions]
            )
            busy = await _asking(client, ids, seconds, versions)
            failed += calm.failed + busy.failed
            asked += len(busy.seconds)
            ratios.append(calm.p99 and busy.p99 / calm.p99)
    return [
        within(
            "swap_failed", f"of {asked} forecasts while versions changed, failed", failed, 0, unit="requests"
        ),
        within(
            "swap_p99",
            "p99 of a forecast while versions change, to p99 of the same versions while they do not",
            median(ratios),
            1.5,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    seconds: list[float]
    failed: int

    @classmethod
    def together(cls, parts: "list[_Asked]") -> "_Asked":
        return cls([each for part in parts for each in part.seconds], sum(part.failed for part in parts))

    @property
    def p99(self) -> float:
        return quantiles(self.seconds, n=100)[-1]


async def _asking_one(client: httpx.AsyncClient, ids: list[int], seconds: float, version: str) -> _Asked:
    """Ask one version, once it is in use and has answered."""
    (await client.post(f"/ml/models/{version}/promote")).raise_for_status()
    (await client.post("/ml/predict", json={"show_id": ids[0]})).raise_for_status()
    return await _asking(client, ids, seconds, [])


async def _asking(client: httpx.AsyncClient, ids: list[int], seconds: float, versions: list[str]) -> _Asked:
    """Ask one after the other; another version is put to use every half second, if there are any."""
    taken: list[float] = []
    failed = 0
    until = perf_counter() + seconds

    async def change() -> None:
        for version in cycle(versions):
            if perf_counter() > until:
                return
            (await client.post(f"/ml/models/{version}/promote")).raise_for_status()
            await asyncio.sleep(0.5)

    changing = asyncio.create_task(change()) if versions else None
    shows = cycle(ids)
    while perf_counter() < until or len(taken) < _FEWEST:
        began = perf_counter()
        answer = await client.post("/ml/predict", json={"show_id": next(shows)})
        taken.append(perf_counter() - began)
        failed += answer.status_code != httpx.codes.OK
    if changing is not None:
        await changing
    return _Asked(taken, failed)


async def _admin(port: int, environment: dict[str, str]) -> dict[str, str]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        person = {"email": _EMAIL, "password": _PASSWORD}
        (await client.post("/auth/signup", json={**person, "name": "Bench"})).raise_for_status()
        _run("make-admin", environment, _EMAIL)
        answer = await client.post("/auth/login", json=person)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _ask(port: int, ids: list[int]) -> None:
    """Have everything in use that a server uses when it is asked for prices."""
    for show_id in ids:
        httpx.get(f"http://127.0.0.1:{port}/pricing/show/{show_id}", timeout=30).raise_for_status()


def _resident(port: int) -> float:
    """Return the bytes that the server on a port has in memory."""
    mine = [child for child in psutil.Process().children() if str(port) in child.cmdline()]
    return float(mine[0].memory_info().rss)


def _run(verb: str, environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "server", verb, *arguments]
    subprocess.run(command, cwd=house.ROOT, env=environment, check=True, capture_output=True)  # noqa: S603 # our own


@contextmanager
def _server(environment: dict[str, str], log: Path) -> Iterator[int]:
    with house.serving(
        "server", "serve", "--port", "{port}", path="/readyz", environment=environment, log=log
    ) as port:
        yield port
