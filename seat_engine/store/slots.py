"""Where the keys of a Redis cluster lie: 16,384 slots, and which node has each."""

from binascii import crc_hqx
from typing import Any

from seat_engine.store.address import Server

SLOTS = 16_384
"""How many slots every cluster has."""


def slot_of(key: str) -> int:
    """Return the slot of a key: its hash tag's, or its own where it has none."""
    opened = key.find("{")
    if opened >= 0:
        closed = key.find("}", opened + 1)
        if closed > opened + 1:
            key = key[opened + 1 : closed]
    # The cluster specification's CRC16 is the one of XMODEM, which the standard library has in C.
    return crc_hqx(key.encode(), 0) % SLOTS


def owners(reply: list[Any], asked: Server) -> list[Server | None]:
    """Read the answer to CLUSTER SLOTS: the master of each slot, None where there is none.

    `asked` is the node that answered; one that does not know its own name leaves it out.
    """
    found: list[Server | None] = [None] * SLOTS
    for first, last, master, *_ in reply:
        host = master[0].decode() if master[0] else ""
        server = Server(host if host not in {"", "?"} else asked.host, master[1])
        found[first : last + 1] = [server] * (last - first + 1)
    return found
