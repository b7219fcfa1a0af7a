"""One Idempotency-Key, one effect, one answer, for a day.

The key's row is written in the same transaction as the effect. A second request with the key waits at
the unique index until the first transaction ends: committed, it reads the stored answer; rolled back,
it goes ahead itself.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

import orjson

from server.core.db import row, rows, transaction
from server.core.errors import IdempotencyMismatch, Malformed

HEADER = "Idempotency-Key"
KEPT_HOURS = 24
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: its status, and its body as JSON."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """A request that has one effect however often it comes: whose, under which key, and what it asks.

    Without a key it is carried out each time it comes.
    """

    caller: str
    key: str | None
    fingerprint: str

    @classmethod
    def of(cls, caller: object, key: str | None, *parts: object) -> "Request":
        """Make one; ``parts`` are what makes it the same request: the operation and what came with it.

        Raises ``Malformed`` for a key that is empty, long or unprintable.
        """
        return cls(str(caller), check(key), sha256(orjson.dumps([str(part) for part in parts])).hexdigest())


def check(key: str | None) -> str | None:
    """Return a usable key or None; raises ``Malformed`` for an empty, long or unprintable one."""
    if key is None:
        return None
    if not key or len(key) > _LONGEST or not key.isprintable():
        raise Malformed(f"{HEADER} must be 1 to {_LONGEST} printable characters")
    return key


async def once(request: Request, effect: Callable[[], Awaitable[Answer]]) -> Answer:
    """Run an effect in one transaction with its key's answer, or give the answer of the first time.

    Raises ``IdempotencyMismatch`` when the key belongs to another request, and what the effect raises:
    a refusal stores nothing, so that a corrected request may use the key again.
    """
    async with transaction():
        if request.key is None:
            return await effect()
        if answer := await _claim(request):
            return answer
        answer = await effect()
        await rows(
            "UPDATE idempotency_keys SET status = $3, body = $4 WHERE caller = $1 AND key = $2",
            [request.caller, request.key, answer.status, orjson.dumps(answer.body.decode()).decode()],
        )
    return answer


async def stored(request: Request) -> Answer | None:
    """Return the answer kept for a request, or None; raises ``IdempotencyMismatch`` as ``once`` does."""
    if request.key is None:
        return None
    found = await row(
        "SELECT request_hash, status, body FROM idempotency_keys "
        "WHERE caller = $1 AND key = $2 AND created_at > now() - make_interval(hours => $3)",
        [request.caller, request.key, KEPT_HOURS],
    )
    if found is None:
        return None
    if found["request_hash"] != request.fingerprint:
        raise IdempotencyMismatch
    # Kept as one JSON string, not as its parts: the answer is given again word for word.
    return Answer(status=found["status"], body=orjson.loads(found["body"]).encode())


async def forget_old(limit: int) -> int:
    """Delete keys whose day is over, at most ``limit``; return how many."""
    gone = await rows(
        "DELETE FROM idempotency_keys WHERE id IN (SELECT id FROM idempotency_keys "
        "WHERE created_at < now() - make_interval(hours => $1) ORDER BY created_at LIMIT $2) RETURNING id",
        [KEPT_HOURS, limit],
    )
    return len(gone)


async def _claim(request: Request) -> Answer | None:
    """Claim the key inside the transaction of its effect: None for the first, else the stored answer."""
    claimed = await row(
        "INSERT INTO idempotency_keys (caller, key, request_hash, created_at) VALUES ($1, $2, $3, now()) "
        "ON CONFLICT (caller, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, "
        "body = NULL, created_at = now() "
        "WHERE idempotency_keys.created_at <= now() - make_interval(hours => $4) RETURNING id",
        [request.caller, request.key, request.fingerprint, KEPT_HOURS],
    )
    return None if claimed else await stored(request)
