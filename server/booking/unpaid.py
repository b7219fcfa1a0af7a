"""How much may wait unpaid: reservations cost nothing, so any number of them would keep a hall empty.

Counted in PostgreSQL, in the transaction that reserves, one account and one address at a time: neither a new
hold token nor a request beside the first is a way around it.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from server.booking.errors import TooManyUnpaid
from server.core.db import rows


@dataclass(frozen=True, slots=True)
class UnpaidCaps:
    """What one account and one address may have waiting; 0 is no cap."""

    account_bookings: int
    account_seats: int
    address_seats: int
    show_account_seats: int
    """Of one show: as many as one shopper may hold."""
    show_address_seats: int


# The account's before the address's, always: two purchases wait for each other in one order.
_LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('unpaid:' || $1::text, 0)),
           pg_advisory_xact_lock(hashtextextended('unpaid:' || $2::text, 0))  -- none for no address
"""
_WAITING = """
    SELECT {place} AS place, count(DISTINCT b.id) AS bookings, count(*) AS seats,
           count(*) FILTER (WHERE b.show_id = $3) AS here,
           extract(epoch FROM min(b.expires_at) - now())::float8 AS wait
    FROM bookings b JOIN tickets k ON k.booking_id = b.id AND k.status = 'reserved'
    WHERE {whose} AND b.sold_by IS NULL AND b.status = 'pending' AND b.expires_at > now()
"""
_BOTH = (
    _WAITING.format(place=1, whose="b.user_id = $1")
    + " UNION ALL "
    + _WAITING.format(place=2, whose="b.placed_from = $2")
    + " ORDER BY place"
)


async def lock(user_id: UUID, address: str | None = None) -> None:
    """Take the lock of an account, and of an address, until the transaction ends. Before any other lock."""
    await rows(_LOCK, [str(user_id), address])


async def ensure_room(
    caps: UnpaidCaps, *, user_id: UUID, address: str | None, show_id: int, seats: int
) -> None:
    """Raise ``TooManyUnpaid`` if so many seats more would be too many.

    Inside the transaction that takes them, under the locks of the account and the address.
    """
    ours, theirs = await rows(_BOTH, [user_id, address, show_id])
    _ensure("account", ours, ours["bookings"] + 1, caps.account_bookings)
    _ensure("account", ours, ours["seats"] + seats, caps.account_seats)
    _ensure("account", ours, ours["here"] + seats, caps.show_account_seats)
    if address is not None:
        _ensure("address", theirs, theirs["seats"] + seats, caps.address_seats)
        _ensure("address", theirs, theirs["here"] + seats, caps.show_address_seats)


def _ensure(scope: str, waiting: dict[str, Any], would_be: int, cap: int) -> None:
    if cap and would_be > cap:
        # None where nothing waits yet and this alone is too much.
        frees_in = None if waiting["wait"] is None else max(1, ceil(waiting["wait"]))
        raise TooManyUnpaid(scope=scope, limit=cap, frees_in=frees_in)
