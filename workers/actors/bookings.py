"""Jobs that move bookings along."""

from uuid import UUID

from server.booking import show_cancellation
from server.booking.settlement import expire
from server.core.clock import now
from server.core.db import transaction
from server.core.jobs import Job
from workers.broker import tools
from workers.job import job


@job(Job.EXPIRE_BOOKING, seconds=30, takes_turns=True)
async def expire_booking(booking_id: str) -> None:
    """Expire a booking that was not paid in time."""
    async with transaction():
        await expire(UUID(booking_id), at=now())


@job(Job.CANCEL_SHOW, seconds=60)
async def cancel_show(show_id: int) -> None:
    """End the next batch of a cancelled show's bookings, and its live map."""
    await (await tools()).engine.close(show_id)
    await show_cancellation.end_batch(show_id)
