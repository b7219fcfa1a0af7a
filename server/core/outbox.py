"""The outbox: side effects that are carried out after the commit which justifies them, at least once.

A service writes a row inside its transaction. The relay sends committed rows that are due to their queue; a
worker does the job and says so. Until it has said so the row stays, and is sent again when its time runs
out: neither a killed relay or worker nor an emptied queue loses a job. A job that fails is put off, longer
each time, and is given up ("dead") after ``MAX_ATTEMPTS``, for an operator to look at. Every job is safe to
run twice.

While versions change, a program meets jobs that only another version knows. It leaves them where they are:
it neither sends them nor gives them up, they stand in nobody's way, and ``left`` counts them.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import orjson
import structlog

from server.core import library_logs
from server.core.db import AWAY, dial, row, rows
from server.core.jobs import Dispatch, Job
from server.core.outage import POSTGRESQL, REDIS, in_words

log = structlog.get_logger(__name__)

CHANNEL = "outbox"
MAX_ATTEMPTS = 12
"""Failures after which a job is dead: with the pauses below, some twenty minutes of trying."""
MAX_SENDS = 40
"""Sends without any word from a worker after which a job is dead: it takes its workers down with it."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 300.0
_FIRST_LEASE, _LONGEST_LEASE = 30.0, 900.0
_BATCH = 200
_LOOK_AGAIN_SECONDS = 1.0
_LEFT_SECONDS = 30.0
"""How long a job that this version does not know is left before it is offered again."""
_NOT_KNOWN = "left for a program that knows this job and what it is given"
_KNOWN = tuple(job.value for job in Job)

Send = Callable[[Sequence[Dispatch]], None]

# A job that waits long in its queue is sent again less and less often: a backlog does not feed itself.
_CLAIM = """
    UPDATE outbox SET sends = sends + 1, sent_at = now(), last_error = CASE WHEN sends >= $4
            THEN coalesce(last_error, 'no worker ever came back from it') ELSE last_error END,
        dead_at = CASE WHEN sends >= $4 THEN now() END,
        due_at = now() + make_interval(secs => least($1 * power(2, sends), $2))
    WHERE id IN (
        SELECT id FROM outbox
        WHERE done_at IS NULL AND dead_at IS NULL AND due_at <= now()
            AND actor = ANY($5) AND jsonb_typeof(args) = 'object'
        ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, actor, args, dead_at
"""
_BEGIN = """
    UPDATE outbox SET due_at = now() + make_interval(secs => $2), sends = 0
    WHERE id = $1 AND done_at IS NULL AND dead_at IS NULL
    RETURNING attempts
"""
_FAIL = """
    UPDATE outbox SET attempts = attempts + 1, last_error = $2,
        due_at = now() + make_interval(secs => least($3 * power(2, attempts), $4)),
        dead_at = CASE WHEN attempts + 1 >= $5 THEN now() END
    WHERE id = $1 AND done_at IS NULL
    RETURNING attempts, dead_at, actor
"""
_LEFT = """
    SELECT actor, count(*) AS number, min(created_at) AS oldest FROM outbox
    WHERE done_at IS NULL AND dead_at IS NULL
        AND (actor <> ALL($1) OR jsonb_typeof(args) <> 'object' OR last_error = $2)
    GROUP BY actor ORDER BY actor
"""


async def put(job: Job, *, key: str | None = None, **arguments: object) -> None:
    """Have a job done once the current transaction has committed. Call it inside a transaction.

    With a ``key`` nothing is put while an earlier job with that key still waits.
    """
    await rows(
        "INSERT INTO outbox (actor, args, key, created_at, due_at, sends, attempts) "
        "VALUES ($1, $2, $3, now(), now(), 0, 0) ON CONFLICT DO NOTHING",
        [job.value, orjson.dumps(arguments).decode(), key],
    )


async def put_all(jobs: Iterable[tuple[Job, dict[str, Any]]]) -> None:
    """Put several jobs in one statement, in their order."""
    wanted = list(jobs)
    if wanted:
        await rows(
            "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) "
            "SELECT actor, args::jsonb, now(), now(), 0, 0 "
            "FROM unnest($1::text[], $2::text[]) AS j(actor, args)",
            [[job.value for job, _ in wanted], [orjson.dumps(args).decode() for _, args in wanted]],
        )


async def put_unless_waiting(jobs: Iterable[tuple[Job, str, dict[str, Any]]]) -> None:
    """Put several jobs, each under its key; what waits already is not put again."""
    wanted = list(jobs)
    if wanted:
        await rows(
            "INSERT INTO outbox (actor, args, key, created_at, due_at, sends, attempts) "
            "SELECT actor, args::jsonb, key, now(), now(), 0, 0 "
            "FROM unnest($1::text[], $2::text[], $3::text[]) AS j(actor, args, key) ON CONFLICT DO NOTHING",
            [
                [job.value for job, _, _ in wanted],
                [orjson.dumps(args).decode() for _, _, args in wanted],
                [key for _, key, _ in wanted],
            ],
        )


