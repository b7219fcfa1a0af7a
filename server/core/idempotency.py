"""One Idempotency-Key, one effect, one answer.

The key's row is written in the same transaction as the effect. A second request with the key waits at
the unique index until the first transaction ends: committed, it reads the stored answer; rolled back,
it goes ahead itself.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from server.core.db import row, rows
from server.core.errors import IdempotencyMismatch, Malformed

HEADER = "Idempotency-Key"
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request with this key was answered."""

    status: int
    body: Any


def check(key: str | None) -> str | None:
    """Return a usable key or None; raises ``Malformed`` for an empty, long or unprintable one."""
    if key is None:
        return None
    if not key or len(key) > _LONGEST or not key.isprintable():
        raise Malformed(f"{HEADER} must be 1 to {_LONGEST} printable characters")
    return key


def fingerprint(*parts: object) -> str:
    """Return the hash that tells whether a repeated request is the same request."""
    return sha256(orjson.dumps([str(part) for part in parts])).hexdigest()


async def claim(caller: str, key: str, request_hash: str) -> Answer | None:
    """Claim a key inside the transaction of its effect.

    Returns None when this request is the first, else the stored answer. Raises ``IdempotencyMismatch``
    when the key belongs to another request.
    """
    inserted = await row(
        "INSERT INTO idempotency_keys (caller, key, request_hash, created_at) "
        "VALUES ($1, $2, $3, now()) ON CONFLICT (caller, key) DO NOTHING RETURNING id",
        [caller, key, request_hash],
    )
    if inserted:
        return None
    return await stored(caller, key, request_hash)


async def stored(caller: str, key: str, request_hash: str) -> Answer | None:
    """Return the answer kept for a key, or None; raises ``IdempotencyMismatch`` as ``claim`` does."""
    found = await row(
        "SELECT request_hash, status, body FROM idempotency_keys WHERE caller = $1 AND key = $2",
        [caller, key],
    )
    if found is None:
        return None
    if found["request_hash"] != request_hash:
        raise IdempotencyMismatch
    return Answer(status=found["status"], body=orjson.loads(found["body"]))


async def keep(caller: str, key: str, *, status: int, body: Any) -> None:
    """Store the answer with its key, in the transaction of the effect."""
    await rows(
        "UPDATE idempotency_keys SET status = $3, body = $4 WHERE caller = $1 AND key = $2",
        [caller, key, status, orjson.dumps(body).decode()],
    )
