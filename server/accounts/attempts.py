"""Signing in slows down, for an account and for an address, and never locks the owner out."""

from dataclasses import dataclass
from uuid import UUID

from server.accounts import devices, passwords
from server.accounts.errors import BadCredentials, TooManyAttempts
from server.accounts.models import User
from server.core.http.addresses import household
from server.core.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in."""

    email: str
    password: str
    address: str
    device_token: str | None


async def authenticate(runtime: Runtime, attempt: Attempt) -> User:
    """Return the user whose password this is; raises ``BadCredentials`` in the same time for any cause.

    Attempts are counted before the password is looked at, so that many at once are no way around, and by the
    address that was typed, so that an unknown one answers like a known one. Raises ``TooManyAttempts``, and
    ``Unavailable`` when a crowd signs in.
    """
    passwords.ensure_turn()
    settings, names = runtime.settings, runtime.names
    await runtime.limiter.take(
        settings.rate_sign_in_address,
        "sign_in_address",
        names.of(household(attempt.address)),
        TooManyAttempts,
    )
    user = await User.filter(email=attempt.email, deleted_at=None).first()
    device = devices.known(runtime.keys, attempt.device_token, user.id) if user else None
    policy, who = ("sign_in_device", device) if device else ("sign_in", names.of(attempt.email))
    await runtime.limiter.take(settings.rate_sign_in, policy, who, TooManyAttempts)
    if not await passwords.matches(attempt.password, user.password_hash if user else None) or user is None:
        raise BadCredentials
    await runtime.limiter.forget(settings.rate_sign_in, policy, who)
    return user


async def prove(runtime: Runtime, user: User, password: str) -> bool:
    """Tell whether somebody who is signed in knows the password; guessing is slowed down as well.

    Raises ``TooManyAttempts``, and ``Unavailable`` when a crowd signs in.
    """
    passwords.ensure_turn()
    settings = runtime.settings
    await runtime.limiter.take(settings.rate_sign_in, "prove", str(user.id), TooManyAttempts)
    if not await passwords.matches(password, user.password_hash):
        return False
    await runtime.limiter.forget(settings.rate_sign_in, "prove", str(user.id))
    return True


async def forgive(runtime: Runtime, user_id: UUID, email: str) -> None:
    """Forget the attempts at an account whose owner has just proved to be there by other means."""
    rate = runtime.settings.rate_sign_in
    await runtime.limiter.forget(rate, "sign_in", runtime.names.of(email))
    await runtime.limiter.forget(rate, "prove", str(user_id))
