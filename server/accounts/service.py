"""Use cases of accounts: sign up, sign in, keep a session alive, end it."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from tortoise.exceptions import IntegrityError

from server.accounts import passwords
from server.accounts.errors import BadCredentials, EmailTaken
from server.accounts.models import RefreshToken, RoleGrant, Session, User
from server.accounts.schemas import SignUp, UserChange
from server.core.clock import now
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

    async def refresh(self, token: str) -> Grant | None:
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
        session.last_seen_at = at
        await found.save(update_fields=["used_at"])
        await session.save(update_fields=["last_seen_at"])
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


async def sign_up(wanted: SignUp, password_hash: str) -> User:
    """Make an account; raises ``EmailTaken``. The password has been hashed outside the transaction."""
    try:
        return await User.create(
            email=wanted.email, name=wanted.name, phone=wanted.phone, password_hash=password_hash
        )
    except IntegrityError as error:
        raise EmailTaken from error


async def authenticate(email: str, password: str) -> User:
    """Return the user whose password this is; raises ``BadCredentials``, in the same time for any cause."""
    user = await User.filter(email=email).first()
    if not await passwords.matches(password, user.password_hash if user else None) or user is None:
        raise BadCredentials
    return user


async def get_user(user_id: UUID) -> User:
    """Return a user; raises ``NotFound``."""
    user = await User.filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


async def change_user(user_id: UUID, change: UserChange) -> User:
    """Apply the fields that are set."""
    user = await get_user(user_id)
    sent = change.model_dump(exclude_unset=True)
    # Only the phone number may be taken away; a null name or locale leaves what is there.
    fields = {name: value for name, value in sent.items() if value is not None or name == "phone"}
    if fields:
        await user.update_from_dict(fields).save(update_fields=list(fields))
    return user


async def roles_of(user_id: UUID) -> list[str]:
    """Return a user's roles, customer first."""
    granted = await RoleGrant.filter(user_id=user_id).values_list("role", flat=True)
    return ["customer", *sorted({str(role) for role in granted})]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
