"""The rules of promotions: for whom a code counts, and that its last use is taken once.

``used`` counts the uses that have not been given back. Whoever takes one changes the promotion's row first,
and so holds its lock until the transaction ends: what is counted after that stays true.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.core.db import row, rows
from server.pricing.reckoning import Discount
from server.promotions.codes import LONGEST_CODE, code_of
from server.promotions.errors import PromotionNotValid, PromotionUsedUp, UnknownPromotion
from server.promotions.models import Promotion


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a promotion's rules are asked about."""

    user_id: UUID | None
    """The buyer; None for a walk-in, who may use what is not counted by account."""
    theatre_id: int
    movie_id: int
    currency: str
    seats: int
    at: datetime
    is_first: Callable[[], Awaitable[bool]]
    """Whether it is the customer's first booking; asked only where that matters, and then under the lock."""


async def find(code: str) -> Promotion:
    """Return the promotion with this code, however it is typed; raises ``UnknownPromotion``."""
    kept = code_of(code)
    # A code that its column cannot hold is nobody's.
    promotion = await Promotion.filter(code=kept).first() if len(kept) <= LONGEST_CODE else None
    if promotion is None:
        raise UnknownPromotion
    return promotion


def discount_of(promotion: Promotion) -> Discount:
    """Return what a promotion takes off."""
    return Discount(promotion.label, promotion.kind.value, promotion.value, promotion.max_discount)


async def ensure_usable(promotion: Promotion, purchase: Purchase) -> None:
    """Raise ``PromotionNotValid`` or ``PromotionUsedUp`` unless a promotion counts for a purchase now."""
    await _ensure_valid(promotion, purchase)
    if promotion.total_limit is not None and promotion.used >= promotion.total_limit:
        raise PromotionUsedUp(scope="everybody")
    if purchase.user_id is not None:
        await _ensure_not_used_up_by(purchase.user_id, promotion)


_TAKE = """
    UPDATE promotions SET used = used + 1
    WHERE id = $1 AND (total_limit IS NULL OR used < total_limit) RETURNING id
"""
_USE = """
    INSERT INTO promotion_uses (promotion_id, user_id, booking_id, discount, created_at)
    VALUES ($1, $2, $3, $4, now())
"""


async def redeem(promotion_id: int, purchase: Purchase, *, booking_id: UUID, discount: int) -> None:
    """Take one use of a promotion for a booking, inside the transaction that makes it.

    Raises what ``ensure_usable`` raises: the promotion may have changed, or somebody was quicker.
    """
    if await row(_TAKE, [promotion_id]) is None:
        raise PromotionUsedUp(scope="everybody")
    promotion = await Promotion.get(id=promotion_id)
    await _ensure_valid(promotion, purchase)
    if purchase.user_id is not None:
        await _ensure_not_used_up_by(purchase.user_id, promotion)
    await rows(_USE, [promotion_id, purchase.user_id, booking_id, discount])


_LOCK = """
    SELECT p.id FROM promotions p WHERE p.id = $2::int OR p.id IN (
        SELECT promotion_id FROM promotion_uses WHERE booking_id = ANY($1::uuid[]) AND returned_at IS NULL)
    ORDER BY p.id FOR UPDATE
"""
_GIVE_BACK = """
    WITH returned AS (
        UPDATE promotion_uses SET returned_at = now()
        WHERE booking_id = ANY($1::uuid[]) AND returned_at IS NULL RETURNING promotion_id
    )
    UPDATE promotions p SET used = p.used - r.uses
    FROM (SELECT promotion_id, count(*) AS uses FROM returned GROUP BY promotion_id) r
    WHERE p.id = r.promotion_id
"""


async def lock(booking_ids: Sequence[UUID], *, also: int | None = None) -> bool:
    """Lock the promotions that bookings use, and one more, until the transaction ends; tell if there are any.

    In order of their ids: whoever needs several takes all in one call, so that two who do wait for each other
    and never deadlock.
    """
    return bool(await rows(_LOCK, [list(booking_ids), also]))


async def give_back(booking_ids: Sequence[UUID]) -> None:
    """Give back the uses of bookings that ended; doing it again changes nothing. Inside the transaction."""
    if await lock(booking_ids):
        await rows(_GIVE_BACK, [list(booking_ids)])


_TAKE_AGAIN = """
    WITH again AS (
        UPDATE promotion_uses SET returned_at = NULL
        WHERE booking_id = $1 AND returned_at IS NOT NULL RETURNING promotion_id
    )
    UPDATE promotions p SET used = p.used + 1 FROM again WHERE p.id = again.promotion_id
"""


async def take_again(booking_id: UUID) -> bool:
    """Take again the use that ``give_back`` gave, where there was one; False where none is left.

    Its time and its other rules were met when the booking was made. Inside the transaction, safe twice.
    """
    use = await row(
        "SELECT promotion_id, user_id FROM promotion_uses WHERE booking_id = $1 AND returned_at IS NOT NULL",
        [booking_id],
    )
    if use is None:
        return True
    promotion = await Promotion.filter(id=use["promotion_id"]).select_for_update().get()
    if promotion.total_limit is not None and promotion.used >= promotion.total_limit:
        return False
    if use["user_id"] is not None and await _is_used_up_by(use["user_id"], promotion):
        return False
    await rows(_TAKE_AGAIN, [booking_id])
    return True


async def _ensure_valid(promotion: Promotion, purchase: Purchase) -> None:
    if not promotion.active:
        raise PromotionNotValid("inactive")
    if purchase.at < promotion.starts_at:
        raise PromotionNotValid("not_started", starts_at=promotion.starts_at)
    if promotion.ends_at is not None and purchase.at >= promotion.ends_at:
        raise PromotionNotValid("ended")
    if promotion.currency not in {None, purchase.currency}:
        raise PromotionNotValid("theatre")
    if promotion.theatre_ids and purchase.theatre_id not in promotion.theatre_ids:
        raise PromotionNotValid("theatre")
    if promotion.movie_ids and purchase.movie_id not in promotion.movie_ids:
        raise PromotionNotValid("movie")
    if purchase.seats < promotion.min_seats:
        raise PromotionNotValid("min_seats", min_seats=promotion.min_seats)
    if purchase.user_id is None and (promotion.per_user_limit is not None or promotion.first_booking_only):
        raise PromotionNotValid("account")
    if promotion.first_booking_only and not await purchase.is_first():
        raise PromotionNotValid("first_booking")


async def _ensure_not_used_up_by(user_id: UUID, promotion: Promotion) -> None:
    if await _is_used_up_by(user_id, promotion):
        raise PromotionUsedUp("You have used this promotion as often as it may be", scope="user")


async def _is_used_up_by(user_id: UUID, promotion: Promotion) -> bool:
    if promotion.per_user_limit is None:
        return False
    found = await rows(
        "SELECT 1 FROM promotion_uses "
        "WHERE promotion_id = $1 AND user_id = $2 AND returned_at IS NULL LIMIT $3",
        [promotion.id, user_id, promotion.per_user_limit],
    )
    return len(found) >= promotion.per_user_limit
