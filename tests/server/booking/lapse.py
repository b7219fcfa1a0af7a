"""A booking whose time is over."""

from typing import Any
from uuid import UUID

from server.booking.settlement import expire
from server.core.clock import now
from server.core.db import rows, transaction


async def run_out(booking: dict[str, Any]) -> None:
    """Let a booking's time be over, and a sweep have seen it."""
    await rows("UPDATE bookings SET expires_at = now() - interval '1 second' WHERE id = $1", [booking["id"]])
    async with transaction():
        await expire(UUID(booking["id"]), at=now())
