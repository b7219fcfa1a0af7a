"""How many seats one person, one address or everybody may have on hold in a show, and how fast."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from seat_engine.model import MILLISECOND

_MOST = 0xFFFFFFFF


@dataclass(frozen=True)
class Limits:
    """Caps on holds in one show; 0 is no cap.

    Caps are exact: what lapsed, was given back or sold does not count. Quotas are about time: they count
    every seat taken, given back or not, so that holding again and again does not keep seats from others. A
    quota is a bucket that empties evenly: who has used all of it may take one more seat after `window`
    divided by the quota. A repeated request counts once.

    Raises ValueError for a negative number and for a window too short for a quota to be counted in it to the
    millisecond.
    """

    holder_seats: int = 0
    """Seats this holder may hold at once."""
    address_seats: int = 0
    """Seats that may be held at once from this address."""
    show_seats: int = 0
    """Seats of the show that may be on hold at once, by everybody together."""
    holder_quota: int = 0
    """Seats this holder may take within the window."""
    address_quota: int = 0
    """Seats that may be taken from this address within the window."""
    window: timedelta = timedelta(minutes=10)
    holder_places: int = 0
    """Wheelchair places this holder may hold at once, those that are booked aside. Watched where a plan says
    which seats these are."""
    address_places: int = 0
    """Wheelchair places that may be held at once from this address, those that are booked aside."""

    def __post_init__(self) -> None:
        window = self.window // MILLISECOND
        for quota in (self.holder_quota, self.address_quota):
            if quota and not quota * (quota + 1) <= window <= _MOST:
                raise ValueError(f"a quota of {quota} seats cannot be counted in {self.window}")
        if min(*self._caps, self.holder_places, self.address_places) < 0:
            raise ValueError("a limit is 0 or more")

    @cached_property
    def packed(self) -> bytes:
        """The caps, how long (ms) a seat counts against each quota, and the window, as the scripts read them.

        Empty when nothing is limited.
        """
        if not any(self._caps):
            return b""
        window = self.window // MILLISECOND
        paces = (window // quota if quota else 0 for quota in (self.holder_quota, self.address_quota))
        return struct.pack(">6I", *self._caps[:3], *paces, window)

    @property
    def _caps(self) -> tuple[int, ...]:
        return (
            self.holder_seats,
            self.address_seats,
            self.show_seats,
            self.holder_quota,
            self.address_quota,
        )


NO_LIMITS = Limits()
"""Nothing is limited."""


def pack_rules(
    limits: Limits, *, holder: str, address: str, gaps: bytes, places: Sequence[int] = (), wanted: int = 0
) -> bytes:
    """Return what the scripts are to watch over (`lua/includes/rules.lua`), empty if that is nothing.

    `places` are the hall's wheelchair places, given where `wanted` of them (at least) are asked for.
    """
    caps = limits.packed
    if not (limits.holder_places or limits.address_places):
        places = ()
    if not caps and not gaps and not places:
        return b""
    listed = struct.pack(f">{len(places)}H", *places)
    texts = (holder.encode(), address.encode(), gaps, listed)
    texts_packed = b"".join(struct.pack(">H", len(text)) + text for text in texts)
    return (
        (caps or bytes(24))
        + struct.pack(">3I", limits.holder_places, limits.address_places, wanted)
        + texts_packed
    )
