"""How an actor is declared: the outbox is told when its job begins, is done, or failed.

Dramatiq carries a job to a worker, bounds its time and brings the jobs of a dead worker to another. Whether
a job is done, when it is tried again and when it is given up stands in the outbox alone, so Dramatiq's own
retries are off.
"""

import asyncio
import contextlib
import functools
import inspect
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import dramatiq
import structlog
from dramatiq.asyncio import async_to_sync

from server.core import logs, outbox
from server.core.jobs import QUEUES, Job
from server.core.outage import in_words
from workers.broker import broker, tools

log = structlog.get_logger("workers.jobs")

Work = Callable[..., Awaitable[None]]

_GRACE_SECONDS = 10.0
"""How long after its time limit a job counts as lost."""

_left: set[str] = set()
"""Names of jobs that were left to another version, each said once in this process."""


async def leave(outbox_id: int, name: str, why: str) -> None:
    """Leave a job that this version does not know, or not with these arguments, to one that does."""
    if name not in _left:
        _left.add(name)
        log.warning("job_left", job=name, outbox_id=outbox_id, why=why)
    await outbox.leave(outbox_id)


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
        takes = inspect.signature(work)

        @functools.wraps(work)
        async def run(outbox_id: int, **arguments: Any) -> None:
            async with _turn if takes_turns else contextlib.nullcontext():
                await attempt(outbox_id, arguments)

        async def attempt(outbox_id: int, arguments: dict[str, Any]) -> None:
            await tools()
            try:
                takes.bind(**arguments)
            except TypeError as error:  # another version put it
                await leave(outbox_id, name.value, str(error))
                return
            if not await outbox.begin(outbox_id, lease=seconds + _GRACE_SECONDS):
                return  # another worker has done it
            logs.request_id.set(f"job-{outbox_id}")
            began = perf_counter()
            try:
                async with asyncio.timeout(seconds):
                    await work(**arguments)
            except Exception as error:  # noqa: BLE001 # whatever it was, the row must say so and be tried again
                what = logs.without_people(in_words(error))
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


def _unknown(name: str) -> "dramatiq.Actor[..., Any]":
    """Return an actor for a job that this version does not know: it leaves the job to one that does."""

    async def run(*given: Any, **_: Any) -> None:
        await tools()
        if given and isinstance(given[0], int):
            await leave(given[0], name, "there is no such job in this version")

    return dramatiq.Actor(
        async_to_sync(run), broker=broker, actor_name=name, queue_name="unknown", priority=0, options={}
    )


broker.unknown = _unknown
