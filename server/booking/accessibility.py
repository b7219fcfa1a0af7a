"""Places for wheelchairs, and the seats for those who come along: whom they are given to.

A companion's seat goes with a wheelchair place of its own beside it, and nobody takes more wheelchair places
of a show than the house allows one person. The house's people may do otherwise, and say why.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from server.booking.errors import CompanionAlone, TooManyPlaces
from server.booking.models import LIVE
from server.core.db import row
from server.venues.layouts import Layout, get_layout
from server.venues.models import SeatCategory
from server.venues.shows import ShowFacts


def ensure_fitting(layout: Layout, show: ShowFacts, seats: Sequence[int], *, most: int) -> None:
    """Raise ``CompanionAlone`` or ``TooManyPlaces`` unless one party may choose these seats (indexes).

    ``most`` is how many wheelchair places it may take; 0 is no limit.
    """
    plan = layout.plan(show.base_prices)
    if alone := plan.alone(seats):
        raise CompanionAlone(seats=[layout.seats[index].label for index in alone])
    if most and plan.places_among(seats) > most:
        raise TooManyPlaces(limit=most)


async def ensure_companions_stay(show: ShowFacts, left: Sequence[int], given_back: Sequence[int]) -> None:
    """Raise ``CompanionAlone`` if giving seats back takes a companion's wheelchair place and not its seat.

    ``left`` and ``given_back`` are the seats (indexes) of one booking. Who sat alone before may go on.
    """
    layout = await get_layout(show.layout_id)
    plan = layout.plan(show.base_prices)
    before = set(plan.alone([*left, *given_back]))
    if alone := [seat for seat in plan.alone(left) if seat not in before]:
        raise CompanionAlone(
            "Give back the companion's seat as well", seats=[layout.seats[index].label for index in alone]
        )


async def places_booked(user_id: UUID, show_id: int) -> int:
    """Return how many wheelchair places of a show an account has, paid for or waiting for their money."""
    found = await row(
        "SELECT count(*) AS places FROM tickets k JOIN bookings b ON b.id = k.booking_id "
        "WHERE b.user_id = $1 AND k.show_id = $2 AND k.category = $3 AND k.status = ANY($4::text[]) "
        "AND (b.status <> 'pending' OR b.expires_at > now())",
        [user_id, show_id, SeatCategory.WHEELCHAIR, [str(status) for status in LIVE]],
    )
    return int(found["places"]) if found else 0


async def ensure_few_places(user_id: UUID, show_id: int, categories: Iterable[str], *, most: int) -> None:
    """Raise ``TooManyPlaces`` if an account would have more than its share.

    ``categories`` are those of the seats it is about to have. Inside the transaction that sells them, under
    the account's lock.
    """
    wanted = sum(category == SeatCategory.WHEELCHAIR for category in categories)
    if wanted and most and wanted + await places_booked(user_id, show_id) > most:
        raise TooManyPlaces(limit=most)
