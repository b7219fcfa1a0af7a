"""Jobs that tell the seat engine what PostgreSQL decided."""

from uuid import UUID

import dramatiq

from server.booking import seatsync
from server.core.jobs import QUEUES, Job
from workers.broker import broker, tools


@dramatiq.actor(
    broker=broker, actor_name=Job.SETTLE_SEATS.value, queue_name=QUEUES[Job.SETTLE_SEATS], time_limit=30_000
)
async def settle_seats(booking_id: str) -> None:
    """Mark a booking's seats sold, or let them go."""
    await seatsync.settle_seats((await tools()).engine, UUID(booking_id))
