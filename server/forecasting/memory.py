"""What this process remembers of past shows, read again now and then.

Building it from a year of shows takes a moment, so it is done beside the requests, in a thread, and whoever
asks meanwhile has what was known before. Outcomes count from the next day on, so half an hour is soon enough.
"""

import asyncio
from time import monotonic

from ml.history import History
from server.forecasting.past import read_past

_FRESH_SECONDS = 1800.0


class Memory:
    """The history of the house's shows in this process."""

    def __init__(self, *, seconds: float = _FRESH_SECONDS) -> None:
        self._seconds = seconds
        self._history: History | None = None
        self._read_at = 0.0
        self._reading: asyncio.Task[History] | None = None

    async def history(self) -> History:
        """Return what is remembered; the first call waits for it."""
        stale = self._history is None or monotonic() - self._read_at > self._seconds
        if stale and self._reading is None:
            self._reading = asyncio.create_task(self._read())
            self._reading.add_done_callback(self._read_done)
        if self._history is not None:
            return self._history
        return await asyncio.shield(self._reading)  # type: ignore[arg-type] # begun above, as nothing was known

    async def _read(self) -> History:
        shows, bookings = await read_past()
        history = await asyncio.to_thread(History, shows, bookings)
        self._history, self._read_at = history, monotonic()
        return history

    def _read_done(self, task: "asyncio.Task[History]") -> None:
        self._reading = None
        if not task.cancelled():
            task.exception()  # seen; whoever waited has it, and the next who asks tries again
