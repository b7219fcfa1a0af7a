"""Links that prove something: signed when they are mailed, good once, and for a while.

The row says what was asked for; the token that the mail carries is the row's id under the house's signature.
A copy of the database lets nobody follow a link, and a link that was followed lets nobody in again.
"""

from datetime import timedelta
from uuid import UUID

import jwt

from server.accounts.errors import LinkGone
from server.accounts.models import AccountLink, LinkPurpose, User
from server.core.clock import now
from server.core.ids import new_id
from server.core.keys import KeyRing

_AUDIENCE = "account-link"
LIFETIMES = {
    LinkPurpose.VERIFY_EMAIL: timedelta(days=3),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
    LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
}


async def make(user: User, purpose: LinkPurpose, email: str, *, link_id: UUID | None = None) -> AccountLink:
    """Write a link down, once for an id that is given. Inside a transaction."""
    link, _ = await AccountLink.get_or_create(
        id=link_id or new_id(),
        defaults={
            "user": user, "purpose": purpose, "email": email, "expires_at": now() + LIFETIMES[purpose]
        },
    )  # fmt: skip
    return link


def token_of(keys: KeyRing, link: AccountLink) -> str:
    """Return the token that a mail carries."""
    return keys.sign(_AUDIENCE, {"jti": str(link.id), "pur": link.purpose.value, "exp": link.expires_at})


async def look(keys: KeyRing, token: str, *purposes: LinkPurpose) -> User:
    """Return whose link this is, without using it; raises ``LinkGone`` when it is good for nothing."""
    return (await _good(keys, token, purposes, lock=False)).user


async def use(keys: KeyRing, token: str, *purposes: LinkPurpose) -> AccountLink:
    """Use a link up and return it with its user; raises ``LinkGone``. Inside a transaction.

    Every other waiting link of the same user and purpose is used up with it.
    """
    link = await _good(keys, token, purposes, lock=True)
    await withdraw(link.user_id, link.purpose)
    return link


async def _good(keys: KeyRing, token: str, purposes: tuple[LinkPurpose, ...], *, lock: bool) -> AccountLink:
    try:
        claims = keys.verify(_AUDIENCE, token, require=("jti", "pur"))
        link_id, purpose = UUID(claims["jti"]), LinkPurpose(claims["pur"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise LinkGone from error
    if purpose not in purposes:
        raise LinkGone
    wanted = AccountLink.filter(id=link_id, purpose=purpose)
    link = await (wanted.select_for_update() if lock else wanted).prefetch_related("user").first()
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= now()
        or link.user.deleted_at is not None
    ):
        raise LinkGone
    return link


async def withdraw(user_id: UUID, *purposes: LinkPurpose) -> None:
    """Make a user's waiting links of these purposes worthless."""
    await AccountLink.filter(user_id=user_id, purpose__in=purposes, used_at=None).update(used_at=now())
