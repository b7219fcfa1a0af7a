"""Reads of booking: PostgreSQL's truth about seats, and bookings as lists need them."""

from collections.abc import Sequence
from uuid import UUID

from seat_engine import PendingHold
from server.booking.models import LIVE
from server.core.db import rows

_LIVE = [str(status) for status in LIVE]


async def sold_seats(show_id: int, among: Sequence[int] | None = None) -> list[int]:
    """Return the seat indexes with a paid live ticket, all of a show's or those among the given."""
    found = await rows(
        "SELECT k.seat_index FROM tickets k JOIN bookings b ON b.id = k.booking_id "
        "WHERE k.show_id = $1 AND k.status = ANY($2) AND b.status = 'confirmed' "
        "AND ($3::int[] IS NULL OR k.seat_index = ANY($3))",
        [show_id, _LIVE, list(among) if among is not None else None],
    )
    return [ticket["seat_index"] for ticket in found]


async def pending_holds(show_id: int) -> list[PendingHold]:
    """Return the seats of bookings that wait for payment, as holds with the bookings' own deadlines."""
    found = await rows(
        "SELECT b.hold_id, b.expires_at, array_agg(k.seat_index ORDER BY k.seat_index) AS seats "
        "FROM bookings b JOIN tickets k ON k.booking_id = b.id "
        "WHERE b.show_id = $1 AND b.status = 'pending' AND b.expires_at > now() AND k.status = ANY($2) "
        "GROUP BY b.id",
        [show_id, _LIVE],
    )
    return [
        PendingHold(
            id=booking["hold_id"],
            holder=f"booking:{booking['hold_id']}",
            seats=tuple(booking["seats"]),
            deadline=booking["expires_at"],
        )
        for booking in found
    ]


async def overdue_bookings(limit: int) -> list[UUID]:
    """Return bookings that were not paid in time, longest overdue first."""
    found = await rows(
        "SELECT id FROM bookings WHERE status = 'pending' AND expires_at <= now() "
        "ORDER BY expires_at LIMIT $1",
        [limit],
    )
    return [booking["id"] for booking in found]


async def overdue_on(show_id: int, seats: Sequence[int]) -> list[UUID]:
    """Return overdue bookings that still occupy any of these seats."""
    found = await rows(
        "SELECT DISTINCT b.id FROM bookings b JOIN tickets k ON k.booking_id = b.id "
        "WHERE k.show_id = $1 AND k.seat_index = ANY($2) AND k.status = 'reserved' "
        "AND b.status = 'pending' AND b.expires_at <= now()",
        [show_id, list(seats)],
    )
    return [booking["id"] for booking in found]


async def shows_no_longer_sold(show_ids: Sequence[int]) -> list[int]:
    """Return which of these shows are over, cancelled or gone."""
    found = await rows(
        "SELECT id FROM shows WHERE id = ANY($1) AND status = 'on_sale' AND sales_close_at > now()",
        [list(show_ids)],
    )
    on_sale = {show["id"] for show in found}
    return [show_id for show_id in show_ids if show_id not in on_sale]
