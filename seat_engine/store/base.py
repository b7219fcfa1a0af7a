"""What the engine and the feed need of a Redis, whatever stands behind it."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable
from typing import Any

from seat_engine.store.address import Address, Server
from seat_engine.store.connection import Connection

TIMEOUT = 1.0
"""Seconds a call may take: a shopper is waiting."""
MAX_WAITING = 10_000
"""Calls to one server that may wait at a time; beyond that, one more would only wait longer."""


class Store(ABC):
    """A Redis: one server, the master that sentinels name, or a cluster."""

    sharded = False
    """True on a cluster: changes are published with SPUBLISH and heard with SSUBSCRIBE."""

    def __init__(self, address: Address, *, timeout: float = TIMEOUT, max_waiting: int = MAX_WAITING) -> None:
        self._address = address
        self.timeout = timeout
        """Seconds a call may take, over all its attempts."""
        self._max_waiting = max_waiting

    @abstractmethod
    def call(self, key: str, *command: Any) -> Awaitable[Any]:
        """Send a command about a key (its hash tag decides where to) and return the reply, in bytes.

        The command may reach Redis twice, so it must be one for which that is the same as once. Raises
        EngineUnavailable when Redis is away, silent, full or overrun, redis.exceptions.NoScriptError and
        ResponseError for other error replies.
        """

    @abstractmethod
    async def ping(self) -> None:
        """Return if every server that answers for seats does. Raises EngineUnavailable."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close the connections and fail what waits. A store is not opened again."""

    @abstractmethod
    async def home(self, channel: str) -> Server:
        """Return the server on which a channel is heard. Raises EngineUnavailable when that is not known."""

    @abstractmethod
    async def dial(self, home: Server) -> Connection:
        """Return a connection of the caller's own to a home; raises as `connect` does."""

    @abstractmethod
    async def look_again(self) -> None:
        """Find out anew where things are: a home was lost or says that it is none any more."""
