"""Sessions: opened by a sign-in, continued by rotating refresh tokens, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from server.accounts.models import RefreshToken, Session, User
from server.accounts.service import roles_of
from server.core.clock import now
from server.core.db import rows
from server.core.errors import NotFound
from server.core.tokens import Caller, TokenSigner


@dataclass(frozen=True, slots=True)
class Device:
    """Where a session was opened from, as far as the request tells."""

    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What a successful sign-in or refresh hands out."""

    user: User
    roles: list[str]
    access_token: str
    refresh_token: str


class Sessions:
    """Opens, refreshes and ends sessions. Methods run inside the caller's transaction."""

    def __init__(self, signer: TokenSigner, *, refresh_lifetime: timedelta) -> None:
        self._signer = signer
        self._refresh_lifetime = refresh_lifetime

    async def open(self, user: User, device: Device) -> Grant:
        """Open a session for a user whose identity has been established."""
        session = await Session.create(user=user, user_agent=device.user_agent[:300], address=device.address)
        return await self._grant(user, session.id)

    async def refresh(self, token: str, device: Device) -> Grant | None:
        """Rotate a refresh token: the old one is spent, a new one continues the session.

        Returns None when the session has ended; a token that was spent before has been stolen or
        replayed, and its whole session is revoked, which the caller must commit before refusing.
        """
        found = await RefreshToken.filter(token_hash=_digest(token)).select_for_update().first()
        if found is None:
            return None
        session = await Session.get(id=found.session_id).prefetch_related("user")
        at = now()
        if session.revoked_at is not None or found.expires_at <= at:
            return None
        if found.used_at is not None:
            session.revoked_at = at
            await session.save(update_fields=["revoked_at"])
            return None
        found.used_at = at
        session.last_seen_at, session.address = at, device.address
        await found.save(update_fields=["used_at"])
        await session.save(update_fields=["last_seen_at", "address"])
        return await self._grant(session.user, session.id)

    async def end(self, token: str) -> None:
        """Revoke the session of a refresh token; a token that is unknown ends nothing."""
        found = await RefreshToken.filter(token_hash=_digest(token)).first()
        if found is not None:
            await Session.filter(id=found.session_id, revoked_at=None).update(revoked_at=now())

    async def _grant(self, user: User, session_id: UUID) -> Grant:
        at = now()
        roles = await roles_of(user.id)
        refresh_token = token_urlsafe(32)
        await RefreshToken.create(
            session_id=session_id,
            token_hash=_digest(refresh_token),
            expires_at=at + self._refresh_lifetime,
        )
        caller = Caller(user_id=user.id, session_id=session_id, roles=frozenset(roles))
        return Grant(user, roles, self._signer.sign(caller, at=at), refresh_token)


async def live(user_id: UUID, *, lifetime: timedelta) -> Sequence[Session]:
    """Return the sessions of a user that can still be continued, the one seen last first."""
    return (
        await Session.filter(user_id=user_id, revoked_at=None, last_seen_at__gt=now() - lifetime)
        .order_by("-last_seen_at")
        .limit(100)
    )


async def end_one(user_id: UUID, session_id: UUID) -> None:
    """Revoke a session of this user; one that has ended is no error. Raises ``NotFound`` for another's."""
    session = await Session.filter(id=session_id, user_id=user_id).first()
    if session is None:
        raise NotFound
    await Session.filter(id=session_id, revoked_at=None).update(revoked_at=now())


async def end_all(user_id: UUID, *, but: UUID | None = None) -> list[UUID]:
    """Revoke every session of a user, except one; return which."""
    ended = await rows(
        "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL "
        "AND id IS DISTINCT FROM $2 RETURNING id",
        [user_id, but],
    )
    return [session["id"] for session in ended]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
