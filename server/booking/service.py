"""What other domains may ask of booking."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.booking.models import Booking, BookingStatus, Ticket, TicketStatus
from server.booking.schemas import BookingOut
from server.booking.views import booking_out


async def ticket_is_valid(code: str) -> bool:
    """Tell whether a ticket with this code may be shown at the door, or was."""
    return await Ticket.filter(code=code, status__in=[TicketStatus.VALID, TicketStatus.USED]).exists()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed booking, for whoever tells the customer."""

    user_id: UUID
    booking: BookingOut


async def get_confirmed(booking_id: UUID) -> Confirmed | None:
    """Return a booking if it stands confirmed, else None."""
    booking = await Booking.filter(id=booking_id, status=BookingStatus.CONFIRMED).first()
    if booking is None:
        return None
    return Confirmed(booking.user_id, await booking_out(booking.id))


@dataclass(frozen=True, slots=True)
class SeatsOfBooking:
    """What the seat engine must be told about a booking."""

    show_id: int
    hold_id: str
    status: BookingStatus
    seats: list[int]
    expires_at: datetime | None


async def seats_of_booking(booking_id: UUID) -> SeatsOfBooking | None:
    """Return a booking's seats and state, or None where there is no such booking."""
    booking = await Booking.filter(id=booking_id).prefetch_related("tickets").first()
    if booking is None:
        return None
    return SeatsOfBooking(
        show_id=booking.show_id,
        hold_id=booking.hold_id,
        status=booking.status,
        seats=[ticket.seat_index for ticket in booking.tickets],
        expires_at=booking.expires_at,
    )
