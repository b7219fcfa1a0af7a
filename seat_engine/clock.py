"""What time Redis has, known in this process without asking for every call.

A hold's deadline is counted from Redis's clock. Asking for it in the script costs a fifth of a hold, so
callers stamp their holds with the time that they believe Redis has: its last answer to TIME, plus what has
passed here since the answer came. That is never ahead of Redis by more than its clock was set back since. It
decides how long a hold lives, and no script frees anybody's seats by it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic

from seat_engine.errors import EngineUnavailable
from seat_engine.model import to_millis
from seat_engine.store import Store

Clock = Callable[[], datetime]
"""Returns the present moment, aware."""

RENEW = 1.0
"""Seconds after which the server is asked again, by the way, while there are calls."""


class ServerClock:
    """Redis's time, or a given clock's.

    `key` is any key: in a cluster it says which node's time is asked for. The other nodes' clocks may differ
    from it by what they differ among themselves; `lua/hold.lua` says what that may do.
    """

    def __init__(self, store: Store, key: str, given: Clock | None = None) -> None:
        self._store = store
        self._key = key
        self._given = given
        self._offset: float | None = None
        self._asked = 0.0
        self._asking: asyncio.Task[None] | None = None

    def given(self) -> int | str:
        """Return the given clock's time in ms, or nothing: the scripts then take Redis's own."""
        return "" if self._given is None else to_millis(self._given())

    def believed(self) -> int | None:
        """Return the time in ms, or None as long as Redis has never been asked; renews itself by the way."""
        if self._given is not None:
            return to_millis(self._given())
        if self._offset is None:
            return None
        now = monotonic()
        if now - self._asked > RENEW and self._asking is None:
            self._asked = now
            self._asking = asyncio.create_task(self._renew(), name="seat clock")
        return int((now + self._offset) * 1000)

    async def stamp(self) -> int:
        """Return the time in ms. Raises EngineUnavailable the first time, if Redis does not answer."""
        while (now := self.believed()) is None:
            await self._ask()
        return now

    async def _ask(self) -> None:
        seconds, micros = await self._store.call(self._key, "TIME")
        self._asked = monotonic()
        self._offset = int(seconds) + int(micros) / 1_000_000 - self._asked

    async def _renew(self) -> None:
        try:
            with suppress(EngineUnavailable):  # the call that needs Redis now says so itself
                await self._ask()
        finally:
            self._asking = None
