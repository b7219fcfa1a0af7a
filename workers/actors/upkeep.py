"""Jobs that look after the house itself."""

import asyncio

from server.accounts import upkeep as accounts
from server.booking import sweep
from server.core import idempotency, outbox
from server.core.jobs import Job
from server.training import folders
from server.training import queries as training
from workers.broker import tools
from workers.job import job

_BATCH = 5_000


@job(Job.SWEEP_INVARIANTS, seconds=120)
async def sweep_invariants() -> None:
    """Look for anything that must never be, and keep what was found."""
    await sweep.run()


@job(Job.FORGET_OLD, seconds=120)
async def forget_old() -> None:
    """Delete answers whose day is over, jobs done a week ago, what proves nothing any more, and uploads."""
    while await idempotency.forget_old(_BATCH) == _BATCH:
        pass
    while await outbox.forget_done(_BATCH) == _BATCH:
        pass
    while await accounts.forget_old(_BATCH) == _BATCH:
        pass
    data_dir = (await tools()).settings.data_dir
    alive = await training.alive()
    await asyncio.to_thread(folders.remove_orphans, data_dir, {alive} if alive else set())
