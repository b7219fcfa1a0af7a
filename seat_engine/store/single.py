"""A Redis with one server for everything: a plain one, or the master that sentinels name."""

import asyncio
from typing import Any

from seat_engine.errors import EngineUnavailable
from seat_engine.store.address import Address, Server
from seat_engine.store.base import MAX_WAITING, TIMEOUT, Store
from seat_engine.store.connection import Connection, connect
from seat_engine.store.link import Link
from seat_engine.store.sentinel import master_of

_ANYWHERE = Server()
"""The home of every channel; who it is, is found out whenever a connection is made."""


class SingleStore(Store):
    """One link to one server."""

    def __init__(self, address: Address, *, timeout: float = TIMEOUT, max_waiting: int = MAX_WAITING) -> None:
        super().__init__(address, timeout=timeout, max_waiting=max_waiting)
        self._link = Link(lambda: self.dial(_ANYWHERE), timeout=timeout, max_waiting=max_waiting)

    def call(self, key: str, *command: Any) -> asyncio.Future[Any]:  # noqa: ARG002 # one server has all keys
        """Send a command (see Store)."""
        return self._link.call(command)

    async def ping(self) -> None:
        """Return if the server answers."""
        await self._link.call(("PING",))

    async def aclose(self) -> None:
        """Close the connection."""
        await self._link.aclose()

    async def home(self, channel: str) -> Server:  # noqa: ARG002 # as call
        """Return the one there is."""
        return _ANYWHERE

    async def dial(self, home: Server) -> Connection:  # noqa: ARG002 # as call
        """Return a connection of the caller's own, to whoever is master now."""
        address = self._address
        if not address.service:
            return await connect(address.servers[0], address.login)
        return await connect(await self._master(), address.login)

    async def look_again(self) -> None:
        """Do nothing: whoever dials looks."""

    async def _master(self) -> Server:
        master = await master_of(self._address, patience=self.timeout / 4)
        if master is None:
            raise EngineUnavailable(f"no sentinel knows the master of {self._address.service}")
        return master