async def relay(send: Send) -> int:
    """Send one batch of jobs that are due through ``send`` (blocking, run in a thread); return how many left.

    Jobs whose sending fails are due again at once, with the error.
    """
    claimed = await rows(_CLAIM, [_FIRST_LEASE, _LONGEST_LEASE, _BATCH, MAX_SENDS, _KNOWN])
    batch = sorted(
        (
            Dispatch(found["id"], Job(found["actor"]), orjson.loads(found["args"]))
            for found in claimed
            if found["dead_at"] is None
        ),
        key=lambda dispatch: dispatch.outbox_id,
    )
    if not batch:
        return 0
    try:
        await asyncio.to_thread(send, batch)
    except Exception as error:  # noqa: BLE001 # whatever the broker raises, the rows must stay and say why
        if isinstance(error, library_logs.AWAY):
            REDIS.met(error, jobs=len(batch))
        else:
            log.warning("outbox_send_failed", jobs=len(batch), error=in_words(error))
        await rows(
            "UPDATE outbox SET last_error = $2, sends = sends - 1, "
            "due_at = now() + make_interval(secs => 1) WHERE id = ANY($1)",
            [[dispatch.outbox_id for dispatch in batch], in_words(error)[:500]],
        )
        return 0
    REDIS.over()
    return len(batch)


async def begin(outbox_id: int, *, lease: float) -> bool:
    """Tell that a worker has taken a job and needs ``lease`` seconds at most; False when it is done."""
    return await row(_BEGIN, [outbox_id, lease]) is not None


async def done(outbox_id: int) -> None:
    """Tell that a job was done."""
    await rows("UPDATE outbox SET done_at = now(), last_error = NULL WHERE id = $1", [outbox_id])


async def failed(outbox_id: int, error: str) -> None:
    """Tell that a job failed: it is put off, or given up when it has failed too often."""
    found = await row(_FAIL, [outbox_id, error[:2000], _FIRST_PAUSE, _LONGEST_PAUSE, MAX_ATTEMPTS])
    if found and found["dead_at"] is not None:
        log.error("job_given_up", outbox_id=outbox_id, actor=found["actor"], error=error)


async def leave(outbox_id: int) -> None:
    """Leave a job, or what it is given, to a program that knows it; no attempt is counted."""
    await rows(
        "UPDATE outbox SET due_at = now() + make_interval(secs => $2), sends = 0, last_error = $3 "
        "WHERE id = $1 AND done_at IS NULL AND dead_at IS NULL",
        [outbox_id, _LEFT_SECONDS, _NOT_KNOWN],
    )


@dataclass(frozen=True, slots=True)
class LeftJobs:
    """Jobs of one name that wait for a program which knows them."""

    actor: str
    number: int
    oldest: datetime


async def left() -> list[LeftJobs]:
    """Return what this version of the program leaves to another, by name."""
    return [LeftJobs(**found) for found in await rows(_LEFT, [_KNOWN, _NOT_KNOWN])]


async def forget_done(limit: int) -> int:
    """Delete jobs that were done a week ago, at most ``limit``; return how many."""
    gone = await rows(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE done_at < now() - interval '7 days' "
        "ORDER BY done_at LIMIT $1) RETURNING id",
        [limit],
    )
    return len(gone)


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up."""

    id: int
    actor: str
    args: dict[str, Any]
    attempts: int
    last_error: str | None
    created_at: datetime
    dead_at: datetime


async def dead(limit: int = 100) -> list[DeadJob]:
    """Return jobs that were given up, newest first."""
    found = await rows(
        "SELECT id, actor, args, attempts, last_error, created_at, dead_at FROM outbox "
        "WHERE dead_at IS NOT NULL AND done_at IS NULL ORDER BY dead_at DESC LIMIT $1",
        [limit],
    )
    return [DeadJob(**{**job, "args": orjson.loads(job["args"])}) for job in found]


async def revive(outbox_ids: Sequence[int] | None = None) -> int:
    """Try dead jobs again, these or all; return how many."""
    revived = await rows(
        "UPDATE outbox SET dead_at = NULL, attempts = 0, sends = 0, due_at = now() "
        "WHERE dead_at IS NOT NULL AND done_at IS NULL AND ($1::bigint[] IS NULL OR id = ANY($1)) "
        # A job under a key that was put again meanwhile is being done already.
        "AND NOT EXISTS (SELECT FROM outbox o WHERE o.key = outbox.key AND o.done_at IS NULL "
        "AND o.dead_at IS NULL) RETURNING id",
        [list(outbox_ids) if outbox_ids is not None else None],
    )
    return len(revived)


async def run_relay(database_url: str, send: Send, stop: asyncio.Event) -> None:
    """Relay until ``stop`` is set: woken by NOTIFY, and looking every second in case one was lost."""
    woken = asyncio.Event()
    listener: asyncpg.Connection | None = None
    said = ""
    while not stop.is_set():
        try:
            if listener is None or listener.is_closed():
                listener = await dial(database_url)
                await listener.add_listener(CHANNEL, lambda *_: woken.set())
            woken.clear()
            while await relay(send):
                pass
        except AWAY as error:
            POSTGRESQL.met(error, task="relay")
        except Exception as error:
            if said != (said := in_words(error)):
                log.exception("outbox_relay_failed", error=said)
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), _LOOK_AGAIN_SECONDS)
    if listener is not None:
        listener.terminate()  # it holds nothing, and a server that is away takes no leave
