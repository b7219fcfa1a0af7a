"""Jobs that speak to people."""

from uuid import UUID

import dramatiq

from server.core.jobs import QUEUES, Job
from server.notifications import service
from workers.broker import broker, tools


@dramatiq.actor(
    broker=broker,
    actor_name=Job.SEND_CONFIRMATION.value,
    queue_name=QUEUES[Job.SEND_CONFIRMATION],
    time_limit=60_000,
)
async def send_confirmation(booking_id: str) -> None:
    """Send a booking's confirmation."""
    here = await tools()
    await service.send_confirmation(UUID(booking_id), channel=here.channel, web_url=here.settings.web_url)
