"""Jobs that speak to people."""

from uuid import UUID

from server.accounts import emails
from server.core.db import transaction
from server.core.jobs import Job
from server.notifications import service
from workers.broker import tools
from workers.job import job


@job(Job.SEND_CONFIRMATION, seconds=60)
async def send_confirmation(booking_id: str) -> None:
    """Send a booking's confirmation."""
    here = await tools()
    await service.send_confirmation(
        UUID(booking_id), channel=here.channels.mail, web_url=here.settings.web_url
    )


@job(Job.SEND_CANCELLATION, seconds=60)
async def send_cancellation(booking_id: str, refund_id: str | None = None) -> None:
    """Tell a customer that tickets were cancelled or money goes back, and how much."""
    here = await tools()
    await service.send_cancellation(
        UUID(booking_id),
        UUID(refund_id) if refund_id else None,
        channel=here.channels.mail,
        web_url=here.settings.web_url,
    )


@job(Job.START_RESET, seconds=60)
async def start_reset(email: str, link_id: str) -> None:
    """Mail a link that sets a new password, if this address has an account."""
    async with transaction():
        link = await emails.start_reset(email, UUID(link_id))
    if link is not None:
        await _mail_link(link.id)


@job(Job.SEND_LINK, seconds=60)
async def send_link(link_id: str) -> None:
    """Mail a link that proves an address."""
    await _mail_link(UUID(link_id))


@job(Job.SEND_NOTICE, seconds=60)
async def send_notice(kind: str, user_id: str, to: str, notice_id: str) -> None:
    """Tell somebody that something happened to their account."""
    here = await tools()
    await service.send_notice(kind, UUID(user_id), to, UUID(notice_id), channel=here.channels.mail)


@job(Job.SEND_PHONE_CODE, seconds=60)
async def send_phone_code(code_id: str) -> None:
    """Send a code to a phone."""
    here = await tools()
    await service.send_phone_code(UUID(code_id), keys=here.signing(), channel=here.channels.sms)


async def _mail_link(link_id: UUID) -> None:
    here = await tools()
    await service.send_link(
        link_id, keys=here.signing(), channel=here.channels.mail, web_url=here.settings.web_url
    )
