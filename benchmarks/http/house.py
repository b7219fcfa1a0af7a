"""A house to be measured: its databases, one API process, and many shows of 300 seats on sale."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from server.catalogue.models import Movie
from server.core import db
from server.core.migrate import migrate
from server.house.ports import LOOPBACK, free_port
from server.house.postgres import EmbeddedPostgres
from server.house.redis import EmbeddedRedis
from server.house.secrets import signing_key
from server.venues.models import City, Screen, SeatLayout, Show, ShowPrice, Theatre

ROOT = Path(__file__).parents[2]
ROWS, NUMBERS = "ABCDEFGHJK", range(1, 31)
_PATIENCE = 30.0
LABELS = [f"{row}{number}" for row in ROWS for number in NUMBERS]


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
        }
    finally:
        redis.stop()
        postgres.stop()


async def furnish(url: str, *, shows: int) -> list[int]:
    """Migrate the database and put shows of 300 standard seats on sale; return their ids."""
    await migrate(url)
    await db.connect(url, pool=1)
    city = await City.create(slug="city", name="City", country="IN", time_zone="Asia/Kolkata", currency="INR")
    theatre = await Theatre.create(
        slug="theatre", name="Theatre", city=city, address="1 High Street", latitude=17.4, longitude=78.5,
        time_zone="Asia/Kolkata", currency="INR", fee_per_ticket=1770, tax_name="GST", tax_rate=1800,
        cancellation_policy=[],
    )  # fmt: skip
    screen = await Screen.create(theatre=theatre, name="Screen 1", formats=["2D"])
    layout = await SeatLayout.create(
        auditorium=screen, version=1, seat_count=len(LABELS), width=30.0, height=10.0,
        screen={"x": 15.0, "width": 28.0},
        rows=[{"label": row, "y": float(depth)} for depth, row in enumerate(ROWS)],
        seats=[
            {
                "label": f"{row}{number}", "row": row, "number": number, "x": float(number),
                "y": float(depth), "w": 1.0, "category": "standard", "zone": "stalls",
            }
            for depth, row in enumerate(ROWS) for number in NUMBERS
        ],
    )  # fmt: skip
    movie = await Movie.create(
        slug="film", title="Film", synopsis="A film.", genres=["Drama"], languages=["Telugu"],
        countries=["IN"], duration_minutes=120, released_on=datetime(1957, 3, 27, tzinfo=UTC).date(),
        people="", palette={"ground": "#101820", "light": "#f4f0e8", "accent": "#ffc45c"}, motif="rings",
    )  # fmt: skip
    ids = []
    for number in range(shows):
        starts_at = datetime.now(UTC) + timedelta(days=1, hours=3 * number)
        show = await Show.create(
            movie_id=movie.id, theatre=theatre, screen=screen, layout=layout, starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2), local_date=starts_at.date(),
            sales_close_at=starts_at, language="Telugu", format="2D",
        )  # fmt: skip
        await ShowPrice.create(show=show, category="standard", amount=22000)
        ids.append(show.id)
    await db.disconnect()
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
