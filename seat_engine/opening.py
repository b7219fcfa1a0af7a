"""Loading shows that are not open: on demand, one loader a show over all processes, a few shows at a time.

Redis that was emptied has every show of a house asked for at once. Without a claim each process, and in it
each request, would read the same show from the caller's database; without a bound on how many load together,
the shows that are open would wait behind those that are not.
"""

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from datetime import timedelta

from seat_engine.engine import SeatEngine
from seat_engine.errors import AlreadyOpen, EngineUnavailable

Load = Callable[[int], Awaitable[object]]
"""Reads a show from the caller's truth and opens it in the engine."""

_SHORTEST, _LONGEST = 0.005, 0.1
"""Seconds between two looks at a show that another process loads; the pause doubles."""


class Openings:
    """Has shows loaded. One for a process.

    load: loads one show; called by one process at a time per show, unless it takes longer than the lease.
    lease: after that long a loader counts as dead and another takes over. Two who load one show do no harm,
    as only the first to come opens it.
    patience: seconds until whoever waits for a show is told EngineUnavailable.
    at_once: shows that this process loads at a time.
    """

    def __init__(
        self,
        engine: SeatEngine,
        load: Load,
        *,
        lease: timedelta = timedelta(seconds=3),
        patience: float = 5.0,
        at_once: int = 8,
    ) -> None:
        self._engine = engine
        self._load = load
        self._lease = lease
        self._patience = patience
        self._places = asyncio.Semaphore(at_once)
        self._flights: dict[int, asyncio.Task[None]] = {}

    async def open(self, show_id: int) -> None:
        """Return once the show is open, whoever loaded it.

        All who ask in this process share one try. Raises what `load` raised, and EngineUnavailable when Redis
        is away or the show was not open in time.
        """
        flight = self._flights.get(show_id)
        if flight is None:
            # A context of its own: it serves many, and must not carry what one of them has open.
            flight = asyncio.get_running_loop().create_task(
                self._fly(show_id), name=f"open show {show_id}", context=Context()
            )
            self._flights[show_id] = flight
            flight.add_done_callback(lambda done: self._landed(show_id, done))
        # Who leaves while waiting does not end the flight for the others.
        await asyncio.wait({flight})
        flight.result()

    async def _fly(self, show_id: int) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._claim_and_load(show_id)
        except TimeoutError:
            raise EngineUnavailable(f"show {show_id} could not be opened in time") from None

    async def _claim_and_load(self, show_id: int) -> None:
        token = secrets.token_hex(8)
        pause = _SHORTEST
        while True:
            async with self._places:
                try:
                    if await self._engine.claim_opening(show_id, token=token, lease=self._lease):
                        return await self._load_claimed(show_id, token)
                except AlreadyOpen:
                    return None
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 # so that not all look at once
            pause = min(pause * 2, _LONGEST)

    async def _load_claimed(self, show_id: int, token: str) -> None:
        try:
            async with asyncio.timeout(self._lease.total_seconds()):
                await self._load(show_id)
        finally:
            with suppress(EngineUnavailable):  # then the lease ends it
                await self._engine.end_opening(show_id, token=token)

    def _landed(self, show_id: int, flight: asyncio.Task[None]) -> None:
        del self._flights[show_id]
        if not flight.cancelled():
            flight.exception()  # seen, should everyone who waited have gone
