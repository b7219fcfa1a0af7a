"""A Redis cluster: a link to each master, and a map that says which has a key."""

import asyncio
import contextlib
import logging
from typing import Any

from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable
from seat_engine.store.address import Address, Server
from seat_engine.store.base import MAX_WAITING, TIMEOUT, Store
from seat_engine.store.connection import Connection, connect
from seat_engine.store.link import NOT_THERE, Link
from seat_engine.store.replies import Redirected, Unsettled
from seat_engine.store.slots import SLOTS, owners, slot_of

MAX_REDIRECTIONS = 8
"""How often one call is sent elsewhere before the cluster counts as unable to say where it belongs."""
SETTLING = 0.03
"""Seconds to wait while the cluster is between two states."""
LOOK_PAUSE = 0.1
"""Seconds between two looks at the map at least, when nodes are away and every call would like one."""

_log = logging.getLogger(__name__)


class ClusterStore(Store):
    """Sends every call to the master that has its slot."""

    sharded = True

    def __init__(self, address: Address, *, timeout: float = TIMEOUT, max_waiting: int = MAX_WAITING) -> None:
        super().__init__(address, timeout=timeout, max_waiting=max_waiting)
        self._links: dict[Server, Link] = {}
        self._map: list[Server | None] = [None] * SLOTS
        self._by_slot: list[Link | None] = [None] * SLOTS
        self._looking: asyncio.Task[None] | None = None
        self._looked_at = float("-inf")
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False

    async def call(self, key: str, *command: Any) -> Any:
        """Send a command to the master that has the key's slot, and after it where it has gone."""
        slot = slot_of(key)
        link = self._by_slot[slot]
        deadline = asyncio.get_running_loop().time() + self.timeout
        if link is None:
            return await self._call_elsewhere(slot, command, None, deadline)
        try:
            return await link.call(command)
        except (Redirected, Unsettled) as error:
            return await self._call_elsewhere(slot, command, error, deadline)

    async def ping(self) -> None:
        """Return if the masters of all slots answer."""
        if None in self._map:
            await self.look_again()
        if None in self._map:
            raise EngineUnavailable("some slots have no master")
        await asyncio.gather(*(self._link_to(server).call(("PING",)) for server in {*self._map} if server))

    async def aclose(self) -> None:
        """Close all connections."""
        self._closed = True
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*(link.aclose() for link in self._links.values()), *self._closing)

    async def home(self, channel: str) -> Server:
        """Return the master of a channel's slot."""
        slot = slot_of(channel)
        if self._map[slot] is None:
            await self.look_again()
        server = self._map[slot]
        if server is None:
            raise EngineUnavailable(f"slot {slot} has no master")
        return server

    async def dial(self, home: Server) -> Connection:
        """Return a connection of the caller's own to a node."""
        return await connect(home, self._address.login)

    async def look_again(self) -> None:
        """Fetch the map; who comes while that is under way waits for the same answer."""
        await asyncio.shield(self._look_soon())

    async def _call_elsewhere(
        self, slot: int, command: tuple[Any, ...], error: Redirected | Unsettled | None, deadline: float
    ) -> Any:
        """Go on with a call that its first node did not take, if there was one."""
        try:
            async with asyncio.timeout_at(deadline):
                redirections = 0
                while redirections < MAX_REDIRECTIONS:
                    try:
                        return await self._follow(slot, command, error)
                    except (Redirected, Unsettled) as next_error:
                        error = next_error
                        redirections += isinstance(error, Redirected)
        except TimeoutError:
            raise EngineUnavailable(f"the cluster did not settle in time: {error}") from error
        raise EngineUnavailable(f"sent from node to node too often: {error}") from error

    async def _follow(self, slot: int, command: tuple[Any, ...], error: Redirected | Unsettled | None) -> Any:
        if isinstance(error, Redirected) and not error.for_good:
            # Shielded: ASKING and the command belong together, so neither is taken back.
            link = self._link_to(self._place(error, slot))
            return await asyncio.shield(link.call_asking(command))
        if isinstance(error, Unsettled):
            await asyncio.sleep(SETTLING)
        if isinstance(error, Redirected):
            # What the node says is newer than what any map says that others may still have.
            self._own(slot, self._place(error, slot))
            self._look_soon()
        elif self._by_slot[slot] is None:
            await self.look_again()
        else:
            self._look_soon()
        link_or_none = self._by_slot[slot]
        if link_or_none is None:
            raise Unsettled(f"slot {slot} has no master")
        return await link_or_none.call(command)

    def _place(self, error: Redirected, slot: int) -> Server:
        answered = self._map[slot]
        return Server(error.host or (answered.host if answered else ""), error.port)

    def _own(self, slot: int, server: Server) -> None:
        self._map[slot] = server
        self._by_slot[slot] = self._link_to(server)

    def _link_to(self, server: Server) -> Link:
        link = self._links.get(server)
        if link is None:
            if self._closed:
                raise EngineUnavailable("the store was closed")
            link = self._links[server] = Link(
                lambda: connect(server, self._address.login),
                timeout=self.timeout,
                max_waiting=self._max_waiting,
                on_away=self._on_away,
            )
        return link

    def _on_away(self) -> None:
        if not self._closed:
            self._look_soon()

    def _look_soon(self) -> asyncio.Task[None]:
        """Fetch the map in the background, if nobody does; a little later if somebody just has."""
        if self._closed:
            raise EngineUnavailable("the store was closed")
        if self._looking is None:
            pause = max(0.0, self._looked_at + LOOK_PAUSE - asyncio.get_running_loop().time())
            self._looking = asyncio.create_task(self._look(pause), name="look at the cluster's map")
        return self._looking

    async def _look(self, pause: float) -> None:
        """Take the map from the first node that has one."""
        try:
            await asyncio.sleep(pause)
            asked = {server: None for server in self._map if server is not None}
            for server in {**asked, **dict.fromkeys(self._address.servers)}:
                with contextlib.suppress(*NOT_THERE):
                    async with asyncio.timeout(self.timeout / 4):
                        self._take(owners(await self._ask(server), server))
                    return
            _log.debug("no node of the cluster says where its slots are")
        finally:
            self._looking = None
            self._looked_at = asyncio.get_running_loop().time()

    async def _ask(self, server: Server) -> list[Any]:
        connection = await connect(server, self._address.login)
        try:
            slots: list[Any] = await connection.ask("CLUSTER", "SLOTS")
        finally:
            connection.end()
        if not slots:
            raise RedisError("a node that belongs to no cluster")
        return slots

    def _take(self, found: list[Server | None]) -> None:
        """Route by a new map, and let go of the nodes that are not in it."""
        links = {server: self._link_to(server) for server in {*found} if server is not None}
        self._map = found
        self._by_slot = [links[server] if server is not None else None for server in found]
        for server in self._links.keys() - links.keys():
            if not self._links[server].idle:
                continue  # a node that is taking over its first slot is in no map yet
            closing = asyncio.create_task(self._links.pop(server).aclose(), name=f"leave {server}")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
