"""A transaction that ends badly leaves nothing behind in the task that opened it."""

import asyncio

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper

from server.core.db import connection, row, rows, transaction

pytestmark = pytest.mark.usefixtures("database")


async def the_pool() -> asyncpg.Pool:
    await row("SELECT 1")  # the first query makes it
    return connection()._pool


async def fail_in_a_transaction() -> None:
    async with transaction():
        await row("SELECT 1")


async def test_a_connection_that_cannot_be_given_back_does_not_haunt_the_task(monkeypatch):
    await the_pool()
    release = asyncpg.Pool.release

    async def breaks(self, driver, **arguments):
        await release(self, driver, **arguments)
        raise asyncpg.InternalClientError("the server was killed under a query")

    with monkeypatch.context() as broken:
        broken.setattr(asyncpg.Pool, "release", breaks)
        with pytest.raises(asyncpg.InternalClientError):
            await fail_in_a_transaction()
    # Requests on one kept-alive connection are served by one task, one after the other.
    assert await row("SELECT 1 AS one") == {"one": 1}


async def test_a_transaction_that_cannot_begin_gives_its_connection_back(monkeypatch):
    pool = await the_pool()
    before = pool.get_size() - pool.get_idle_size()

    async def breaks(self):
        raise asyncpg.ConnectionDoesNotExistError("connection was closed")

    with monkeypatch.context() as broken:
        broken.setattr(TransactionWrapper, "begin", breaks)
        for _ in range(3):
            with pytest.raises(asyncpg.ConnectionDoesNotExistError):
                await fail_in_a_transaction()
    assert pool.get_size() - pool.get_idle_size() == before
    assert await row("SELECT 1 AS one") == {"one": 1}


async def test_a_task_cancelled_in_a_transaction_gives_its_connection_back():
    pool = await the_pool()
    before = pool.get_size() - pool.get_idle_size()

    async def wait() -> None:
        async with transaction():
            await rows("SELECT pg_sleep(30)")

    task = asyncio.create_task(wait())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pool.get_size() - pool.get_idle_size() == before


async def test_a_backend_that_is_ended_mid_transaction_is_replaced():
    pids: list[int] = []

    async def be_ended() -> None:
        async with transaction():
            pids.append((await rows("SELECT pg_backend_pid() AS pid"))[0]["pid"])
            await rows("SELECT pg_terminate_backend($1), pg_sleep(5)", [pids[0]])

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await be_ended()
    found = await row("SELECT pg_backend_pid() AS pid")
    assert found is not None
    assert found["pid"] != pids[0]
