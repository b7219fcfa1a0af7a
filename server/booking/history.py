"""A customer's bookings, one or a page of them."""

from datetime import UTC, datetime
from uuid import UUID

from tortoise.expressions import Q

from server.booking.counter import serves
from server.booking.models import Booking
from server.booking.schemas import PageQuery
from server.core import cursor as cursors
from server.core.errors import NotFound
from server.core.tokens import Caller


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
    if after := cursors.decode(query.cursor, 2):
        try:
            created_at, last_id = datetime.fromisoformat(after[0]).astimezone(UTC), UUID(after[1])
        except (TypeError, ValueError, AttributeError) as error:
            raise cursors.BadCursor from error
        chosen = chosen.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=last_id))
    found = await chosen.order_by("-created_at", "-id").limit(query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return page, cursors.encode(page[-1].created_at, str(page[-1].id)) if more else None
