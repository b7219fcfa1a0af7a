"""Use cases of messages."""

import asyncio
from uuid import UUID

from server.accounts.service import get_user
from server.booking.service import get_confirmed
from server.core.clock import now
from server.core.db import transaction
from server.notifications import confirmation
from server.notifications.channels import Channel
from server.notifications.models import Message


async def send_confirmation(booking_id: UUID, *, channel: Channel, web_url: str) -> bool:
    """Tell a customer that a booking is confirmed, once; False when there was nothing to say (any more).

    The row is written before the delivery and marked after it, so a crash in between delivers the same
    message again rather than none; the channel makes a second delivery harmless.
    """
    confirmed = await get_confirmed(booking_id)
    if confirmed is None:
        return False
    user = await get_user(confirmed.user_id)
    async with transaction():
        message, _ = await Message.get_or_create(
            dedupe_key=f"confirmation:{booking_id}",
            defaults={
                "kind": "confirmation",
                "recipient": user.email,
                "locale": user.locale,
                "subject": confirmation.subject(confirmed.booking),
                "body": confirmation.body(
                    confirmed.booking, name=user.name, locale=user.locale, web_url=web_url
                ),
            },
        )
    if message.sent_at is not None:
        return False
    await asyncio.to_thread(channel.deliver, message)
    await Message.filter(id=message.id).update(sent_at=now())
    return True
