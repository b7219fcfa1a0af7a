"""Proving an address, changing it, and getting in again without the password.

What is answered never depends on whether an account exists: the request only writes down that somebody asked,
and a worker finds out who that is.
"""

from dataclasses import dataclass
from uuid import UUID

from tortoise.exceptions import IntegrityError

from server.accounts import links, sessions
from server.accounts.errors import EmailTaken
from server.accounts.models import AccountLink, LinkPurpose, User
from server.core import outbox
from server.core.clock import now
from server.core.ids import new_id
from server.core.jobs import Job
from server.core.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Proven:
    """What following a link brought about."""

    user: User
    former_email: str | None
    """The address before, where it was changed."""


async def ask_verification(user: User) -> None:
    """Have a link sent that proves the account's own address. Inside a transaction."""
    link = await links.make(user, LinkPurpose.VERIFY_EMAIL, user.email)
    await outbox.put(Job.SEND_LINK, link_id=str(link.id))


async def ask_change(user: User, email: str) -> None:
    """Have a link sent to a new address, and both sides told. Inside a transaction.

    If the new address has an account already, its owner is told and there is no link; whoever asked sees no
    difference.
    """
    if email == user.email:
        return
    await links.withdraw(user.id, LinkPurpose.CHANGE_EMAIL)
    if await User.filter(email=email).exists():
        await outbox.put(
            Job.SEND_NOTICE, kind="address_in_use", user_id=str(user.id), to=email, notice_id=_id()
        )
        return
    link = await links.make(user, LinkPurpose.CHANGE_EMAIL, email)
    await outbox.put(Job.SEND_LINK, link_id=str(link.id))
    await tell(user, "email_change_asked")


async def ask_reset(email: str) -> None:
    """Have a worker see whether this address has an account, and send it a link. Inside a transaction."""
    await outbox.put(Job.START_RESET, email=email, link_id=_id())


async def start_reset(email: str, link_id: UUID) -> AccountLink | None:
    """Write the link of a reset down, once; None where there is no such account. Inside a transaction."""
    user = await User.filter(email=email, deleted_at=None).first()
    if user is None:
        return None
    return await links.make(user, LinkPurpose.RESET_PASSWORD, user.email, link_id=link_id)


async def verify(keys: KeyRing, token: str) -> Proven:
    """Follow a link that proves an address; raises ``LinkGone`` and ``EmailTaken``. Inside a transaction."""
    link = await links.use(keys, token, LinkPurpose.VERIFY_EMAIL, LinkPurpose.CHANGE_EMAIL)
    user, former = link.user, link.user.email
    if link.purpose is LinkPurpose.VERIFY_EMAIL:
        if link.email != user.email:  # changed meanwhile: this proves an address that nobody uses
            return Proven(user, None)
        await _proven(user)
        return Proven(user, None)
    await tell(user, "email_changed")  # to the former address, as it is about to change
    try:
        await User.filter(id=user.id).update(email=link.email, email_verified_at=now())
    except IntegrityError as error:
        raise EmailTaken from error
    await links.withdraw(user.id, *LinkPurpose)
    user.email, user.email_verified_at = link.email, now()
    await tell(user, "email_is_now")
    return Proven(user, former)


async def reset(keys: KeyRing, token: str, password_hash: str) -> User:
    """Set a password by a mailed link, end every session, and tell. Raises ``LinkGone``. In a transaction."""
    link = await links.use(keys, token, LinkPurpose.RESET_PASSWORD)
    user = link.user
    await set_password(user, password_hash)
    await sessions.end_all(user.id)
    if link.email == user.email:
        await _proven(user)
    return user


async def set_password(user: User, password_hash: str) -> None:
    """Set a password, make links that would set another worthless, and tell. Inside a transaction."""
    user.password_hash = password_hash
    await user.save(update_fields=["password_hash"])
    await links.withdraw(user.id, LinkPurpose.RESET_PASSWORD)
    await tell(user, "password_changed")


async def tell(user: User, kind: str) -> None:
    """Have somebody told that something happened to their account, at the address they have now."""
    await outbox.put(Job.SEND_NOTICE, kind=kind, user_id=str(user.id), to=user.email, notice_id=_id())


async def _proven(user: User) -> None:
    if user.email_verified_at is None:
        user.email_verified_at = now()
        await user.save(update_fields=["email_verified_at"])


def _id() -> str:
    return str(new_id())
