"""The rules of points. What is written, is written inside the transaction of the booking it belongs to.

A customer's balance is the sum of the entries whose time has come. Whoever spends takes the customer's lock
first, so that what is counted after it cannot be spent by anybody else; whoever gives needs no lock.
Writers for one booking come one after the other, under that booking's row lock.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.core.db import row, rows
from server.core.money import Money, minor_units
from server.loyalty.errors import NotEnoughPoints
from server.loyalty.models import PointsReason


class Points(NamedTuple):
    """A customer's points."""

    balance: int
    """What can be spent now."""
    coming: int
    """What was earned with shows that have not ended yet."""


_WRITE = """
    INSERT INTO points_ledger (user_id, booking_id, delta, reason, available_at, created_at)
    VALUES ($1, $2, $3, $4, coalesce($5, now()), now())
"""
# The time of the clock, not of the transaction's beginning: whoever waited for the customer's lock must count
# what was written meanwhile.
_POINTS = """
    SELECT coalesce(sum(delta) FILTER (WHERE available_at <= clock_timestamp()), 0) AS balance,
           coalesce(sum(delta) FILTER (WHERE available_at > clock_timestamp()), 0) AS coming
    FROM points_ledger WHERE user_id = $1
"""
_SPENT = """
    SELECT user_id, -sum(delta) AS left, -min(delta) AS taken FROM points_ledger
    WHERE booking_id = $1 AND reason IN ('redeemed', 'returned') GROUP BY user_id
"""


async def lock(user_id: UUID) -> None:
    """Take a customer's lock until the transaction ends."""
    await rows("SELECT pg_advisory_xact_lock(hashtextextended('points:' || $1::text, 0))", [str(user_id)])


async def points_of(user_id: UUID) -> Points:
    """Return what a customer has."""
    (found,) = await rows(_POINTS, [user_id])
    return Points(found["balance"], found["coming"])


async def ensure_balance(user_id: UUID, points: int) -> None:
    """Raise ``NotEnoughPoints`` unless a customer has so many to spend."""
    there = await points_of(user_id)
    if there.balance < points:
        raise NotEnoughPoints(balance=there.balance)


async def redeem(user_id: UUID, booking_id: UUID, points: int) -> None:
    """Spend points on a booking, once a booking. Raises ``NotEnoughPoints``."""
    await lock(user_id)
    if await row(_SPENT, [booking_id]) is not None:
        return
    await ensure_balance(user_id, points)
    await _write(user_id, booking_id, -points, PointsReason.REDEEMED)


async def give_back(booking_ids: Sequence[UUID]) -> None:
    """Give back all points that bookings still spend; doing it again changes nothing."""
    await rows(
        "INSERT INTO points_ledger (user_id, booking_id, delta, reason, available_at, created_at) "
        "SELECT user_id, booking_id, -sum(delta), 'returned', now(), now() FROM points_ledger "
        "WHERE booking_id = ANY($1::uuid[]) AND reason IN ('redeemed', 'returned') "
        "GROUP BY user_id, booking_id HAVING sum(delta) < 0",
        [list(booking_ids)],
    )


async def give_back_some(booking_id: UUID, points: int) -> None:
    """Give back so many of the points that a booking spends, and never more than it still does."""
    spent = await row(_SPENT, [booking_id])
    if spent is not None and (back := min(points, spent["left"])) > 0:
        await _write(spent["user_id"], booking_id, back, PointsReason.RETURNED)


async def take_again(booking_id: UUID) -> bool:
    """Spend again what ``give_back`` gave; False where the customer has spent it elsewhere. Safe twice."""
    spent = await row(_SPENT, [booking_id])
    if spent is None or (missing := spent["taken"] - spent["left"]) <= 0:
        return True
    await lock(spent["user_id"])
    if (await points_of(spent["user_id"])).balance < missing:
        return False
    await _write(spent["user_id"], booking_id, -missing, PointsReason.REDEEMED)
    return True


_EARN = """
    INSERT INTO points_ledger (user_id, booking_id, delta, reason, available_at, created_at)
    SELECT b.user_id, b.id, $2::bigint * coalesce(b.points_rate, t.points_rate) / $3, 'earned', s.ends_at,
           now()
    FROM bookings b JOIN shows s ON s.id = b.show_id JOIN theatres t ON t.id = s.theatre_id
    WHERE b.id = $1 AND b.user_id IS NOT NULL AND $2::bigint * coalesce(b.points_rate, t.points_rate) >= $3
    ON CONFLICT (booking_id) WHERE reason = 'earned' DO NOTHING
"""


async def earn(booking_id: UUID, paid: Money) -> None:
    """Credit what a paid booking earns, for when its show has ended; once a booking.

    The rate that the theatre had when it was sold, for each 100 of the main unit, in part too; fractions of a
    point are dropped: at a rate of 5, ₹1,039.00 are 51 points. A walk-in has no account and earns none.
    """
    await rows(_EARN, [booking_id, paid.amount, 100 * minor_units(paid.currency)])


_EARNED = """
    SELECT user_id, sum(delta) AS left, max(delta) AS earned, max(available_at) AS available_at,
           max(available_at) <= clock_timestamp() AS available
    FROM points_ledger WHERE booking_id = $1 AND reason IN ('earned', 'reversed') GROUP BY user_id
"""


async def unearn(booking_id: UUID, *, kept: int, total: int) -> None:
    """Reverse what a booking has earned until it is in proportion to what is kept of its total. Safe twice.

    Points that could be spent already, because the show has ended, are reversed as far as they are there.
    """
    earned = await row(_EARNED, [booking_id])
    if earned is None or not total:
        return
    over = earned["left"] - earned["earned"] * kept // total
    if over > 0 and earned["available"]:
        await lock(earned["user_id"])
        over = min(over, (await points_of(earned["user_id"])).balance)
    if over > 0:
        await _write(
            earned["user_id"], booking_id, -over, PointsReason.REVERSED, available_at=earned["available_at"]
        )


async def _write(
    user_id: UUID,
    booking_id: UUID,
    delta: int,
    reason: PointsReason,
    *,
    available_at: datetime | None = None,
) -> None:
    await rows(_WRITE, [user_id, booking_id, delta, str(reason), available_at])
