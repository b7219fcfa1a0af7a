"""POST /shows/{id}/holds through the whole server, against the framework answering the same with bytes."""

import random
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.http import house
from benchmarks.http.hall import LABELS
from benchmarks.rounds import Figure, ratio
from seat_engine import SeatEngine, open_store

_CONNECTIONS = 32
_SEATS = 2
_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


async def measure(*, shows: int = 40, holds: int = 6000, connections: int = _CONNECTIONS) -> list[Figure]:
    """Hold two seats at a time over many shows, then send the like to a route that answers five bytes.

    Every hold is a real one that succeeds, within the limits that a house has by default, so shoppers come
    from many addresses; between rounds the shows are closed and opened anew. One process serves each, over
    kept-alive connections, and the client has a process of its own.
    """
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with house.databases(home) as environment:
            ids = await house.furnish(environment["DATABASE_URL"], shows=shows)
            with (
                house.serving(
                    "server", "serve", "--port", "{port}",
                    path="/readyz", environment=environment, log=home / "server.log",
                ) as server,
                house.serving(
                    "benchmarks.http.raw", "{port}",
                    path="/", environment=environment, log=home / "raw.log",
                ) as raw,
            ):  # fmt: skip
                store = open_store(environment["REDIS_URL"])
                shoppers = Shoppers(SeatEngine(store), ids)
                try:
                    return [
                        await ratio(
                            "http_hold_vs_raw",
                            f"2-seat holds a second over HTTP, {connections} connections, to bytes",
                            lambda: shoppers.hold(server, holds, connections),
                            lambda: house.load(
                                raw, shoppers.requests(holds), connections=connections, status=200
                            ),
                            at_least=0.5,
                        )
                    ]
                finally:
                    await store.aclose()


class Shoppers:
    """Asks for seats that are free, all over the shows, in an order that chance decides."""

    def __init__(self, engine: SeatEngine, shows: Sequence[int]) -> None:
        self._engine = engine
        self._shows = shows
        self._numbers = count(1)

    async def hold(self, port: int, holds: int, connections: int) -> float:
        """Hold that many pairs; return holds a second."""
        for show_id in self._shows:
            await self._engine.close(show_id)
            await self._engine.open(show_id, seat_count=len(LABELS))
        return await house.load(port, self.requests(holds), connections=connections, status=201)

    def requests(self, holds: int) -> list[list[Any]]:
        """Return requests to hold that many pairs, in a new order each time."""
        pairs = [
            (show_id, LABELS[first : first + _SEATS])
            for show_id in self._shows
            for first in range(0, len(LABELS), _SEATS)
        ]
        chosen = random.Random(next(self._numbers)).sample(pairs, holds)  # noqa: S311 # a shuffle
        return [
            [
                "POST",
                f"/shows/{show_id}/holds",
                {**_HEADERS, "X-Forwarded-For": f"198.51.{number % 2000 // 250}.{number % 250}"},
                f'{{"seats":["{seats[0]}","{seats[1]}"]}}',
            ]
            for number, (show_id, seats) in enumerate(chosen)
        ]
