"""Addresses and networks as people write them; web_client/scripts/forwarding.mjs reads them alike."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

# Neither a zone nor a netmask in place of its length.
_WRITTEN = re.compile(r"[0-9a-f.:]+(/[0-9]{1,3})?", re.IGNORECASE | re.ASCII)
_WIDEST = {4: 8, 6: 7}
"""Bits that the widest private networks share: 10.0.0.0/8 and fc00::/7."""
_MAPPED = IPv6Network("::ffff:0:0/96")


def network_of(text: str) -> Network:
    """Return the network that an address or CIDR names; raises ``ValueError`` for anything else.

    IPv4 in IPv6 form is IPv4. A network wider than any private one is refused: whoever trusts everybody, be
    it in two halves, believes every forgery.
    """
    written = text.strip()
    refusal = f"{written!r} is no address and no network such as 10.0.0.0/8"
    if not _WRITTEN.fullmatch(written):
        raise ValueError(refusal)
    try:
        network = ip_network(written)
    except ValueError as error:
        raise ValueError(refusal) from error
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        offset = int(network.network_address) - int(_MAPPED.network_address)
        network = IPv4Network((offset, network.prefixlen - 96))
    if network.prefixlen < _WIDEST[network.version]:
        raise ValueError(f"{written!r} is far too wide: name the networks that are meant")
    return network
