"""Client addresses: whose they are, and names for them that cannot be turned back."""

from functools import lru_cache
from hashlib import blake2b, sha256
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household; it may use any of the rest."""

Network = IPv4Network | IPv6Network
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
