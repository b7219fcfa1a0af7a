"""Jobs that tell the seat engine what PostgreSQL decided."""

from uuid import UUID

from server.booking import seatsync
from server.booking.mending import mend
from server.core.jobs import Job
from workers.broker import tools
from workers.job import job


@job(Job.SETTLE_SEATS, seconds=30, takes_turns=True)
async def settle_seats(booking_id: str) -> None:
    """Mark a booking's seats sold, free, or let them go."""
    await seatsync.settle_seats((await tools()).engine, UUID(booking_id))


@job(Job.CLOSE_SEATS, seconds=30, takes_turns=True)
async def close_seats(show_id: int) -> None:
    """Forget the live map of a show that became another; whoever asks for it has it opened anew."""
    await (await tools()).engine.close(show_id)


@job(Job.SETTLE_SALE, seconds=30, takes_turns=True)
async def settle_sale(show_id: int) -> None:
    """Have the live map sell what PostgreSQL sells, once a category got or lost its price."""
    await mend((await tools()).engine, show_id)
