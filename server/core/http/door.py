"""How many sockets each address has open: they need no account, so an address is all there is to count."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from server.core.http.addresses import household


class Door:
    """Counts the sockets of this process by address.

    per_address: how many sockets one address may have open at once.
    """

    def __init__(self, *, per_address: int) -> None:
        self._per_address = per_address
        self._inside: Counter[str] = Counter()

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Give a socket of this address its place for as long as the block lasts; False if there is none."""
        key = household(address)
        if self._inside[key] >= self._per_address:
            yield False
            return
        self._inside[key] += 1
        try:
            yield True
        finally:
            self._inside[key] -= 1
            if not self._inside[key]:
                del self._inside[key]
