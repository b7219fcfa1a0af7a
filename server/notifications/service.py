"""Use cases of messages."""

import asyncio
from uuid import UUID

from server.accounts.models import User
from server.accounts.service import get_user
from server.booking.service import get_told
from server.core.clock import now
from server.core.db import transaction
from server.notifications import cancellation, confirmation
from server.notifications.channels import Channel
from server.notifications.models import Message


async def send_confirmation(booking_id: UUID, *, channel: Channel, web_url: str) -> bool:
    """Tell a customer that a booking is confirmed, once; False when there was nothing to say (any more)."""
    told = await get_told(booking_id)
    if told is None or told.booking.status != "confirmed":
        return False
    user = await get_user(told.user_id)
    return await _send(
        f"confirmation:{booking_id}",
        "confirmation",
        user,
        confirmation.subject(told.booking),
        confirmation.body(told.booking, name=user.name, locale=user.locale, web_url=web_url),
        channel,
    )


async def send_cancellation(
    booking_id: UUID, refund_id: UUID | None, *, channel: Channel, web_url: str
) -> bool:
    """Tell a customer that tickets were cancelled, or that money goes back, once for each refund."""
    told = await get_told(booking_id)
    if told is None:
        return False
    user = await get_user(told.user_id)
    refund = next((refund for refund in told.booking.refunds if refund.id == refund_id), None)
    return await _send(
        f"cancellation:{refund_id or booking_id}",
        "cancellation",
        user,
        cancellation.subject(told.booking, refund),
        cancellation.body(told.booking, refund, name=user.name, locale=user.locale, web_url=web_url),
        channel,
    )


async def _send(key: str, kind: str, user: User, subject: str, body: str, channel: Channel) -> bool:
    """Write a message down and deliver it; False when it was delivered before.

    The row is written before the delivery and marked after it, so a crash in between delivers the same
    message again rather than none; the channel makes a second delivery harmless.
    """
    async with transaction():
        message, _ = await Message.get_or_create(
            dedupe_key=key,
            defaults={
                "kind": kind, "recipient": user.email, "locale": user.locale, "subject": subject[:200],
                "body": body,
            },
        )  # fmt: skip
    if message.sent_at is not None:
        return False
    await asyncio.to_thread(channel.deliver, message)
    await Message.filter(id=message.id).update(sent_at=now())
    return True
