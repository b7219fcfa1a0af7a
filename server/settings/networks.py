"""Addresses and networks as people write them in a setting; web_client/scripts/forwarding.mjs reads them alike."""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

_MAPPED = IPv6Network("::ffff:0:0/96")


def network_of(text: str) -> Network:
    """Return the network that an address or CIDR names; raises ``ValueError`` for anything else.

    IPv4 in IPv6 form is IPv4. A network of everybody is refused: whoever trusts it believes every forgery.
    """
    address, slash, length = text.strip().partition("/")
    try:
        if "%" in address or (slash and not (length.isascii() and length.isdecimal())):
            raise ValueError(text)
        network = ip_network(text.strip())
    except ValueError as error:
        raise ValueError(f"{text.strip()!r} is no address and no network such as 10.0.0.0/8") from error
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        offset = int(network.network_address) - int(_MAPPED.network_address)
        network = IPv4Network((offset, network.prefixlen - 96))
    if not network.prefixlen:
        raise ValueError(f"{text.strip()!r} is everybody: name the networks that are meant")
    return network
