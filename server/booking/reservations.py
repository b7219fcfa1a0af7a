"""From a hold to a booking that waits for payment. Runs inside one transaction; calls only PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from server.booking import accessibility, queries, unpaid
from server.booking import offer as offers
from server.booking.errors import HoldGone
from server.booking.holds import HeldSeats
from server.booking.offer import Offer
from server.booking.sale import Sale
from server.booking.settlement import expire_locked, lock, settle
from server.booking.unpaid import UnpaidCaps
from server.core import audit
from server.core.clock import now
from server.core.db import row, rows
from server.core.ids import booking_reference, new_id, ticket_code
from server.core.money import Money
from server.core.tokens import Caller
from server.payments import service as payments
from server.payments.gateways.base import Outcome, Standing
from server.payments.models import PaymentMethod
from server.venues.errors import ShowNotOnSale
from server.venues.shows import lock_open_show

LIVE_SEAT_INDEX = "tickets_live_seat"
REFERENCE_INDEX = "bookings_reference_key"


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is to be reserved, in which sale, for which offer, how it will be paid and until when."""

    sale: Sale
    held: HeldSeats
    offer: Offer
    method: PaymentMethod
    expires_at: datetime
    caps: UnpaidCaps | None = None
    """What may wait unpaid; None for the house's own people, who stand at the counter."""
    places: int = 0
    """Wheelchair places of the show that its customer may have; 0 is no limit."""
    placed_from: str | None = None
    """The name of the address it comes from."""
    override: tuple[Caller, str] | None = None
    """Who of the house passed over the rules of accessible places, and why."""


async def reserve(wanted: Reservation) -> UUID:
    """Write the booking, its lines, tickets and first payment attempt; return the booking's id.

    Raises ``ShowNotOnSale``, ``TooManyUnpaid``, ``TooManyPlaces``, ``HoldGone`` where another booking has had
    the hold, what ``offer.redeem`` raises, and the database's unique violation of
    ``tickets_live_seat`` when a seat has a live ticket already. Bookings whose time is over do not stand in
    the way, whether or not a sweep has seen them. What costs nothing is confirmed at once.
    """
    held, at = wanted.held, now()
    buyer = wanted.sale.buyer
    if buyer is not None:
        await unpaid.lock(buyer, wanted.placed_from if wanted.caps else None)
    if wanted.caps is not None and buyer is not None:
        await unpaid.ensure_room(
            wanted.caps, user_id=buyer, address=wanted.placed_from, show_id=held.show.id,
            seats=len(held.hold.seats),
        )  # fmt: skip
    if wanted.places and buyer is not None:
        categories = (seat.category for seat in wanted.offer.quote.seats)
        await accessibility.ensure_few_places(buyer, held.show.id, categories, most=wanted.places)
    if not await lock_open_show(held.show.id, at=at, seen=held.show):
        raise ShowNotOnSale
    if found := await queries.overdue_on(held.show.id, held.hold.seats):
        overdue = [await lock(booking_id) for booking_id in sorted(found)]
        await offers.lock(found, also=wanted.offer)
        for booking in overdue:
            await expire_locked(booking, at=at)
    quote = wanted.offer.quote
    booking_id = new_id()
    await rows(
        _BOOKING,
        [
            booking_id, booking_reference(held.show.local(at).date()), buyer, held.show.id,
            held.hold.id, quote.total, quote.currency, quote.source, quote.model_version, wanted.expires_at,
            wanted.placed_from if wanted.caps is not None else None, wanted.sale.seller,
            orjson.dumps(terms_of(held)).decode(), held.show.rules.points_rate, held.show.starts_at,
        ],
    )  # fmt: skip
    await rows(_LINES, [booking_id, *columns(quote.lines, _LINE_COLUMNS)])
    # In seat order, so that two bookings of overlapping seats wait for each other and never deadlock.
    seats = sorted(quote.seats, key=lambda seat: seat.index)
    await rows(
        _TICKETS,
        [
            booking_id, held.show.id, [new_id() for _ in seats], [ticket_code() for _ in seats],
            *columns(seats, _SEAT_COLUMNS),
        ],
    )  # fmt: skip
    if await row(_HAD, [held.hold.id, booking_id]):
        raise HoldGone  # what became of the first booking decides about its seats
    if wanted.override is not None:
        caller, reason = wanted.override
        await audit.record(
            caller, "booking.override", f"booking:{booking_id}", after={"seats": held.labels}, reason=reason
        )
    total = Money(quote.total, quote.currency)
    payment_id = await payments.open_attempt(booking_id, total, wanted.method, first=True)
    await offers.redeem(wanted.offer, booking_id=booking_id, user_id=buyer, show=held.show, at=at)
    if not quote.total:
        await settle(payment_id, Standing(Outcome.PAID), at=at)
    return booking_id


_BOOKING = """
    INSERT INTO bookings (id, reference, user_id, show_id, status, hold_id, total, currency, price_source,
                          model_version, created_at, expires_at, placed_from, sold_by,
                          cancellation_policy, points_rate, sold_start)
    VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9, now(), $10, $11, $12, $13, $14, $15)
"""
_HAD = "SELECT 1 FROM bookings WHERE hold_id = $1 AND id <> $2 LIMIT 1"


def terms_of(held: HeldSeats) -> list[dict[str, int]]:
    """Return what a cancelled ticket returns, as it was when the seats were held."""
    shown = held.quote.terms.cancellation_policy
    return list(held.show.rules.cancellation_policy if shown is None else shown)


_LINE_COLUMNS = ("kind", "label", "category", "quantity", "unit_amount", "amount")
_LINES = """
    INSERT INTO price_lines (booking_id, position, kind, label, category, quantity, unit_amount, amount)
    SELECT $1, l.position - 1, l.kind, l.label, l.category, l.quantity, l.unit_amount, l.amount
    FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[]) WITH ORDINALITY
        AS l(kind, label, category, quantity, unit_amount, amount, position)
"""
_SEAT_COLUMNS = ("index", "label", "category", "amount", "fee", "points")
_TICKETS = """
    INSERT INTO tickets (booking_id, show_id, status, created_at, id, code, seat_index, seat_label, category,
                         price, fee, points)
    SELECT $1, $2, 'reserved', now(), t.id, t.code, t.seat_index, t.seat_label, t.category, t.price, t.fee,
           t.points
    FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::int[], $9::int[], $10::int[])
        AS t(id, code, seat_index, seat_label, category, price, fee, points)
"""


def columns(things: Sequence[object], names: Sequence[str]) -> list[list[Any]]:
    """Return the values of things by name, a list for each name, as ``unnest`` takes them."""
    return [[getattr(thing, name) for thing in things] for name in names]


async def booking_of_hold(hold_id: str, sale: Sale, show_id: int) -> UUID | None:
    """Return the live booking that was made from a hold of a show, if its customer asks, or who sold it."""
    found = await row(
        "SELECT id FROM bookings WHERE hold_id = $1 AND user_id IS NOT DISTINCT FROM $2 "
        "AND (user_id IS NOT NULL OR sold_by = $3) AND show_id = $4 AND status IN ('pending', 'confirmed')",
        [hold_id, sale.buyer, sale.seller, show_id],
    )
    return found["id"] if found else None
