"""Refunds as the house's people see them: those of their theatres, with whose they are and what for."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.scope import Theatres
from server.booking.schemas import HouseRefundOut, RefundCustomer, RefundQuery, RefundShow
from server.core import cursor as cursors
from server.core.db import rows
from server.core.errors import NotFound
from server.core.wire import MoneyOut
from server.payments import refunds
from server.payments.models import PaymentMethod, RefundStatus
from server.programme.schemas import ScreenRef, TheatreRef

_REFUNDS = """
    SELECT r.id, r.booking_id, r.payment_id, r.amount, r.currency, r.status, r.reason, r.attempts, r.due_at,
           r.provider_reference, r.last_error, r.created_at, r.settled_at, p.method, b.reference,
           u.id AS customer_id, u.name AS customer, u.email, s.id AS show_id, s.starts_at, m.title,
           t.id AS theatre_id, t.name AS theatre, t.time_zone, c.slug AS city, c.name AS city_name,
           a.id AS screen_id, a.name AS screen
    FROM refunds r
    JOIN payments p ON p.id = r.payment_id
    JOIN bookings b ON b.id = r.booking_id
    JOIN shows s ON s.id = b.show_id
    JOIN movies m ON m.id = s.movie_id
    JOIN theatres t ON t.id = s.theatre_id
    JOIN cities c ON c.id = t.city_id
    JOIN screens a ON a.id = s.screen_id
    LEFT JOIN users u ON u.id = b.user_id AND u.deleted_at IS NULL
    WHERE ($1::int[] IS NULL OR s.theatre_id = ANY($1))
      AND ($2::uuid IS NULL OR r.id = $2)
      AND ($3::text IS NULL OR r.status = $3)
      AND ($4::text IS NULL OR strpos(fold_accents(concat_ws(' ', b.reference, u.name, u.email)),
                                       nullif(fold_accents($4), '')) > 0)
      AND ($5::timestamptz IS NULL OR (r.created_at, r.id) < ($5, $6::uuid))
    ORDER BY r.created_at DESC, r.id DESC
    LIMIT $7
"""

_CURSORS = cursors.Cursors("refunds", cursors.MOMENT, cursors.ID)


async def get_refund(refund_id: UUID, *, among: Theatres) -> HouseRefundOut:
    """Return a refund of these theatres; raises ``NotFound`` for any other, as if it were not there."""
    found = await rows(_REFUNDS, [among, refund_id, None, None, None, None, 1])
    if not found:
        raise NotFound("There is no such refund")
    return _refund_out(found[0])


async def list_refunds(query: RefundQuery, *, among: Theatres) -> tuple[list[HouseRefundOut], str | None]:
    """Return a page of these theatres' refunds, newest first, and the next cursor; raises ``BadCursor``."""
    created_at, last_id = _CURSORS.decode(query.cursor) or (None, None)
    status = str(query.status) if query.status else None
    found = await rows(_REFUNDS, [among, None, status, query.q or None, created_at, last_id, query.limit + 1])
    page = found[: query.limit]
    more = len(found) > query.limit
    cursor = _CURSORS.encode(page[-1]["created_at"], page[-1]["id"]) if more else None
    return [_refund_out(one) for one in page], cursor


def _refund_out(found: dict[str, Any]) -> HouseRefundOut:
    """Make the wire shape of a refund, times in the theatre's zone."""
    zone = ZoneInfo(found["time_zone"])
    known = found["customer_id"] is not None
    return HouseRefundOut(
        id=found["id"],
        booking_id=found["booking_id"],
        booking_reference=found["reference"],
        payment_id=found["payment_id"],
        customer=RefundCustomer(id=found["customer_id"], name=found["customer"], email=found["email"])
        if known
        else None,
        show=RefundShow(
            id=found["show_id"],
            movie_title=found["title"],
            theatre=TheatreRef(
                id=found["theatre_id"], name=found["theatre"], city=found["city"],
                city_name=found["city_name"],
            ),
            screen=ScreenRef(id=found["screen_id"], name=found["screen"]),
            starts_at=found["starts_at"].astimezone(zone),
            time_zone=found["time_zone"],
        ),
        amount=MoneyOut(amount=found["amount"], currency=found["currency"]),
        status=found["status"],
        reason=found["reason"],
        method=found["method"],
        at_counter=refunds.at_counter(PaymentMethod(found["method"]), RefundStatus(found["status"])),
        attempts=found["attempts"],
        due_at=_local(found["due_at"], zone),
        provider_reference=found["provider_reference"],
        last_error=found["last_error"],
        created_at=found["created_at"].astimezone(zone),
        settled_at=_local(found["settled_at"], zone),
    )  # fmt: skip


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
