"""A house to be measured: its databases, one API process, and many shows of 300 seats on sale."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from server.house.ports import LOOPBACK, free_port
from server.house.postgres import EmbeddedPostgres
from server.house.redis import EmbeddedRedis
from server.house.secrets import signing_key

ROOT = Path(__file__).parents[2]
_PATIENCE = 30.0


@contextmanager
def databases(home: Path) -> Iterator[dict[str, str]]:
    """Run PostgreSQL and Redis; give the environment that a process of the house needs."""
    postgres, redis = EmbeddedPostgres(home / "postgres", durable=False), EmbeddedRedis(home / "redis")
    try:
        yield {
            **os.environ,
            "DATABASE_URL": postgres.start(),
            "REDIS_URL": redis.start(),
            "DATA_DIR": str(home),
            "ENVIRONMENT": "test",
            "JWT_PRIVATE_KEY_FILE": str(signing_key(home / "jwt.pem")),
            # A load comes from one address and is counted like any other, but not refused.
            **dict.fromkeys(("RATE_ADDRESS", "RATE_ACCOUNT", "RATE_HOLD_TOKEN"), "1000000/second"),
        }
    finally:
        redis.stop()
        postgres.stop()


async def furnish(url: str, *, shows: int) -> list[int]:
    """Put shows on sale, from a process of its own: the database library has one connection for a process."""
    furnisher = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.http.furnish", url, str(shows),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await furnisher.communicate()
    if furnisher.returncode != 0:
        raise RuntimeError("the shows could not be put on sale")
    ids: list[int] = json.loads(said)
    return ids


@contextmanager
def serving(module: str, *arguments: str, path: str, environment: dict[str, str], log: Path) -> Iterator[int]:
    """Run a server on a free port of its own and give the port once ``path`` answers."""
    port = free_port()
    command = [sys.executable, "-m", module, *(argument.format(port=port) for argument in arguments)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)  # noqa: S603 # our own
        try:
            _wait(f"http://{LOOPBACK}:{port}{path}", process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 # our own, on loopback
                return
        except (URLError, ConnectionError, TimeoutError):
            sleep(0.05)
    raise RuntimeError(f"the server did not come up (exit status {process.poll()})")


async def load(port: int, requests: Iterable[list[Any]], *, connections: int, status: int) -> float:
    """Send requests from a client process; return answers a second. Raises when one has another status."""
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.http.load", str(port), str(connections),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    lines = [json.dumps(request) for request in requests]
    said, _ = await client.communicate("\n".join(lines).encode())
    answer = json.loads(said)
    if answer["statuses"] != {str(status): len(lines)}:
        raise RuntimeError(f"not every answer was {status}: {answer['statuses']}")
    return len(lines) / float(answer["seconds"])
