"""The worker and the clock of a measured house, and how much of their work is left."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.http import house
from server.core.db import credentials


@contextmanager
def backstage(environment: dict[str, str], home: Path) -> Iterator[None]:
    """Run one worker and one clock, as `make run` does."""
    running: list[subprocess.Popen[bytes]] = []
    with (home / "backstage.log").open("ab") as output:
        try:
            running.extend(
                subprocess.Popen(  # noqa: S603 # our own
                    [sys.executable, "-m", "workers", command],
                    cwd=house.ROOT, env=environment, stdout=output, stderr=output,
                )
                for command in ("work", "clock")
            )  # fmt: skip
            yield
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=30)


async def fetch(url: str, sql: str, *values: Any) -> list[asyncpg.Record]:
    """Ask the house's database something."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        found: list[asyncpg.Record] = await connection.fetch(sql, *values)
        return found
    finally:
        await connection.close()


_LEFT = """
    SELECT count(*) AS left FROM outbox
    WHERE done_at IS NULL AND actor NOT IN ('sweep_invariants', 'forget_old')
"""


async def done(url: str, *, within: float) -> None:
    """Return once every job is done; raises ``TimeoutError``."""
    async with asyncio.timeout(within):
        while (await fetch(url, _LEFT))[0]["left"]:  # noqa: ASYNC110 # another process's work
            await asyncio.sleep(0.25)
