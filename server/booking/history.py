"""A customer's bookings, one or a page of them."""

from uuid import UUID

from tortoise.expressions import Q

from server.booking.counter import serves
from server.booking.models import Booking
from server.booking.schemas import PageQuery
from server.core import cursor as cursors
from server.core.errors import NotFound
from server.core.tokens import Caller

_CURSORS = cursors.Cursors("bookings of a customer", cursors.MOMENT, cursors.ID)


async def get_own(booking_id: UUID, caller: Caller) -> Booking:
    """Return a booking of the caller's, or of a theatre where they serve customers.

    Raises ``NotFound`` for any other, as if it were not there.
    """
    booking = await Booking.filter(id=booking_id).first()
    if booking is None or (booking.user_id != caller.user_id and not await serves(caller, booking.show_id)):
        raise NotFound("There is no such booking")
    return booking


async def list_own(user_id: UUID, query: PageQuery) -> tuple[list[Booking], str | None]:
    """Return one page of a customer's bookings, newest first, and the next cursor."""
    chosen = Booking.filter(user_id=user_id)
    if after := _CURSORS.decode(query.cursor):
        created_at, last_id = after
        chosen = chosen.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=last_id))
    found = await chosen.order_by("-created_at", "-id").limit(query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return page, _CURSORS.encode(page[-1].created_at, page[-1].id) if more else None
