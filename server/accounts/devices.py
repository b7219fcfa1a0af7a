"""Devices that signed in before: they keep their own count of attempts.

Whoever tries many passwords slows down everybody who signs in to that account from a device it has not seen.
Its owner's own devices hold a signed token that says so, and are not held up by it (OWASP's device cookies).
"""

from datetime import timedelta
from uuid import UUID

import jwt

from server.core.clock import now
from server.core.ids import new_id
from server.core.keys import KeyRing

_AUDIENCE = "device"
LIFETIME = timedelta(days=400)
"""As long as browsers keep a cookie at most."""


def token_for(keys: KeyRing, user_id: UUID) -> str:
    """Return the token of a device on which this user has just signed in."""
    return keys.sign(_AUDIENCE, {"sub": str(user_id), "jti": str(new_id()), "exp": now() + LIFETIME})


def known(keys: KeyRing, token: str | None, user_id: UUID) -> str | None:
    """Return the id of a device that this user signed in on before; None for any other."""
    if not token:
        return None
    try:
        claims = keys.verify(_AUDIENCE, token, require=("sub", "jti"))
    except jwt.InvalidTokenError:
        return None
    return str(claims["jti"]) if claims["sub"] == str(user_id) else None
