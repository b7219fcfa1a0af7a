"""Who runs a training, and whether they are still there.

A training takes longer than any job of the outbox may. The outbox's job only finds a worker that begins it;
from then on the worker holds a lease on the row and says every second that it is there. A lease that was
silent for ``SILENT_SECONDS`` is its worker's no more: the training waits for another one, or is given up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID

import orjson

from server.core import outbox
from server.core.db import row, rows
from server.core.jobs import Job
from server.training.models import JobStatus

SILENT_SECONDS = 30.0
MOST_ATTEMPTS = 2
"""Workers a training may take down with it, or lose to something else, before it is given up."""

_TAKE = """
    UPDATE training_jobs SET status = 'running', lease = $2, heartbeat_at = now(), attempts = attempts + 1,
        stage = 'begin', progress = 0, started_at = coalesce(started_at, now())
    WHERE id = $1 AND status = 'queued' RETURNING id
"""
_BEAT = """
    UPDATE training_jobs SET heartbeat_at = now(), stage = $3, progress = greatest(progress, $4)
    WHERE id = $1 AND lease = $2 RETURNING cancel_requested_at
"""
_GIVE_BACK = """
    UPDATE training_jobs SET status = 'queued', lease = NULL, heartbeat_at = NULL, attempts = attempts - 1,
        stage = 'queued', progress = 0
    WHERE id = $1 AND lease = $2 RETURNING id
"""
_END = """
    UPDATE training_jobs SET status = $3, lease = NULL, heartbeat_at = NULL, finished_at = now(),
        error = $4, report = coalesce($5::jsonb, report)
    WHERE id = $1 AND lease = $2 RETURNING id
"""
_SUCCEED = """
    UPDATE training_jobs SET status = 'succeeded', lease = NULL, heartbeat_at = NULL, finished_at = now(),
        stage = 'decide', progress = 1, version = $3, metrics = $4::jsonb, report = $5::jsonb,
        decision = $6::jsonb
    WHERE id = $1 AND lease = $2 RETURNING id
"""
_SILENT = """
    UPDATE training_jobs SET
        status = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
                      WHEN attempts >= $2 THEN 'failed' ELSE 'queued' END,
        error = CASE WHEN cancel_requested_at IS NULL AND attempts >= $2 THEN $3 END,
        finished_at = CASE WHEN cancel_requested_at IS NOT NULL OR attempts >= $2 THEN now() END,
        stage = CASE WHEN cancel_requested_at IS NOT NULL OR attempts >= $2 THEN stage ELSE 'queued' END,
        progress = CASE WHEN cancel_requested_at IS NOT NULL OR attempts >= $2 THEN progress ELSE 0 END,
        lease = NULL, heartbeat_at = NULL
    WHERE id IN (SELECT id FROM training_jobs WHERE status = 'running'
                 AND heartbeat_at < now() - make_interval(secs => $1) FOR UPDATE SKIP LOCKED)
    RETURNING id, status
"""
_LOST = (
    f"The worker that ran it was lost, {MOST_ATTEMPTS} times: the machine may have too little memory for it, "
    "or was restarted"
)


class Word(Enum):
    """What a worker is told when it says that it is there."""

    GO_ON = auto()
    CANCEL = auto()
    LOST = auto()
    """The lease is another's: stop, and say nothing."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One worker's hold on one training."""

    job_id: UUID
    token: UUID


async def take(lease: Lease) -> bool:
    """Begin a training that waits; False when it does not wait any more."""
    return await row(_TAKE, [lease.job_id, lease.token]) is not None


async def beat(lease: Lease, *, stage: str, progress: float) -> Word:
    """Say that its worker is there and how far it is; return what it is to do."""
    found = await row(_BEAT, [lease.job_id, lease.token, stage[:40], min(max(progress, 0.0), 1.0)])
    if found is None:
        return Word.LOST
    return Word.GO_ON if found["cancel_requested_at"] is None else Word.CANCEL


async def give_back(lease: Lease) -> None:
    """Leave a training to another worker, as one does that is told to stop; the clock sends it on its way."""
    await rows(_GIVE_BACK, [lease.job_id, lease.token])


async def fail(lease: Lease, error: str, report: list[Any] | None) -> None:
    """End a training that failed, with words for whoever asked for it and what was found in its tables."""
    await rows(_END, [lease.job_id, lease.token, JobStatus.FAILED.value, error[:2000], _json(report)])


async def cancelled(lease: Lease, report: list[Any] | None) -> None:
    """End a training that was to be cancelled."""
    await rows(_END, [lease.job_id, lease.token, JobStatus.CANCELLED.value, None, _json(report)])


async def succeed(
    lease: Lease, *, version: str, metrics: Mapping[str, Any], report: list[Any], decision: Mapping[str, Any]
) -> bool:
    """End a training that was done, inside a transaction; False when the lease is lost."""
    values = [lease.job_id, lease.token, version, _json(dict(metrics)), _json(report), _json(dict(decision))]
    return await row(_SUCCEED, values) is not None


async def release_silent() -> list[UUID]:
    """Take trainings from workers that are silent; return those that are over for good."""
    found = await rows(_SILENT, [SILENT_SECONDS, MOST_ATTEMPTS, _LOST])
    return [job["id"] for job in found if job["status"] != JobStatus.QUEUED]


async def put_waiting() -> None:
    """See that a worker is looked for while a training waits, whatever became of the outbox's job before."""
    waiting = await rows("SELECT id FROM training_jobs WHERE status = 'queued'")
    await outbox.put_unless_waiting(
        (Job.TRAIN_MODELS, f"train:{job['id']}", {"job_id": str(job["id"])}) for job in waiting
    )


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
