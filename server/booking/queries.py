"""Reads of booking: PostgreSQL's truth about seats, and bookings as lists need them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from seat_engine import PendingHold
from server.booking.holders import holder_of_booking
from server.booking.models import LIVE
from server.core.db import rows

_LIVE = [str(status) for status in LIVE]


async def taken_seats(show_id: int, among: Sequence[int]) -> list[int]:
    """Return which of these seats are somebody's: paid for, or waiting for their money in time."""
    found = await rows(
        "SELECT k.seat_index FROM tickets k JOIN bookings b ON b.id = k.booking_id "
        "WHERE k.show_id = $1 AND k.status = ANY($2) AND k.seat_index = ANY($3) "
        "AND (b.status <> 'pending' OR b.expires_at > now()) ORDER BY k.seat_index",
        [show_id, _LIVE, list(among)],
    )
    return [ticket["seat_index"] for ticket in found]


async def is_booked(hold_id: str) -> bool | None:
    """Tell whether a live booking stands on a hold: one that is paid for, or waits for its money in time.

    False where all that stood on it have ended: no other can follow. None where there never was one, so that
    one may be about to be written.
    """
    (found,) = await rows(
        "SELECT bool_or(status = 'confirmed' OR (status = 'pending' AND expires_at > now())) AS live "
        "FROM bookings WHERE hold_id = $1",
        [hold_id],
    )
    live: bool | None = found["live"]
    return live


async def sold_seats(show_id: int, among: Sequence[int] | None = None) -> list[int]:
    """Return the seat indexes with a paid live ticket, all of a show's or those among the given."""
    found = await rows(
        "SELECT k.seat_index FROM tickets k JOIN bookings b ON b.id = k.booking_id "
        "WHERE k.show_id = $1 AND k.status = ANY($2) AND b.status = 'confirmed' "
        "AND ($3::int[] IS NULL OR k.seat_index = ANY($3))",
        [show_id, _LIVE, list(among) if among is not None else None],
    )
    return [ticket["seat_index"] for ticket in found]


async def labels_of(booking_id: UUID) -> list[str]:
    """Return the labels of the seats that a booking was made for, in index order."""
    found = await rows(
        "SELECT seat_label FROM tickets WHERE booking_id = $1 ORDER BY seat_index", [booking_id]
    )
    return [ticket["seat_label"] for ticket in found]


@dataclass(frozen=True, slots=True)
class SeatTruth:
    """What PostgreSQL knows of a show's seats, all of it at one moment."""

    sold: dict[str, list[int]] = field(default_factory=dict)
    """Seats with a paid live ticket, by the hold that they were bought from."""
    pending: dict[str, PendingHold] = field(default_factory=dict)
    """Bookings that wait for payment, by hold, until the bookings' own deadlines."""
    blocked: list[int] = field(default_factory=list)
    """Seats that are not on sale: the house keeps them, or the show has no price for them."""
    overdue: set[str] = field(default_factory=set)
    """Holds of bookings whose time is over and that nobody has ended yet: their seats are nobody's."""


# One statement, so that a booking which is paid meanwhile is in one of the two lists and never in neither.
_TRUTH = """
    SELECT k.show_id, CASE WHEN b.expires_at <= now() THEN 'overdue' ELSE b.status END AS status,
           b.hold_id, b.expires_at, CASE WHEN b.sold_by IS NULL THEN b.user_id END AS user_id, b.placed_from,
           array_agg(k.seat_index ORDER BY k.seat_index) AS seats
    FROM tickets k JOIN bookings b ON b.id = k.booking_id
    WHERE k.show_id = ANY($1) AND k.status = ANY($2)
      AND b.status IN ('confirmed', 'pending')
    GROUP BY k.show_id, b.id
    UNION ALL
    SELECT show_id, 'blocked', '', NULL, NULL, NULL, array_agg(seat_index)
    FROM seat_blocks WHERE show_id = ANY($1) GROUP BY show_id
    UNION ALL
    SELECT s.id, 'unpriced', '', NULL, NULL, NULL, array_agg(c.place::int - 1)
    FROM shows s JOIN seat_layouts l ON l.id = s.layout_id,
         unnest(l.seat_categories) WITH ORDINALITY AS c(category, place)
    WHERE s.id = ANY($1) AND c.category IN (
        SELECT jsonb_object_keys(l.categories) EXCEPT SELECT category FROM show_prices WHERE show_id = s.id)
    GROUP BY s.id
"""


async def seat_truths(show_ids: list[int]) -> dict[int, SeatTruth]:
    """Return the truth about each of these shows, in one query.

    A category that lost its price is not on sale, but who has a booking in it keeps their seats.
    """
    truths = {show_id: SeatTruth() for show_id in show_ids}
    unpriced: dict[int, set[int]] = {}
    for found in await rows(_TRUTH, [show_ids, _LIVE]):
        truth, hold_id = truths[found["show_id"]], found["hold_id"]
        if found["status"] == "blocked":
            truth.blocked.extend(found["seats"])
        elif found["status"] == "unpriced":
            unpriced[found["show_id"]] = set(found["seats"])
        elif found["status"] == "overdue":
            truth.overdue.add(hold_id)
        elif found["status"] == "confirmed":
            truth.sold.setdefault(hold_id, []).extend(found["seats"])
        else:
            # Before 0017 a hold could be booked again while what had ended of it waited to be let go.
            other = truth.pending.get(hold_id)
            truth.pending[hold_id] = PendingHold(
                id=hold_id, holder=holder_of_booking(found["user_id"], hold_id),
                address=found["placed_from"] or "",
                seats=(*(other.seats if other else ()), *found["seats"]),
                deadline=max(found["expires_at"], other.deadline if other else found["expires_at"]),
            )  # fmt: skip
    for show_id, seats in unpriced.items():
        truth = truths[show_id]
        taken = {seat for sold in truth.sold.values() for seat in sold}
        taken |= {seat for hold in truth.pending.values() for seat in hold.seats}
        truth.blocked.extend(sorted(seats - taken - set(truth.blocked)))
    return truths


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
