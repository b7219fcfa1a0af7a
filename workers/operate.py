"""Commands for an operator at a terminal: what must never be, and what was given up."""

import sys

import orjson

from server.booking import sweep
from server.core import db, outbox
from server.settings import Settings


async def audit(settings: Settings) -> int:
    """Look for every violation once and print what was found; return the exit code: 1 if there was any."""
    await db.connect(settings.database_url, pool=1)
    try:
        findings = await sweep.run()
    finally:
        await db.disconnect()
    for finding in findings:
        mark = "VIOLATED" if finding.violations else "holds"
        _say(f"{mark:8}  {finding.invariant.name}: {finding.invariant.sentence}")
        for example in finding.examples:
            _say(f"          {orjson.dumps(example, default=str).decode()}")
    violated = sum(1 for finding in findings if finding.violations)
    _say(f"{len(findings)} invariants, {violated} violated")
    return 1 if violated else 0


async def dead(settings: Settings, *, retry: bool) -> int:
    """Print the jobs that were given up, or try all of them again; return the exit code."""
    await db.connect(settings.database_url, pool=1)
    try:
        if retry:
            _say(f"{await outbox.revive()} jobs are tried again")
            return 0
        for job in await outbox.dead():
            _say(f"{job.id}  {job.actor}  {orjson.dumps(job.args).decode()}  given up {job.dead_at:%F %T}")
            _say(f"          {job.attempts} attempts; {job.last_error}")
        for jobs in await outbox.left():
            _say(f"{jobs.number} × {jobs.actor}  left for another version, since {jobs.oldest:%F %T}")
    finally:
        await db.disconnect()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
