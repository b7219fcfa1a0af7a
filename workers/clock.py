"""The clock: says what is due, and relays the outbox. Any number of clocks may run at once.

Nothing here decides anything. Lapsed holds count as free whether or not a sweep has run; an overdue
booking is refused by whoever looks at it. The clock only makes it visible soon. What is due it puts in the
outbox, each under a key, so that nothing is asked for again while it still waits.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from redis.exceptions import RedisError

from seat_engine import SeatEngine, Sweeper
from seat_engine.errors import EngineUnavailable
from server.booking import due
from server.booking.dataepoch import LOOK_SECONDS, DataWatch
from server.booking.mending import Mender
from server.booking.queries import shows_no_longer_sold
from server.core import db, outbox
from server.core.jobs import Job, JobSender
from server.core.outage import in_words, of_error, seats
from server.core.redis import open_seat_store
from server.pricing.overrides import lapsed
from server.settings import Settings
from server.training import leases

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 0.05
DUE_SECONDS = 1.0
AUDIT_SECONDS = 60.0
FORGET_SECONDS = 3600.0
CLOSING_SECONDS = 60.0
MENDING_SECONDS = 5.0
TRAINING_SECONDS = 2.0
RETRAIN_SECONDS = 3600.0
LOOKING_SECONDS = 30.0
LOOKING_BACK_SECONDS = 600.0
LEFT_SECONDS = 60.0
_BATCH = 200
_PAUSE_SECONDS = 5.0
"""After a failure that nobody foresaw: what else the clock does goes on meanwhile."""

# What may fail for a while without the clock giving up: PostgreSQL or Redis being away.
_PASSING: tuple[type[Exception], ...] = (*db.AWAY, RedisError, EngineUnavailable)


async def every(seconds: float, task: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    """Run a task again and again with a pause between runs; a server that is away is waited for.

    A task that breaks on what it finds takes none of the others with it, and is tried again like them.
    """
    name = getattr(task, "__name__", repr(task))
    said = ""
    while not stop.is_set():
        pause = 0.0
        try:
            await task()
            said = ""
        except _PASSING as error:
            of_error(error).met(error, task=name)
            pause = 1.0
        except Exception as error:
            if said != (said := in_words(error)):
                log.exception("clock_task_failed", task=name, error=said)
            pause = _PAUSE_SECONDS
        if pause:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


async def look_after_trainings() -> None:
    """Take trainings from workers that are silent, and see that those which wait are begun."""
    for job_id in await leases.release_silent():
        log.warning("training_given_up", job_id=str(job_id))
    await leases.put_waiting()


async def ask_for_retraining() -> None:
    """Have somebody look whether the house's own sales are to be learned from again."""
    await outbox.put_unless_waiting([(Job.RETRAIN, "retrain", {})])


class LeftJobs:
    """Says once of each name that jobs wait for another version of the program."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    async def look(self) -> None:
        """Look for jobs that nobody here knows."""
        for left in await outbox.left():
            if left.actor not in self._said:
                self._said.add(left.actor)
                log.warning("jobs_left", job=left.actor, jobs=left.number, oldest=left.oldest.isoformat())


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await db.connect(settings.database_url, pool=2, seconds=settings.database_seconds)
    engine = SeatEngine(open_seat_store(settings))
    sweeper = Sweeper(engine)
    mender = Mender(engine)
    data_watch = DataWatch(engine)
    sender = JobSender(settings.redis_url)

    async def sweep_holds() -> None:
        await sweeper.sweep()
        seats().over()

    async def put_what_is_due() -> None:
        await due.put(_BATCH)
        await outbox.put_unless_waiting(
            (Job.SETTLE_PRICES, f"prices:{show_id}", {"show_ids": [show_id]})
            for show_id in await lapsed(_BATCH)
        )

    async def look_at_shows() -> None:
        await outbox.put_unless_waiting([(Job.LOOK_AT_SHOWS, "look", {})])

    async def look_back() -> None:
        await outbox.put_unless_waiting([(Job.LOOK_BACK, "look back", {})])

    async def sweep_invariants() -> None:
        await outbox.put_unless_waiting([(Job.SWEEP_INVARIANTS, "sweep", {})])

    async def forget_old() -> None:
        await outbox.put_unless_waiting([(Job.FORGET_OLD, "forget", {})])

    async def close_past_shows() -> None:
        for show_id in await shows_no_longer_sold(await engine.open_shows()):
            await engine.close(show_id)

    log.info("clock_started")
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(every(SWEEP_SECONDS, sweep_holds, stop))
            tasks.create_task(every(DUE_SECONDS, put_what_is_due, stop))
            tasks.create_task(every(AUDIT_SECONDS, sweep_invariants, stop))
            tasks.create_task(every(FORGET_SECONDS, forget_old, stop))
            tasks.create_task(every(LOOKING_SECONDS, look_at_shows, stop))
            tasks.create_task(every(LOOKING_BACK_SECONDS, look_back, stop))
            tasks.create_task(every(CLOSING_SECONDS, close_past_shows, stop))
            tasks.create_task(every(LOOK_SECONDS, data_watch.look_if_possible, stop))
            tasks.create_task(every(MENDING_SECONDS, mender.look, stop))
            tasks.create_task(every(TRAINING_SECONDS, look_after_trainings, stop))
            tasks.create_task(every(RETRAIN_SECONDS, ask_for_retraining, stop))
            tasks.create_task(every(LEFT_SECONDS, LeftJobs().look, stop))
            tasks.create_task(outbox.run_relay(settings.database_url, sender.send, stop))
    finally:
        sender.close()
        await engine.store.aclose()
        await db.disconnect()
        log.info("clock_stopped")
