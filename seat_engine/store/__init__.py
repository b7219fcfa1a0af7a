"""The way to Redis: one connection to each server, shared by every coroutine of a process."""

from seat_engine.store.address import parse_address
from seat_engine.store.base import MAX_WAITING, TIMEOUT, Store
from seat_engine.store.cluster import ClusterStore
from seat_engine.store.single import SingleStore

__all__ = ["Store", "open_store"]


def open_store(url: str, *, timeout: float = TIMEOUT, max_waiting: int = MAX_WAITING) -> Store:
    """Return a store for a Redis; nothing connects before the first call.

    The forms of `url` are listed in `address`. `timeout` is how long (seconds) a call may take over all its
    attempts; `max_waiting` is how many calls to one server may wait at the same time. A store belongs to the
    event loop of its first call. Raises ValueError for a URL that cannot be read.
    """
    address = parse_address(url)
    store = ClusterStore if address.cluster else SingleStore
    return store(address, timeout=timeout, max_waiting=max_waiting)
