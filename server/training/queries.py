"""Reads of trainings."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from server.accounts.models import User
from server.core import cursor as cursors
from server.core.db import row, rows
from server.core.errors import NotFound
from server.training.models import ALIVE, TrainingJob
from server.training.schemas import JobOut, JobQuery, JobWithReport, PersonOut

_CURSORS = cursors.Cursors("trainings", cursors.MOMENT, cursors.ID)
_RECENT = """
    SELECT id FROM training_jobs
    WHERE status IN ('queued', 'running') OR finished_at > now() - make_interval(secs => $1)
"""


async def get(job_id: UUID) -> JobWithReport:
    """Return a training; raises ``NotFound``."""
    job = await TrainingJob.filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such training")
    return JobWithReport.model_validate({**_fields(job, await _people([job])), "report": job.report})


async def list_page(query: JobQuery) -> tuple[list[JobOut], str | None]:
    """Return one page of trainings, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = TrainingJob.all()
    if after := _CURSORS.decode(query.cursor):
        created_at, last_id = after
        chosen = chosen.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=last_id))
    found = await chosen.order_by("-created_at", "-id").limit(query.limit + 1)
    page = found[: query.limit]
    people = await _people(page)
    shown = [JobOut.model_validate(_fields(job, people)) for job in page]
    more = len(found) > query.limit
    return shown, _CURSORS.encode(page[-1].created_at, page[-1].id) if more else None


async def recent(seconds: float) -> list[JobOut]:
    """Return the trainings that are alive, or ended within so many seconds."""
    ids = [found["id"] for found in await rows(_RECENT, [seconds])]
    if not ids:
        return []
    jobs = await TrainingJob.filter(id__in=ids).order_by("created_at")
    people = await _people(jobs)
    return [JobOut.model_validate(_fields(job, people)) for job in jobs]


async def alive() -> UUID | None:
    """Return the training that waits or runs, if any."""
    job = await TrainingJob.filter(status__in=ALIVE).first()
    return job.id if job is not None else None


async def days_since_last(source: str) -> float | None:
    """Return how many days ago one from this source was last asked for, however it ended; None: never."""
    found = await row(
        "SELECT extract(epoch FROM now() - max(created_at))::float8 / 86400 AS days "
        "FROM training_jobs WHERE source = $1",
        [source],
    )
    return found["days"] if found else None


async def _people(jobs: list[TrainingJob]) -> dict[UUID, PersonOut]:
    ids = {job.requested_by for job in jobs if job.requested_by is not None}
    if not ids:
        return {}
    return {user.id: PersonOut(id=user.id, name=user.name) for user in await User.filter(id__in=ids)}


def _fields(job: TrainingJob, people: dict[UUID, PersonOut]) -> dict[str, Any]:
    same = (
        "id", "status", "stage", "progress", "source", "files", "cancel_requested_at", "created_at",
        "started_at", "finished_at", "version", "metrics", "decision", "error",
    )  # fmt: skip
    who = people.get(job.requested_by) if job.requested_by is not None else None
    return {
        **{name: getattr(job, name) for name in same},
        "models": job.kinds, "promote": job.promotion, "requested_by": who,
    }  # fmt: skip
