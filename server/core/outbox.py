"""The outbox: side effects that leave after the commit which justifies them, at least once.

A service writes a row inside its transaction. The relay claims committed rows, sends each to its
queue and marks it sent. A relay that dies in between leaves the claim to run out, and the row is sent
again: every job is safe to run twice.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from operator import itemgetter

import asyncpg
import orjson
import structlog

from server.core.db import AWAY, credentials, rows
from server.core.jobs import Job

log = structlog.get_logger(__name__)

CHANNEL = "outbox"
_CLAIM_SECONDS = 30
_BATCH = 100
_LOOK_AGAIN_SECONDS = 1.0

_CLAIM = """
    UPDATE outbox SET claimed_until = now() + make_interval(secs => $1), attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM outbox
        WHERE sent_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, actor, args
"""


async def put(job: Job, **arguments: object) -> None:
    """Have a job run once the current transaction has committed. Call it inside a transaction."""
    await rows(
        "INSERT INTO outbox (actor, args, created_at, attempts) VALUES ($1, $2, now(), 0)",
        [job.value, orjson.dumps(arguments).decode()],
    )


async def relay(send: Callable[[Job, dict[str, object]], None]) -> int:
    """Send one batch of waiting jobs through ``send`` (blocking, run in a thread); return how many left.

    A job whose sending fails keeps its row, with the error, and is tried again when its claim runs out.
    """
    claimed = await rows(_CLAIM, [_CLAIM_SECONDS, _BATCH])
    sent: list[int] = []
    for message in sorted(claimed, key=itemgetter("id")):
        try:
            await asyncio.to_thread(send, Job(message["actor"]), orjson.loads(message["args"]))
        except Exception as error:  # noqa: BLE001 # whatever the broker raises, the row must stay and say why
            log.warning("outbox_send_failed", id=message["id"], actor=message["actor"], error=str(error))
            await rows("UPDATE outbox SET last_error = $2 WHERE id = $1", [message["id"], str(error)[:500]])
        else:
            sent.append(message["id"])
    if sent:
        await rows("UPDATE outbox SET sent_at = now(), last_error = NULL WHERE id = ANY($1)", [sent])
    return len(sent)


async def run_relay(
    database_url: str, send: Callable[[Job, dict[str, object]], None], stop: asyncio.Event
) -> None:
    """Relay until ``stop`` is set: woken by NOTIFY, and looking every second in case one was lost."""
    woken = asyncio.Event()
    listener: asyncpg.Connection | None = None
    while not stop.is_set():
        try:
            if listener is None or listener.is_closed():
                listener = await asyncpg.connect(**credentials(database_url))
                await listener.add_listener(CHANNEL, lambda *_: woken.set())
            woken.clear()
            while await relay(send):
                pass
        except AWAY as error:
            log.warning("outbox_relay_waits_for_database", error=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), _LOOK_AGAIN_SECONDS)
    if listener is not None and not listener.is_closed():
        await listener.close()
