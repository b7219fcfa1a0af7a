"""What other domains may ask of booking."""

from dataclasses import dataclass
from uuid import UUID

from server.booking.models import Booking, Ticket, TicketStatus
from server.booking.schemas import BookingOut
from server.booking.views import booking_out


async def ticket_is_valid(code: str) -> bool:
    """Tell whether a ticket with this code may be shown at the door, or was."""
    return await Ticket.filter(code=code, status__in=[TicketStatus.VALID, TicketStatus.USED]).exists()


@dataclass(frozen=True, slots=True)
class Told:
    """A booking as it stands, for whoever tells its customer."""

    user_id: UUID | None
    """Whose it is; None for a walk-in, who is told nothing."""
    booking: BookingOut


async def get_told(booking_id: UUID) -> Told | None:
    """Return a booking as its customer may be told of it, or None."""
    booking = await Booking.filter(id=booking_id).first()
    if booking is None:
        return None
    return Told(booking.user_id, await booking_out(booking.id))
