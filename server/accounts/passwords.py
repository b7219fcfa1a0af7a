"""Password hashes: argon2id with the parameters of RFC 9106's second recommended option."""

import asyncio
from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 64 MiB, 3 passes, 4 lanes: about 50 ms here, run in a thread so that the event loop goes on.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)

# Verified when the address is unknown, so that an answer takes as long as for a known one.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the hash of a password, salt and parameters inside. Blocking."""
    return _HASHER.hash(password)


async def hashed(password: str) -> str:
    """Hash without holding up the event loop."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Tell whether a password belongs to a stored hash; takes as long when there is none."""
    try:
        return await asyncio.to_thread(partial(_HASHER.verify, stored or _NOBODY, password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False
