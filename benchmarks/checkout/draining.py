"""What a queue of 10,000 jobs that drains costs those who look and hold meanwhile: p99, ÷ without."""

import asyncio
import json
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.checkout import purchase
from benchmarks.checkout.backstage import backstage, done, fetch
from benchmarks.http import house
from benchmarks.http.hall import LABELS
from benchmarks.rounds import Figure, within

_ROUNDS = 3
_VISITS_A_SECOND = 20.0
_SECONDS = 15.0
_PATIENCE = 600.0

# The job that every sale and every end of one brings, for bookings that are there: it does all of its work.
_JOBS = """
    INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts)
    SELECT 'settle_seats', jsonb_build_object('booking_id', b.id), now(), now(), 0, 0
    FROM bookings b, generate_series(1, $1::int / (SELECT count(*) FROM bookings)::int + 1) LIMIT $1
"""


async def measure(*, jobs: int = 10_000, sold: int = 200, seconds: float = _SECONDS) -> list[Figure]:
    """Visitors come at a steady rate to one API process, with the queue empty and full, three times."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with house.databases(home) as environment:
            url = environment["DATABASE_URL"]
            shows = await house.furnish(url, shows=8)
            with (
                house.serving(
                    "server", "serve", "--port", "{port}",
                    path="/readyz", environment=environment, log=home / "server.log",
                ) as port,
                backstage(environment, home),
            ):  # fmt: skip
                accounts = await purchase.make_accounts(port, 4)
                seats = LABELS[: sold // len(shows) * 2]
                wanted = [[show, *seats[at : at + 2]] for show in shows for at in range(0, len(seats), 2)]
                await purchase.shop(port, accounts, wanted, 0)
                await done(url, within=_PATIENCE)
                await _p99(port, 3.0, shows)  # what a first look brings with it is nobody's queue
                ratios, rates = [], []
                for _ in range(_ROUNDS):
                    quiet = await _p99(port, seconds, shows)
                    await fetch(url, _JOBS, jobs)
                    began = perf_counter()
                    busy = await _p99(port, seconds, shows)
                    await done(url, within=_PATIENCE)
                    rates.append(jobs / (perf_counter() - began))
                    ratios.append(busy / quiet)
    what = (
        f"p99 of the API while {jobs:,} jobs drain ({statistics.median(rates):.0f} jobs/s), to without, "
        f"{3 * _VISITS_A_SECOND:.0f} requests/s"
    )
    return [within("p99_while_draining", what, statistics.median(ratios), 1.2)]


async def _p99(port: int, seconds: float, shows: list[int]) -> float:
    visitors = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.checkout.visiting",
        str(port), str(_VISITS_A_SECOND), str(seconds), *map(str, shows),
        cwd=house.ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await visitors.communicate()
    if visitors.returncode != 0:
        raise RuntimeError("the visitors were turned away")
    took: list[float] = json.loads(said)["seconds"]
    return statistics.quantiles(took, n=100)[98]
