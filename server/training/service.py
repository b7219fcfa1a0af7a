"""Use cases of trainings: ask for one, cancel it, say what came of it, and ask by schedule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.core import audit, outbox
from server.core.clock import now
from server.core.db import violates
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.jobs import Job
from server.core.tokens import Caller
from server.forecasting import versions
from server.training import leases, queries
from server.training.errors import TrainingBusy, TrainingOver
from server.training.leases import Lease
from server.training.models import JobStatus, Promotion, Source, TrainingJob
from server.training.schemas import TrainIn

_ONE_AT_A_TIME = "training_jobs_one_at_a_time"


@dataclass(frozen=True, slots=True)
class Made:
    """A version as the training process left it."""

    version: str
    model: bytes
    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training process found."""

    versions: list[Made]
    champion: str
    report: list[Any]
    verdict: dict[str, Any]
    """``ml.challenge.Verdict`` as plain values: which of the two is better, why, and by how much."""


async def ensure_free() -> None:
    """Raise ``TrainingBusy`` if a training waits or runs: who would upload something learns it before."""
    if (job_id := await queries.alive()) is not None:
        raise TrainingBusy(job_id=str(job_id))


async def ask(
    wanted: TrainIn,
    *,
    job_id: UUID | None = None,
    files: Mapping[str, dict[str, object]] | None = None,
    caller: Caller | None,
    address: str = "",
) -> UUID:
    """Have a training done, inside a transaction; without files it is of the house's own sales.

    ``busy`` knows the refusal when another one is alive.
    """
    source = Source.UPLOAD if files else Source.HOUSE
    usual = Promotion.AUTO if source is Source.HOUSE else Promotion.ASK
    job = await TrainingJob.create(
        id=job_id or new_id(),
        source=source,
        files=dict(files or {}),
        kinds=list(dict.fromkeys(wanted.models)),
        promotion=wanted.promote or usual,
        requested_by=caller.user_id if caller else None,
    )
    await outbox.put(Job.TRAIN_MODELS, key=f"train:{job.id}", job_id=str(job.id))
    if caller is not None:
        after = {"source": source, "files": job.files, "models": job.kinds, "promote": job.promotion}
        await audit.record(caller, "training.ask", f"training:{job.id}", after=after, address=address)
    return job.id


def busy(error: BaseException) -> TrainingBusy | None:
    """Return the refusal that a database's error stands for, if it is that another training is alive."""
    return TrainingBusy() if violates(error, _ONE_AT_A_TIME) else None


async def cancel(job_id: UUID, *, caller: Caller, address: str) -> None:
    """Cancel a training, inside a transaction; again it changes nothing.

    One that runs is ended by its worker within seconds. Raises ``NotFound`` and ``TrainingOver``.
    """
    job = await TrainingJob.filter(id=job_id).select_for_update().first()
    if job is None:
        raise NotFound("There is no such training")
    if job.status is JobStatus.CANCELLED or job.cancel_requested_at is not None:
        return
    if job.finished_at is not None:
        raise TrainingOver
    before = {"status": job.status, "stage": job.stage}
    job.cancel_requested_at = now()
    if job.status is JobStatus.QUEUED:
        job.status, job.finished_at = JobStatus.CANCELLED, job.cancel_requested_at
    await job.save(update_fields=["cancel_requested_at", "status", "finished_at"])
    await audit.record(caller, "training.cancel", f"training:{job_id}", before=before, address=address)


async def succeed(lease: Lease, outcome: Outcome) -> bool:
    """Keep every version, put the champion to use if that was asked for and it is better, and end the job.

    Inside a transaction. False, and nothing kept by it, when the lease is another's.
    """
    job = await TrainingJob.filter(id=lease.job_id, lease=lease.token).select_for_update().first()
    if job is None:
        return False
    for made in outcome.versions:
        await versions.add(made.version, made.model, made.card, source="trained", job_id=job.id)
    champion = next(made for made in outcome.versions if made.version == outcome.champion)
    promoted, why = await _promoted(job, outcome)
    return await leases.succeed(
        lease,
        version=outcome.champion,
        metrics=champion.card["metrics"],
        report=outcome.report,
        decision={**outcome.verdict, "promoted": promoted, "why": why},
    )


async def _promoted(job: TrainingJob, outcome: Outcome) -> tuple[bool, str]:
    """Put the champion to use where it may be, and say why it is or is not."""
    found, why = outcome.verdict["incumbent"], outcome.verdict["why"]
    if not outcome.verdict["better"]:
        return False, why
    if job.promotion is not Promotion.AUTO:
        return False, f"{why}; whether it is put to use, somebody decides"
    compared = found["version"] if found else None
    if await versions.in_use() != compared:
        return (
            False,
            f"{why}; but {compared or 'no version'} is in use no more: somebody else decided meanwhile",
        )
    await versions.promote(outcome.champion, caller=None, reason=why[:300])
    return True, why


async def ask_if_due(
    *, days: int, closed_shows: int, least_shows: int, days_in_use: float | None
) -> UUID | None:
    """Have the house's own sales learned from if that is due, inside a transaction; return the training's id.

    Due is what was last asked for, by whomever and however it ended, ``days`` ago or never, in a house with
    enough shows that are over whose model is as old: a house that has just begun, or has just been given a
    model, does not learn at once. ``days_in_use`` is how long its model is in use; None where it has none.
    """
    since = await queries.days_since_last(Source.HOUSE)
    if (
        closed_shows < least_shows
        or (days_in_use is not None and days_in_use < days)
        or (since is not None and since < days)
        or await queries.alive() is not None
    ):
        return None
    return await ask(TrainIn(), caller=None)
