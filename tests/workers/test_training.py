"""A training from the upload to a version: through the API, Redis, a worker, and a process of its own."""

import subprocess
from collections.abc import Iterator
from uuid import UUID

import psutil
import pytest

from ml.predictor import Predictor
from server.core.db import rows
from server.forecasting import versions
from server.training.models import JobStatus, TrainingJob
from tests.server.world import Customer
from tests.workers.trainings import ask, ended, eventually, running, started, without_a_trace
from workers.training import limits


@pytest.fixture(scope="module")
def worker(servers, clock) -> Iterator[subprocess.Popen[bytes]]:
    with started(servers, "work") as process:
        yield process


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(180)
async def test_tables_become_versions_that_serve(admin, servers, tables):
    in_use = await versions.in_use()
    known = {item["version"] for item in (await admin.get("/ml/models")).json()["items"]}
    job_id = await ask(admin, tables, models="linear")
    job = await ended(admin, job_id)
    assert (job["status"], job["error"], job["progress"]) == ("succeeded", None, 1.0)
    listed = (await admin.get("/ml/models")).json()["items"]
    mine = {item["version"]: item for item in listed if item["version"] not in known}
    assert {item["source"] for item in mine.values()} == {"trained"}
    assert {item["kind"] for item in mine.values()} == {"naive", "linear"}
    assert job["version"] in mine
    assert job["metrics"] == mine[job["version"]]["metrics"]
    assert [(report["table"], report["kept"], report["usable"]) for report in job["report"]] == [
        ("shows", 600, True), ("bookings", tables["bookings"].count(b"\n") - 1, True),
    ]  # fmt: skip
    decision = job["decision"]
    assert decision["promoted"] is False  # an upload's, and nobody said that it may
    assert decision["incumbent"]["version"] == in_use == await versions.in_use()
    assert decision["challenger"]["version"] == job["version"]
    assert decision["window"]["rows"] == decision["challenger"]["metrics"]["n"]
    assert decision["incumbent"]["metrics"]["n"] == decision["challenger"]["metrics"]["n"]
    assert isinstance(await versions.load(job["version"]), Predictor)
    shown = (await admin.get(f"/ml/models/{job['version']}")).json()
    assert len(shown["points"]) == 300
    await without_a_trace(servers, job_id)
    assert (await rows("SELECT count(*) AS n FROM outbox WHERE actor = 'train_models' AND done_at IS NULL"))[
        0
    ]["n"] == 0
    # The same tables again make the same versions, which is no error.
    again = await ended(admin, await ask(admin, tables, models="linear"))
    assert (again["status"], again["version"]) == ("succeeded", job["version"])


BAD = {
    "no column": (b"show_id,starts_at\na,2026-01-01T18:00\n", "tickets_sold", True),
    "too few": (b"show_id,starts_at,tickets_sold\na,2026-01-01T18:00,4\n", "usable rows", True),
    "formula cells": (
        b"show_id,starts_at,tickets_sold\n" + b"=1+1,@SUM(A1),=cmd|'/C calc'!A0\n" * 40, "usable rows", True,
    ),
    "one field of many megabytes": (
        b"show_id,starts_at,tickets_sold\na," + b"x" * 20_000_000, "line 2", False,
    ),
    "a million columns": (
        b",".join(b"c%d" % number for number in range(10**6)) + b"\n1\n", "longer than any row", False,
    ),
    "a quote that is never closed": (
        b'show_id,starts_at,tickets_sold\n"a,2026-01-01T18:00,4\n' + b"b,2026-01-01T18:00,4\n" * 50_000,
        "is a quote never closed", False,
    ),
    "two days": (
        b"show_id,starts_at,tickets_sold\n"
        + b"".join(b"s%d,2026-01-01T%02d:00,%d\n" % (n, n % 24, n) for n in range(60)), "too few", True,
    ),
}  # fmt: skip


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", BAD)
async def test_tables_that_cannot_be_used_end_in_words(admin, servers, name):
    content, words, has_report = BAD[name]
    job_id = await ask(admin, {"shows": content}, models="linear")
    job = await ended(admin, job_id)
    assert job["status"] == "failed"
    assert words in job["error"]
    assert (job["report"] is not None) == has_report
    await without_a_trace(servers, job_id)


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(60)
async def test_json_that_is_nested_without_end_ends_in_words(admin, servers):
    files = {"shows": ("s.json", b"[" * 500_000, "application/json")}
    answer = await admin.api.post("/ml/train", files=files, headers=admin.headers)
    job_id = UUID(answer.json()["job_id"])
    job = await ended(admin, job_id)
    assert (job["status"], "nested too deeply" in job["error"]) == ("failed", True)
    await without_a_trace(servers, job_id)


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(120)
async def test_a_training_is_cancelled_while_it_runs(admin, servers, tables):
    job_id = await ask(admin, tables)
    await running(job_id)
    assert (await admin.post(f"/ml/jobs/{job_id}/cancel")).status_code == 202
    job = await ended(admin, job_id)
    assert (job["status"], job["error"], job["version"]) == ("cancelled", None, None)
    await without_a_trace(servers, job_id)
    following = await ask(admin, {"shows": b"show_id\n1\n"})  # and the next may be asked for
    assert (await ended(admin, following))["status"] == "failed"


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(120)
async def test_the_process_has_limits_and_knows_no_secret(admin, servers, tables):
    job_id = await ask(admin, tables)
    process = await running(job_id)
    environment = process.environ()
    secrets = [servers.environment[name] for name in ("DATABASE_URL", "REDIS_URL", "JWT_PRIVATE_KEY_FILE")]
    assert [value for value in environment.values() if any(secret in value for secret in secrets)] == []
    assert not {"DATABASE_URL", "REDIS_URL", "JWT_PRIVATE_KEY_FILE"} & set(environment)
    assert process.nice() >= 10
    assert environment["OMP_NUM_THREADS"] == "1"
    assert process.rlimit(psutil.RLIMIT_DATA)[1] == 4096 * limits.MIB
    assert process.net_connections() == []
    # A killed process is a failure in words, with the report as far as it got.
    process.kill()
    job = await ended(admin, job_id)
    assert job["status"] == "failed"
    assert "SIGKILL" in job["error"]
    assert [report["table"] for report in job["report"]] == ["shows", "bookings"]
    await without_a_trace(servers, job_id)


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(60)
async def test_other_jobs_go_on_while_models_are_trained(admin, tables):
    job_id = await ask(admin, tables, models="tabnet")
    await running(job_id)
    await Customer.sign_up(admin.api)  # a mail is sent to her

    async def mailed() -> bool:
        return await rows("SELECT 1 FROM outbox WHERE actor = 'send_link' AND done_at IS NULL") == []

    await eventually(mailed, 15)
    assert (await TrainingJob.get(id=job_id)).status is JobStatus.RUNNING
    await admin.post(f"/ml/jobs/{job_id}/cancel")
    assert (await ended(admin, job_id))["status"] == "cancelled"
