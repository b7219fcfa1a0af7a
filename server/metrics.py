"""What Prometheus reads: jobs, queues, refunds, payments' messages, invariants.

Everything is read from PostgreSQL and Redis when it is asked for, so any one process of the API answers for
the whole house, and nothing is lost when one restarts. While PostgreSQL is away there is an answer all the
same, without what stands there. What never happened has an infinite age, so that an alarm sees it.
"""

import asyncio
from collections.abc import Iterator
from functools import partial
from math import inf
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.booking.invariants import INVARIANTS
from server.core import outbox
from server.core.db import AWAY, promptly, rows
from server.core.jobs import QUEUES, Job
from server.core.outage import POSTGRESQL
from server.forecasting.performance import by_version, drift

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

RECURRING = (Job.SWEEP_INVARIANTS, Job.LOOK_AT_SHOWS, Job.LOOK_BACK, Job.FORGET_OLD, Job.RETRAIN)
"""Jobs that the clock asks for again and again, at least once an hour."""
_DONE_HOURS = 3
"""How far back is looked for the last time they were done; before that is never."""
_DATABASE_SECONDS = 5.0

_JOBS = """
    SELECT actor, count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
           count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead,
           coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE dead_at IS NULL)), 0)::float8
               AS age
    FROM outbox WHERE done_at IS NULL GROUP BY actor
"""
_DONE = """
    SELECT actor, extract(epoch FROM now() - max(done_at))::float8 AS age FROM outbox
    WHERE done_at > now() - make_interval(hours => $2) AND actor = ANY($1) GROUP BY actor
"""
_REFUNDS = "SELECT status, count(*) AS number FROM refunds GROUP BY status"
_EVENTS = """
    SELECT count(*) AS number, coalesce(extract(epoch FROM now() - min(received_at)), 0)::float8 AS age
    FROM payment_events WHERE applied_at IS NULL
"""
_FINDINGS = """
    SELECT name, violations, extract(epoch FROM now() - swept_at)::float8 AS age FROM invariant_findings
"""

_FORECASTS = {
    "shows": "Shows that are over and were forecast a day before",
    "mae": "Mean absolute error of these forecasts, in tickets",
    "rmse": "Root mean squared error, in tickets",
    "wape": "Sum of absolute errors by sum of tickets",
    "coverage": "Share of shows that lay within their interval",
}


class _Measured:
    """Gauges read a moment ago, in the shape the client library collects."""

    def __init__(self) -> None:
        self._families: list[GaugeMetricFamily] = []

    def add(self, name: str, help_text: str, label: str | None, samples: list[tuple[str, float]]) -> None:
        """Add one gauge with its samples."""
        family = GaugeMetricFamily(f"movie_magic_{name}", help_text, labels=[label] if label else [])
        for value, number in samples:
            family.add_metric([value] if label else [], number)
        self._families.append(family)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the library what was read."""
        return iter(self._families)


async def exposition(redis_url: str) -> bytes:
    """Read everything now and write it in Prometheus's text format."""
    registry = CollectorRegistry()
    stored, depths = await asyncio.gather(_stored_or_none(), _queue_depths(redis_url))
    measured = _Measured()
    reachable = [("", float(stored is not None))]
    measured.add("database_reachable", "Whether PostgreSQL answers", None, reachable)
    reachable = [("", float(depths is not None))]
    measured.add("queue_reachable", "Whether the queues' Redis answers", None, reachable)
    measured.add("queue_depth", "Messages in the workers' queues", "queue", depths or [])
    registry.register(measured)
    if stored is not None:
        registry.register(stored)
    return generate_latest(registry)


async def _stored_or_none() -> _Measured | None:
    try:
        return await promptly(_stored(), seconds=_DATABASE_SECONDS)
    except AWAY as error:
        POSTGRESQL.met(error)
        return None


async def _stored() -> _Measured:
    """Read what stands in PostgreSQL."""
    measured = _Measured()
    jobs = await rows(_JOBS)
    by_job = partial(_samples, jobs, "actor")
    measured.add("jobs_waiting", "Jobs not yet done", "job", by_job("waiting"))
    measured.add("jobs_dead", "Jobs given up, for an operator to see to", "job", by_job("dead"))
    measured.add("jobs_age_seconds", "Age of the oldest job not yet done", "job", by_job("age"))
    measured.add(
        "jobs_left", "Jobs that this version of the program does not know", "job",
        [(left.actor, float(left.number)) for left in await outbox.left()],
    )  # fmt: skip
    done = {found["actor"]: found["age"] for found in await rows(_DONE, [list(RECURRING), _DONE_HOURS])}
    measured.add(
        "job_done_age_seconds", f"How long ago a recurring job was done, infinite beyond {_DONE_HOURS} hours",
        "job", [(job.value, done.get(job.value, inf)) for job in RECURRING],
    )  # fmt: skip
    refunds = await rows(_REFUNDS)
    measured.add("refunds", "Refunds by status", "status", _samples(refunds, "status", "number"))
    (events,) = await rows(_EVENTS)
    measured.add("payment_events_waiting", "Providers' messages not applied", None, [("", events["number"])])
    measured.add("payment_events_age_seconds", "Age of the oldest of them", None, [("", events["age"])])
    found = {finding["name"]: finding for finding in await rows(_FINDINGS)}
    # Those of other versions of the program are no longer, or not yet, looked for.
    findings = [found[invariant.name] for invariant in INVARIANTS if invariant.name in found]
    measured.add(
        "invariant_violations", "What the last sweep found; none is wanted", "invariant",
        _samples(findings, "name", "violations"),
    )  # fmt: skip
    oldest = max(finding["age"] for finding in findings) if len(findings) == len(INVARIANTS) else inf
    measured.add(
        "invariants_sweep_age_seconds", "How long ago the last whole sweep was; infinite if there was none",
        None, [("", oldest)],
    )  # fmt: skip
    versions = await by_version()
    for measure, help_text in _FORECASTS.items():
        values = [(version.version, getattr(version, measure)) for version in versions]
        samples = [(version, float(value)) for version, value in values if value is not None]
        measured.add(f"forecast_{measure}", help_text, "version", samples)
    moved = await drift()
    measured.add(
        "feature_drift", "Population stability index of the last week; above 0.25 is much", "feature",
        [(one.feature, one.psi) for one in moved],
    )  # fmt: skip
    return measured


async def _queue_depths(redis_url: str) -> list[tuple[str, float]] | None:
    queues = sorted(set(QUEUES.values()))
    client = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        async with client.pipeline(transaction=False) as pipe:
            for queue in queues:
                pipe.llen(f"dramatiq:{queue}")
            return list(zip(queues, map(float, await pipe.execute()), strict=True))
    except RedisError:
        return None
    finally:
        await client.aclose()


def _samples(found: list[dict[str, Any]], label: str, value: str) -> list[tuple[str, float]]:
    return [(row[label], float(row[value])) for row in found]
