"""What is done again and again ends when it is told to."""

import asyncio

import pytest

from server.core.repeating import Repeating
from tests.patience import PATIENCE


async def test_it_works_until_it_is_closed():
    done = []

    async def work() -> None:
        done.append(1)

    repeating = Repeating(work, seconds=0.01)
    repeating.start()
    async with asyncio.timeout(PATIENCE):
        while len(done) < 3:
            await asyncio.sleep(0.01)
        await repeating.aclose()
    after = len(done)
    await asyncio.sleep(0.05)
    assert len(done) == after


async def test_it_ends_though_its_work_swallows_a_cancellation():
    """As a driver does whose own time limit runs out in the same moment."""
    begun = asyncio.Event()
    leave = asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await leave.wait()
        except asyncio.CancelledError:
            return

    repeating = Repeating(work, seconds=0.01)
    repeating.start()
    await begun.wait()
    asyncio.get_running_loop().call_later(0.1, leave.set)
    async with asyncio.timeout(PATIENCE):
        await repeating.aclose()


async def test_what_was_never_started_is_closed_at_once():
    async with asyncio.timeout(PATIENCE):
        await Repeating(asyncio.Event().wait, seconds=1).aclose()  # type: ignore[arg-type] # never called


async def test_it_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("server.core.repeating._PATIENCE_SECONDS", 0.05)
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    repeating = Repeating(work, seconds=0.0)
    repeating.start()
    await begun.wait()
    async with asyncio.timeout(PATIENCE):
        await repeating.aclose()
