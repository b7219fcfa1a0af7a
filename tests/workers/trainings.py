"""Trainings of the house in processes of their own, as tests watch them."""

import asyncio
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil

from server.training.models import JobStatus, TrainingJob
from tests.conftest import Servers
from tests.patience import PATIENCE
from tests.server.world import Customer

WAIT = 120.0


@contextmanager
def started(servers: Servers, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the house until the block ends; one that was killed there is no error."""
    process = servers.run("workers", *command, **environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) in {0, -signal.SIGKILL}


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = WAIT) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.05)


async def ask(admin: Customer, tables: dict[str, bytes], **fields: str) -> UUID:
    files = {name: (f"{name}.csv", content, "text/csv") for name, content in tables.items()}
    answer = await admin.api.post("/ml/train", files=files, data=fields, headers=admin.headers)
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["job_id"])


async def ended(admin: Customer, job_id: UUID) -> dict[str, Any]:
    async def over() -> bool:
        return (await TrainingJob.get(id=job_id)).finished_at is not None

    await eventually(over)
    return (await admin.get(f"/ml/jobs/{job_id}")).json()


def process_of(job_id: UUID) -> psutil.Process | None:
    """Return the process that trains for a job, where there is one."""
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        if (
            "workers.training" in command
            and str(job_id) in command[-1]
            and process.info["status"] != "zombie"
        ):
            return process
    return None


async def running(job_id: UUID) -> psutil.Process:
    """Return the process of a job once it is at work on its models."""

    async def fits() -> bool:
        job = await TrainingJob.get(id=job_id)
        assert job.finished_at is None, job.error
        return job.status is JobStatus.RUNNING and job.progress > 0

    await eventually(fits)
    process = process_of(job_id)
    assert process is not None
    return process


def folder_of(servers: Servers, job_id: UUID) -> Path:
    return Path(servers.environment["DATA_DIR"]) / "uploads" / str(job_id)


async def without_a_trace(servers: Servers, job_id: UUID) -> None:
    async def gone() -> bool:
        return process_of(job_id) is None and not folder_of(servers, job_id).exists()

    await eventually(gone, 15)
