"""Trainings whose worker has a limit, is killed, or is told to stop: each test has a worker of its own."""

from uuid import UUID

import psutil
import pytest

from server.core.db import rows
from server.training.models import JobStatus, TrainingJob
from tests.workers.trainings import (
    ask,
    ended,
    eventually,
    folder_of,
    process_of,
    running,
    started,
    without_a_trace,
)
from workers.training import limits


@pytest.mark.timeout(120)
async def test_a_training_that_takes_too_long_is_ended(admin, servers, clock, tables):
    with started(servers, "work", TRAINING_SECONDS="2"):
        job_id = await ask(admin, tables)
        job = await ended(admin, job_id)
    assert job["status"] == "failed"
    assert "TRAINING_SECONDS" in job["error"]
    await without_a_trace(servers, job_id)


@pytest.mark.timeout(120)
async def test_a_training_that_wants_too_much_memory_is_ended(admin, servers, clock):
    row = b'{"show_id": "s%07d", "starts_at": "2026-01-01T18:00", "tickets_sold": 1}'
    table = b"[" + b",".join(row % number for number in range(1_500_000)) + b"]"
    with started(servers, "work", TRAINING_MEMORY_MIB="512"):
        answer = await admin.api.post(
            "/ml/train", files={"shows": ("s.json", table, "application/json")}, headers=admin.headers
        )
        job_id = UUID(answer.json()["job_id"])
        job = await ended(admin, job_id)
    assert job["status"] == "failed"
    assert job["error"] == limits.too_large(512)
    await without_a_trace(servers, job_id)


@pytest.mark.timeout(180)
async def test_a_worker_that_is_killed_takes_its_process_along_and_another_begins_anew(
    admin, servers, clock, tables
):
    with started(servers, "work") as first:
        job_id = await ask(admin, tables, models="tabnet")
        process = await running(job_id)
        lease = (await TrainingJob.get(id=job_id)).lease
        for each in psutil.Process(first.pid).children(recursive=True):
            if each.pid != process.pid:
                each.kill()
        first.kill()
        first.wait()

        async def gone() -> bool:
            return process_of(job_id) is None

        await eventually(gone, 15)
        assert (await TrainingJob.get(id=job_id)).lease == lease  # nobody has said anything
        await rows("UPDATE training_jobs SET heartbeat_at = now() - interval '31 seconds'")
    with started(servers, "work"):

        async def begun_anew() -> bool:
            job = await TrainingJob.get(id=job_id)
            return (job.status, job.attempts, job.lease != lease) == (JobStatus.RUNNING, 2, True)

        await eventually(begun_anew)
        await running(job_id)
        assert (await admin.post(f"/ml/jobs/{job_id}/cancel")).status_code == 202
        assert (await ended(admin, job_id))["status"] == "cancelled"


@pytest.mark.timeout(180)
async def test_a_worker_that_is_told_to_stop_gives_its_training_back(admin, servers, clock, tables):
    with started(servers, "work"):
        job_id = await ask(admin, tables, models="tabnet")
        await running(job_id)
    job = await TrainingJob.get(id=job_id)
    assert (job.status, job.attempts, job.lease) == (JobStatus.QUEUED, 0, None)
    assert process_of(job_id) is None
    assert (folder_of(servers, job_id) / "shows.csv").exists()
    assert (await admin.post(f"/ml/jobs/{job_id}/cancel")).json()["status"] == "cancelled"
