"""Jobs that speak to people."""

from uuid import UUID

from server.core.jobs import Job
from server.notifications import service
from workers.broker import tools
from workers.job import job


@job(Job.SEND_CONFIRMATION, seconds=60)
async def send_confirmation(booking_id: str) -> None:
    """Send a booking's confirmation."""
    here = await tools()
    await service.send_confirmation(UUID(booking_id), channel=here.channel, web_url=here.settings.web_url)


@job(Job.SEND_CANCELLATION, seconds=60)
async def send_cancellation(booking_id: str, refund_id: str | None = None) -> None:
    """Tell a customer that tickets were cancelled or money goes back, and how much."""
    here = await tools()
    await service.send_cancellation(
        UUID(booking_id),
        UUID(refund_id) if refund_id else None,
        channel=here.channel,
        web_url=here.settings.web_url,
    )
