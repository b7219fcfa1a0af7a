"""Jobs that train models."""

from uuid import UUID

import structlog

from server.core.db import transaction
from server.core.jobs import Job
from server.forecasting import versions
from server.training import service
from server.venues.queries import count_over
from workers.broker import tools
from workers.job import job
from workers.training import packages

log = structlog.get_logger(__name__)

LEAST_SHOWS = 300
"""Shows that must be over before a house learns from them by schedule."""


@job(Job.TRAIN_MODELS, seconds=30)
async def train_models(job_id: str) -> None:
    """Begin a training. It goes on when this job is done, for as long as its worker says that it is there."""
    await (await tools()).trainer.begin(UUID(job_id))


@job(Job.RETRAIN, seconds=60)
async def retrain() -> None:
    """Have the house's own sales learned from if that is due, and if it can be done here."""
    days = (await tools()).settings.retrain_days
    if not days or (lacking := packages.missing()):
        if days:
            log.info("no_retraining", why=packages.words(lacking))
        return
    closed, in_use = await count_over(), await versions.days_in_use()
    async with transaction():
        job_id = await service.ask_if_due(
            days=days, closed_shows=closed, least_shows=LEAST_SHOWS, days_in_use=in_use
        )
    if job_id is not None:
        log.info("retraining", job_id=str(job_id), shows=closed)
