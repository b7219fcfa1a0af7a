"""Use cases of messages."""

import asyncio
from uuid import UUID

from server.accounts import links, phones
from server.accounts.models import AccountLink, LinkPurpose, PhoneCode, User
from server.accounts.service import get_user
from server.booking.service import get_told
from server.core.clock import now
from server.core.db import transaction
from server.core.keys import KeyRing
from server.notifications import account, cancellation, confirmation
from server.notifications.channels import Channel, Letter
from server.notifications.models import Message

_SECRET = "⟨only in the message itself⟩"  # noqa: S105 # what stands in the row for it


async def send_confirmation(booking_id: UUID, *, channel: Channel, web_url: str) -> bool:
    """Tell a customer that a booking is confirmed, once; False when there was nothing to say (any more)."""
    told = await get_told(booking_id)
    if told is None or told.user_id is None or told.booking.status != "confirmed":
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
    if told is None or told.user_id is None:
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


async def send_link(link_id: UUID, *, keys: KeyRing, channel: Channel, web_url: str) -> bool:
    """Mail a link that was asked for, once; False when it was mailed or is no longer wanted."""
    link = await AccountLink.filter(id=link_id, used_at=None).prefetch_related("user").first()
    if link is None or link.expires_at <= now():
        return False
    # In the fragment, which browsers send to no server: no log and no referrer ever holds it.
    page = "reset" if link.purpose is LinkPurpose.RESET_PASSWORD else "verify"
    address = f"{web_url}/{page}#token={links.token_of(keys, link)}"
    return await _send_text(
        f"link:{link_id}", link.purpose.value, link.user, channel, to=link.email, secret=address
    )


async def send_notice(kind: str, user_id: UUID, to: str, notice_id: UUID, *, channel: Channel) -> bool:
    """Tell somebody that something happened to their account, once."""
    return await _send_text(f"notice:{notice_id}", kind, await get_user(user_id), channel, to=to)


async def send_phone_code(code_id: UUID, *, keys: KeyRing, channel: Channel | None) -> bool:
    """Send a code to a phone, once; False when it was sent or is no longer wanted."""
    code = await PhoneCode.filter(id=code_id, used_at=None).prefetch_related("user").first()
    if code is None or code.expires_at <= now() or channel is None:
        return False
    return await _send_text(
        f"code:{code_id}",
        "phone_code",
        code.user,
        channel,
        to=code.phone,
        secret=phones.digits_of(keys, code.id),
    )


async def _send_text(key: str, kind: str, user: User, channel: Channel, *, to: str, secret: str = "") -> bool:
    text = account.text(kind, user.locale)
    # Whoever signs up with another person's address must not have words of their own mailed there.
    known = user.email_verified_at is not None and to == user.email
    body = text.body.format(name=f" {user.name}" if known else "", email=to, secret=_SECRET)
    return await _send(key, kind, user, text.subject, body, channel, to=to, secret=secret)


async def _send(
    key: str, kind: str, user: User, subject: str, body: str, channel: Channel, *, to: str | None = None,
    secret: str = "",
) -> bool:  # fmt: skip
    """Write a message down and deliver it; False when it was delivered before.

    The row is written before the delivery and marked after it, so a crash in between delivers the same
    message again rather than none; the channel makes a second delivery harmless. What only the addressee may
    read is put in on the way out and kept nowhere.
    """
    async with transaction():
        message, _ = await Message.get_or_create(
            dedupe_key=key,
            defaults={
                "kind": kind, "user_id": user.id, "recipient": to or user.email, "locale": user.locale,
                "subject": " ".join(subject.split())[:200], "body": body,
            },
        )  # fmt: skip
    if message.sent_at is not None:
        return False
    letter = Letter(message, message.body.replace(_SECRET, secret))
    await asyncio.to_thread(channel.deliver, letter)
    # The good-bye to somebody who has left is the last that is known of their address.
    gone = {"recipient": "", "body": ""} if user.deleted_at is not None else {}
    await Message.filter(id=message.id).update(sent_at=now(), **gone)
    return True
