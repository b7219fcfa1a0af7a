"""Jobs that move bookings along."""

from uuid import UUID

import dramatiq

from server.booking.settlement import expire
from server.core.clock import now
from server.core.db import transaction
from server.core.jobs import QUEUES, Job
from workers.broker import broker, tools


@dramatiq.actor(
    broker=broker,
    actor_name=Job.EXPIRE_BOOKING.value,
    queue_name=QUEUES[Job.EXPIRE_BOOKING],
    time_limit=30_000,
)
async def expire_booking(booking_id: str) -> None:
    """Expire a booking that was not paid in time."""
    await tools()
    async with transaction():
        await expire(UUID(booking_id), at=now())
