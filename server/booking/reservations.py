"""From a hold to a booking that waits for payment. Runs inside one transaction; calls only PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.booking import queries
from server.booking.holds import HeldSeats
from server.booking.models import Booking, BookingStatus, PriceLine, Ticket
from server.booking.settlement import expire_locked, lock
from server.core.clock import now
from server.core.ids import booking_reference
from server.core.money import Money
from server.payments import service as payments
from server.payments.models import PaymentMethod

LIVE_SEAT_INDEX = "tickets_live_seat"
REFERENCE_INDEX = "bookings_reference_key"


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is to be reserved, for whom, how it will be paid and until when."""

    user_id: UUID
    held: HeldSeats
    method: PaymentMethod
    expires_at: datetime


async def reserve(wanted: Reservation) -> Booking:
    """Write the booking, its lines, tickets and first payment attempt.

    Raises the database's unique violation of ``tickets_live_seat`` when a seat has a live ticket already.
    Bookings whose time is over do not stand in the way, whether or not a sweep has seen them.
    """
    held = wanted.held
    for overdue in await queries.overdue_on(held.show.id, held.hold.seats):
        await expire_locked(await lock(overdue), at=now())
    quote = held.quote
    booking = await Booking.create(
        reference=booking_reference(held.show.local(now()).date()),
        user_id=wanted.user_id,
        show_id=held.show.id,
        hold_id=held.hold.id,
        total=quote.total,
        currency=quote.currency,
        price_source=quote.source,
        model_version=quote.model_version,
        expires_at=wanted.expires_at,
    )
    await PriceLine.bulk_create(
        PriceLine(
            booking=booking,
            position=position,
            kind=line.kind,
            label=line.label,
            category=line.category,
            quantity=line.quantity,
            unit_amount=line.unit_amount,
            amount=line.amount,
        )
        for position, line in enumerate(quote.lines)
    )
    # In seat order, so that two bookings of overlapping seats wait for each other and never deadlock.
    await Ticket.bulk_create(
        Ticket(
            booking=booking,
            show_id=held.show.id,
            seat_index=seat.index,
            seat_label=seat.label,
            category=seat.category,
            price=seat.amount,
        )
        for seat in sorted(quote.seats, key=lambda seat: seat.index)
    )
    await payments.open_attempt(booking.id, Money(quote.total, quote.currency), wanted.method)
    return booking


async def booking_of_hold(hold_id: str, user_id: UUID) -> Booking | None:
    """Return the live booking that was made from a hold, if its customer asks."""
    return await Booking.filter(
        hold_id=hold_id,
        user_id=user_id,
        status__in=[BookingStatus.PENDING, BookingStatus.CONFIRMED],
    ).first()
