"""Asks sentinels who the master is."""

import asyncio
import contextlib

from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable
from seat_engine.store.address import Address, Login, Server
from seat_engine.store.connection import connect
from seat_engine.store.replies import Broken


async def master_of(address: Address, *, patience: float) -> Server | None:
    """Return the master of the address's service by the first sentinel that names one; None if none does.

    `patience` is how long (seconds) one sentinel is waited for before the next is asked.
    """
    for sentinel in address.servers:
        with contextlib.suppress(OSError, Broken, RedisError, EngineUnavailable):
            async with asyncio.timeout(patience):
                named = await _ask(sentinel, address.sentinel_login, address.service)
            if named is not None:
                return named
    return None


async def _ask(sentinel: Server, login: Login, service: str) -> Server | None:
    connection = await connect(sentinel, login)
    try:
        named = await connection.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", service)
    finally:
        connection.end()
    return Server(named[0].decode(), int(named[1])) if named else None
