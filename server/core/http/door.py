"""Who may open a socket: pages of this house, and so many per address.

Sockets need no account, so an address is all there is to count by. A page of another site could make its
visitors' browsers open sockets here; what a browser cannot forge is the ``Origin`` it sends.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

_IPV6_SITE = 64
"""Bits of an IPv6 address that name a customer; the rest is the customer's to choose."""


class Door:
    """Counts the sockets of this process by address, and knows the origins that may open them.

    per_address: how many sockets one address may have open at once.
    origins: origins welcome besides the server's own host, such as ``https://cinema.example``.
    """

    def __init__(self, *, per_address: int, origins: Iterable[str]) -> None:
        self._per_address = per_address
        self._origins = frozenset(map(_origin_of, origins))
        self._inside: Counter[str] = Counter()

    def welcomes(self, origin: str | None, host: str) -> bool:
        """Say whether a page of this origin may open a socket to ``host`` (a Host header).

        No origin means no browser. Of the server's own host every port will do: the web client is served
        next to the API.
        """
        if origin is None or _origin_of(origin) in self._origins:
            return True
        theirs, ours = _host_name(origin), _host_name(f"//{host}")
        return theirs is not None and theirs == ours

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Give a socket of this address its place for as long as the block lasts; False if there is none."""
        key = _counted_as(address)
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


def _origin_of(url: str) -> str:
    """Return scheme, host and port of a URL; what is none, such as ``null``, as it is."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:  # not a URL at all
        return url
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else url


def _host_name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # not a URL at all
        return None


def _counted_as(address: str) -> str:
    """Return what an address is counted as: itself, or the network of an IPv6 address."""
    try:
        known = ip_address(address)
    except ValueError:  # a proxy may name its clients as it likes
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return f"{int(known) >> (128 - _IPV6_SITE):x}/{_IPV6_SITE}"
