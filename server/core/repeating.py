"""Something that is done again and again beside the requests, and ends when it is told to."""

import asyncio
from collections.abc import Awaitable, Callable

_PATIENCE_SECONDS = 3.0


class Repeating:
    """Calls ``work`` with a pause of so many seconds before each call, until it is closed.

    It is told to stop instead of being cancelled: a cancellation that arrives just as a driver's own time
    limit runs out can be swallowed there (before Python 3.12), and would then never be heard of again.
    """

    def __init__(self, work: Callable[[], Awaitable[None]], *, seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def aclose(self) -> None:
        """Stop after what is being done; what takes too long is left behind."""
        self._stop.set()
        if self._task is not None:
            _, pending = await asyncio.wait({self._task}, timeout=_PATIENCE_SECONDS)
            for task in pending:
                task.cancel()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._stop.wait()
            except TimeoutError:
                await self._work()
            else:
                return
