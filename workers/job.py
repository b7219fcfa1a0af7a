"""How an actor is declared: the outbox is told when its job begins, is done, or failed.

Dramatiq carries a job to a worker, bounds its time and brings the jobs of a dead worker to another. Whether
a job is done, when it is tried again and when it is given up stands in the outbox alone, so Dramatiq's own
retries are off.
"""

import asyncio
import contextlib
import functools
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import dramatiq
import structlog

from server.core import logs, outbox
from server.core.jobs import QUEUES, Job
from server.core.outages import said_by
from workers.broker import broker, tools

log = structlog.get_logger("workers.jobs")

Work = Callable[..., Awaitable[None]]

_GRACE_SECONDS = 10.0
"""How long after its time limit a job counts as lost."""


_turn = asyncio.Semaphore(1)
"""Whose turn it is among jobs that take turns, in this process."""


def job(
    name: Job, *, seconds: float, takes_turns: bool = False
) -> Callable[[Work], "dramatiq.Actor[..., Any]"]:
    """Declare the actor of a job, which may take so many seconds.

    Jobs that come in thousands, are quick and ask nobody outside the house take turns: a queue that drains
    then leaves PostgreSQL and the processors to those who are buying, and what waits for a provider still
    goes on beside it. More of them at once is more processes.
    """

    def declare(work: Work) -> "dramatiq.Actor[..., Any]":
        @functools.wraps(work)
        async def run(outbox_id: int, **arguments: Any) -> None:
            async with _turn if takes_turns else contextlib.nullcontext():
                await attempt(outbox_id, arguments)

        async def attempt(outbox_id: int, arguments: dict[str, Any]) -> None:
            await tools()
            if not await outbox.begin(outbox_id, lease=seconds + _GRACE_SECONDS):
                return  # another worker has done it
            logs.request_id.set(f"job-{outbox_id}")
            began = perf_counter()
            try:
                async with asyncio.timeout(seconds):
                    await work(**arguments)
            except Exception as error:  # noqa: BLE001 # whatever it was, the row must say so and be tried again
                what = logs.without_people(said_by(error))
                # Ids only: other arguments may be people's addresses.
                ids = {key: value for key, value in arguments.items() if key.endswith("_id")}
                log.warning("job_failed", job=name.value, outbox_id=outbox_id, error=what, **ids)
                await outbox.failed(outbox_id, what)
            else:
                await outbox.done(outbox_id)
                log.debug("job_done", job=name.value, outbox_id=outbox_id, seconds=perf_counter() - began)

        return dramatiq.actor(
            broker=broker,
            actor_name=name.value,
            queue_name=QUEUES[name],
            # The job's own limit above ends it first; this one ends what does not let itself be ended.
            time_limit=int((seconds + _GRACE_SECONDS) * 1000),
        )(run)

    return declare
