"""Client addresses: whose they are, and names for them that cannot be turned back."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b, sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from server.settings.networks import Network

_HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household; it may use any of the rest."""

Address = IPv4Address | IPv6Address


@lru_cache(maxsize=10_000)
def parsed(text: str) -> Address | None:
    """Return an address, an IPv4 address in IPv6 form as what it is; None for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


_LONGEST_HOP = 64
"""Characters of an entry of X-Forwarded-For that may be an address: IPv6 with brackets, zone and port."""


@lru_cache(maxsize=10_000)
def hop_of(entry: str) -> Address | None:
    """Return the address that an entry of X-Forwarded-For names, whose port or zone some proxies write too.

    None for what is no address, such as ``unknown``. web_client/scripts/forwarding.mjs reads alike, and
    tests/server/core/forwarding.json holds the two together.
    """
    text = entry.strip(" \t").removeprefix('"').removesuffix('"')
    if not text or len(text) > _LONGEST_HOP:
        return None
    if text.startswith("["):
        text, bracket, port = text[1:].partition("]")
        if not bracket or (port and not _is_port(port)) or ":" not in text:
            return None
    elif text.count(":") == 1:
        text, _, port = text.partition(":")
        if not _is_port(f":{port}"):
            return None
    return parsed(text.partition("%")[0])


def _is_port(text: str) -> bool:
    return text[:1] == ":" and 1 <= len(text) - 1 <= 5 and text[1:].isascii() and text[1:].isdecimal()  # noqa: PLR2004 # 65535


class Client(NamedTuple):
    """Who asks, as far as can be known."""

    address: str
    """The last address that is known: the client's own, or that of the last trusted proxy before it."""
    is_named: bool
    """Whether a trusted proxy said for whom it asks."""


def behind_proxies(peer: str, lines: Sequence[str], trusted: tuple[Network, ...]) -> Client:
    """Return the client behind trusted proxies; ``lines`` are all of X-Forwarded-For.

    Walked from the right: each entry was written by whoever stands right of it, and counts while that is a
    trusted proxy. Whatever a client writes into the header itself stands left of what the first trusted proxy
    adds, so it is never reached. A proxy that names no address is itself the last that is known.
    """
    address = hop_of(peer)
    known = peer if address is None else str(address)
    is_named = False
    entries = [entry for entry in ",".join(lines).split(",") if entry.strip(" \t")]
    while entries and within(known, trusted):
        hop = hop_of(entries.pop())
        is_named = hop is not None
        if hop is None:
            break
        known = str(hop)
    return Client(known, is_named)


def within(text: str, networks: tuple[Network, ...]) -> bool:
    """Tell whether an address lies in one of the networks."""
    address = parsed(text)
    return address is not None and any(address in network for network in networks)


@lru_cache(maxsize=10_000)
def household(text: str) -> str:
    """Return what an address is counted as: itself, or the network of an IPv6 address.

    A proxy may name its clients as it likes: what is no address is returned as it is.
    """
    address = parsed(text)
    if address is None:
        return text
    if isinstance(address, IPv4Address):
        return str(address)
    return f"{int(address) >> (128 - _HOUSEHOLD):x}/{_HOUSEHOLD}"


class Pseudonyms:
    """Names for what is counted and should not be known: no way leads back without the key."""

    def __init__(self, secret: str) -> None:
        self._key = sha256(secret.encode()).digest()
        self.of = lru_cache(maxsize=10_000)(self._of)
        """Returns the name of a text."""

    def _of(self, text: str) -> str:
        return blake2b(text.encode(), key=self._key, digest_size=12).hexdigest()
