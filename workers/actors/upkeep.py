"""Jobs that look after the house itself."""

from server.accounts import upkeep as accounts
from server.booking import sweep
from server.core import idempotency, outbox
from server.core.jobs import Job
from workers.job import job

_BATCH = 5_000


@job(Job.SWEEP_INVARIANTS, seconds=120)
async def sweep_invariants() -> None:
    """Look for anything that must never be, and keep what was found."""
    await sweep.run()


@job(Job.FORGET_OLD, seconds=120)
async def forget_old() -> None:
    """Delete answers whose day is over, jobs done a week ago, and tokens, links and codes that ended."""
    while await idempotency.forget_old(_BATCH) == _BATCH:
        pass
    while await outbox.forget_done(_BATCH) == _BATCH:
        pass
    while await accounts.forget_old(_BATCH) == _BATCH:
        pass
