"""People, promotions and bookings as a test of reductions needs them, written straight into the database."""

from asyncio import Barrier
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.booking.models import Booking
from server.core.clock import now
from server.core.ids import new_id
from server.loyalty import service as loyalty
from server.loyalty.models import PointsEntry, PointsReason
from server.promotions.models import Promotion
from server.promotions.service import Purchase
from server.venues.models import Show
from server.venues.shows import ShowFacts


async def somebody() -> UUID:
    """Make an account."""
    user_id = new_id()
    await User.create(id=user_id, email=f"{user_id.hex}@example.com", name="A Person", password_hash="!")
    return user_id


async def grant(user_id: UUID, points: int) -> None:
    """Give somebody points, as the house likes."""
    await PointsEntry.create(user_id=user_id, delta=points, reason=PointsReason.GRANTED, available_at=now())


def together(monkeypatch: Any, module: ModuleType, name: str, count: int) -> None:
    """Have ``count`` callers of a function go on from it together: a race no control need hope for."""
    barrier, original = Barrier(count), getattr(module, name)

    async def wait_for_the_others(*args: Any, **more: Any) -> Any:
        answer = await original(*args, **more)
        await barrier.wait()
        return answer

    monkeypatch.setattr(module, name, wait_for_the_others)


async def balance(user_id: UUID) -> int:
    """Return the points somebody can spend."""
    return (await loyalty.points_of(user_id)).balance


async def coming(user_id: UUID) -> int:
    """Return the points somebody will have."""
    return (await loyalty.points_of(user_id)).coming


async def promotion(**changes: Any) -> Promotion:
    """Make a promotion: 20 % off, for everybody, since an hour ago."""
    return await Promotion.create(
        **{
            "code": "TWENTY", "label": "20 % off", "kind": "percent", "value": 2000,
            "starts_at": now() - timedelta(hours=1), **changes,
        }
    )  # fmt: skip


async def booking(show: Show | ShowFacts, user_id: UUID, *, status: str = "pending", **facts: Any) -> UUID:
    """Make a booking of nothing."""
    made = await Booking.create(
        **{
            "reference": f"MVM-{new_id().hex[-12:]}", "user_id": user_id, "show_id": show.id,
            "status": status, "hold_id": f"{show.id}-{new_id().hex}", "total": 1000, "currency": "INR",
            "price_source": "base", "expires_at": now() + timedelta(minutes=5),
            "confirmed_at": now() if status == "confirmed" else None, **facts,
        }
    )  # fmt: skip
    return made.id


def purchase(user_id: UUID, **changes: Any) -> Purchase:
    """Describe a purchase that meets every rule."""

    async def is_first() -> bool:
        return True

    return Purchase(
        **{
            "user_id": user_id, "theatre_id": 1, "movie_id": 1, "currency": "INR", "seats": 2, "at": now(),
            "is_first": is_first, **changes,
        }
    )  # fmt: skip
