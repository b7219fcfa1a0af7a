"""What a party pays after a promotion and points: offered before the sale, taken inside its transaction.

The held quote stays as it is: it fixes prices, fee, tax and rounding, and an offer is that quote with the
reductions the customer asks for. Whoever sells calls ``make_offer`` first, writes the offer's quote, and
calls ``redeem`` in the transaction that does. What ends the booking calls the others, under its row lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.booking.holds import HeldSeats
from server.core.db import row
from server.core.money import Money
from server.loyalty import service as loyalty
from server.loyalty.errors import PointsNotTaken
from server.pricing.quote import Quote
from server.pricing.reductions import reduce
from server.promotions import service as promotions
from server.promotions.service import Purchase
from server.venues.shows import ShowFacts


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote with what it takes of a promotion and of the customer's points."""

    quote: Quote
    promotion_id: int | None
    discount: int
    """What the promotion takes off, minor units."""
    points: int
    """Points that pay, as many as asked for and no more than needed."""


async def make_offer(
    held: HeldSeats, *, user_id: UUID | None, promo: str | None, points: int, at: datetime
) -> Offer:
    """Reduce a held quote by a promotion's code and by the buyer's points, where given. Reads only.

    A walk-in (``user_id`` None) has no points.
    Raises ``UnknownPromotion``, ``PromotionNotValid``, ``PromotionUsedUp``, ``PointsNotTaken`` and
    ``NotEnoughPoints``.
    """
    if not promo and not points:
        return Offer(held.quote, None, 0, 0)
    promotion = await promotions.find(promo) if promo else None
    if promotion is not None:
        await promotions.ensure_usable(promotion, _purchase(held.quote, held.show, user_id, at))
    if points:
        if user_id is None or not held.show.rules.point_value:
            raise PointsNotTaken
        await loyalty.ensure_balance(user_id, points)
    quote = reduce(
        held.quote,
        discount=promotions.discount_of(promotion) if promotion else None,
        points=points,
        point_value=held.show.rules.point_value,
    )
    # A promotion that takes nothing off is not used up by it.
    used = promotion.id if promotion and quote.discount else None
    return Offer(quote, used, quote.discount, quote.points)


async def redeem(
    offer: Offer, *, booking_id: UUID, user_id: UUID | None, show: ShowFacts, at: datetime
) -> None:
    """Take the promotion's use and the points of an offer, inside the transaction, after the booking's row.

    Locks the promotion first, then the customer's points; whoever calls it last in the transaction waits for
    no seat while it has them. Raises what ``make_offer`` raises, where somebody was quicker.
    """
    if offer.promotion_id is not None:
        purchase = _purchase(offer.quote, show, user_id, at, booking_id=booking_id)
        await promotions.redeem(offer.promotion_id, purchase, booking_id=booking_id, discount=offer.discount)
    if offer.points and user_id is not None:
        await loyalty.redeem(user_id, booking_id, offer.points)


async def lock(booking_ids: Sequence[UUID], *, also: Offer | None = None) -> None:
    """Take the locks of all promotions that these bookings, and an offer, use; before any of them is written.

    For whoever ends several bookings in one transaction, or ends some and sells another.
    """
    await promotions.lock(booking_ids, also=also.promotion_id if also else None)


async def give_back(booking_id: UUID) -> None:
    """Give back the promotion's use and all points of a booking that ends unpaid.

    Inside the transaction, under the booking's lock, safe twice.
    """
    await promotions.give_back([booking_id])
    await loyalty.give_back([booking_id])


async def give_back_use(booking_id: UUID) -> None:
    """Give back the promotion's use of a paid booking that the house cancels. Inside the transaction."""
    await promotions.give_back([booking_id])


async def give_back_points(booking_id: UUID, points: int) -> None:
    """Give back some points of a booking of which tickets are cancelled; never more than it still uses.

    Inside the transaction that cancels the tickets: asked twice it gives twice, up to that.
    """
    await loyalty.give_back_some(booking_id, points)


async def take_again(booking_id: UUID) -> bool:
    """Take again what ``give_back`` gave, for a booking whose money came late; False where it is gone.

    All of it or nothing. Inside the transaction, safe twice.
    """
    if not await promotions.take_again(booking_id):
        return False
    if await loyalty.take_again(booking_id):
        return True
    await promotions.give_back([booking_id])
    return False


async def earn(booking_id: UUID, paid: Money) -> None:
    """Credit the points that a confirmed booking earns, spendable once the show has ended. Safe twice.

    ``paid`` is what was paid in money; a house whose rate is 0 gives none.
    """
    await loyalty.earn(booking_id, paid)


async def unearn(booking_id: UUID, *, kept: int) -> None:
    """Reverse points of a booking until what it has earned is in proportion to what of it was kept.

    ``kept`` is what of the booking's total stays paid: the prices of its live tickets, minor units. Safe
    twice.
    """
    found = await row("SELECT total FROM bookings WHERE id = $1", [booking_id])
    if found is not None:
        await loyalty.unearn(booking_id, kept=kept, total=found["total"])


def _purchase(
    quote: Quote, show: ShowFacts, user_id: UUID | None, at: datetime, *, booking_id: UUID | None = None
) -> Purchase:
    async def is_first() -> bool:
        if user_id is None:
            return False
        if booking_id is not None:
            # Two promotions for a first booking have two locks; the customer has one.
            await loyalty.lock(user_id)
        return await _is_first_booking(user_id, but=booking_id)

    return Purchase(
        user_id=user_id,
        theatre_id=show.theatre_id,
        movie_id=show.movie_id,
        currency=quote.currency,
        seats=len(quote.seats),
        at=at,
        is_first=is_first,
    )


async def _is_first_booking(user_id: UUID, *, but: UUID | None) -> bool:
    """Tell whether a customer has no other booking that waits or was ever paid.

    One that the house took away does not count, nor one that was never paid.
    """
    found = await row(
        "SELECT 1 FROM bookings WHERE user_id = $1 AND id IS DISTINCT FROM $2 "
        "AND (confirmed_at IS NOT NULL OR (status = 'pending' AND expires_at > now())) "
        "AND closed_by IS DISTINCT FROM 'show_cancelled' LIMIT 1",
        [user_id, but],
    )
    return found is None
