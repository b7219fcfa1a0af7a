"""A training from the upload to a version: through the API, Redis, a worker, and a process of its own."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import psutil
import pytest

from ml.datasets.canonical import dataset
from ml.datasets.synthetic import generate
from ml.datasets.validation import validate_bookings, validate_shows
from ml.predictor import Predictor
from server.accounts.models import Role
from server.core.db import rows
from server.forecasting import versions
from server.settings import Settings
from server.training import leases
from server.training.leases import Lease
from server.training.models import JobStatus, Promotion, Source, TrainingJob
from server.training.service import Made, Outcome
from tests.conftest import Servers
from tests.server.world import Customer
from workers.training import finishing, limits, order, packages, supervisor
from workers.training.steps import Steps
from workers.training.supervisor import Trainer

WAIT = 120.0


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, bytes]:
    """Six hundred shows and their bookings, as CSV."""
    world = generate(600, 5)
    return {
        name: table.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S").encode()
        for name, table in (("shows", world.shows), ("bookings", world.bookings))
    }


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


@contextmanager
def started(servers: Servers, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the house until the block ends; one that was killed there is no error."""
    process = servers.run("workers", *command, **environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in {0, -signal.SIGKILL}


@pytest.fixture(scope="module")
def clock(servers, database) -> Iterator[None]:
    with started(servers, "clock", RETRAIN_DAYS="0"):
        yield


@pytest.fixture(scope="module")
def worker(servers, clock) -> Iterator[subprocess.Popen[bytes]]:
    with started(servers, "work") as process:
        yield process


async def eventually(holds, seconds: float = WAIT) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.05)


async def ask(admin: Customer, tables: dict[str, bytes], **fields: str) -> UUID:
    files = {name: (f"{name}.csv", content, "text/csv") for name, content in tables.items()}
    answer = await admin.api.post("/ml/train", files=files, data=fields, headers=admin.headers)
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["job_id"])


async def ended(admin: Customer, job_id: UUID) -> dict:
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


@pytest.mark.usefixtures("worker")
@pytest.mark.timeout(180)
async def test_tables_become_versions_that_serve(admin, servers, tables):
    in_use = await versions.in_use()
    job_id = await ask(admin, tables, models="linear")
    job = await ended(admin, job_id)
    assert (job["status"], job["error"], job["progress"]) == ("succeeded", None, 1.0)
    listed = (await admin.get("/ml/models")).json()["items"]
    mine = {item["version"]: item for item in listed if item["source"] == "trained"}
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
        await running(job_id)
        job = await TrainingJob.get(id=job_id)
        assert (job.attempts, job.lease != lease) == (2, True)
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


@pytest.fixture
def settings(servers, monkeypatch) -> Settings:
    for name, value in servers.environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


async def queued(**values) -> TrainingJob:
    return await TrainingJob.create(**{"source": Source.HOUSE, "promotion": Promotion.AUTO, **values})


@pytest.mark.usefixtures("clean_database")
async def test_workers_that_cannot_train_say_what_to_install(settings, monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda module: None if module == "torch" else object())
    job, trainer = await queued(), Trainer(settings)
    await trainer.begin(job.id)

    async def over() -> bool:
        return (await TrainingJob.get(id=job.id)).status is JobStatus.FAILED

    await eventually(over, 10)
    assert "torch are not installed there. Run `make install-ml`" in (await TrainingJob.get(id=job.id)).error


@pytest.mark.usefixtures("clean_database")
async def test_tables_that_are_not_where_workers_look_are_told_of(settings):
    job, trainer = await queued(source=Source.UPLOAD), Trainer(settings)
    await trainer.begin(job.id)

    async def over() -> bool:
        return (await TrainingJob.get(id=job.id)).status is JobStatus.FAILED

    await eventually(over, 10)
    assert "DATA_DIR" in (await TrainingJob.get(id=job.id)).error


@pytest.mark.usefixtures("clean_database")
@pytest.mark.timeout(60)
async def test_a_house_without_past_shows_cannot_learn_from_them(settings):
    job, trainer = await queued(kinds=["linear"]), Trainer(settings)
    await trainer.begin(job.id)

    async def over() -> bool:
        return (await TrainingJob.get(id=job.id)).status is JobStatus.FAILED

    await eventually(over, 40)
    assert "0 shows are over in this house" in (await TrainingJob.get(id=job.id)).error


def verdict(challenger: str, incumbent: str | None, *, better: bool) -> dict:
    return {
        "better": better, "why": "a WAPE of 0.2 against 0.3 is 33.3% better", "margin": 0.01, "window": None,
        "challenger": {"version": challenger, "metrics": None},
        "incumbent": {"version": incumbent, "metrics": None} if incumbent else None,
    }  # fmt: skip


@pytest.mark.usefixtures("clean_database")
@pytest.mark.parametrize(
    ("promotion", "better", "moved_on", "promoted", "said"),
    [
        (Promotion.AUTO, True, False, True, "33.3% better"),
        (Promotion.AUTO, False, False, False, "33.3% better"),
        (Promotion.ASK, True, False, False, "somebody decides"),
        (Promotion.AUTO, True, True, False, "somebody else decided"),
    ],
)
async def test_what_is_better_is_put_to_use_where_it_may_be(promotion, better, moved_on, promoted, said):
    before = await versions.in_use()
    assert before is not None
    found = await rows("SELECT card, model FROM model_versions WHERE version = $1", [before])
    name = f"linear-{uuid4().hex[:8]}-s7"
    made = Made(name, bytes(found[0]["model"]), json.loads(found[0]["card"]) | {"version": name})
    job = await queued(promotion=promotion)
    lease = Lease(job.id, uuid4())
    assert await leases.take(lease)
    compared = "another-version" if moved_on else before
    outcome = Outcome([made], name, [], verdict(name, compared, better=better))
    try:
        assert await finishing.succeed(lease, outcome)
        after = await TrainingJob.get(id=job.id)
        assert after.status is JobStatus.SUCCEEDED
        assert after.decision["promoted"] is promoted
        assert said in str(after.decision["why"])
        assert await versions.in_use() == (name if promoted else before)
        assert not await finishing.succeed(lease, outcome)  # once
    finally:
        if promoted:
            from server.core.db import transaction

            async with transaction():
                await versions.promote(before, caller=None, reason="as it was")


@pytest.mark.parametrize("booked", [True, False])
def test_the_houses_past_reads_back_as_it_was_written(tmp_path, booked):
    world = generate(60, 4)
    shows, _ = validate_shows(world.shows)
    bookings = validate_bookings(world.bookings, shows)[0] if booked else None
    data = dataset(shows, bookings)
    order.write_past(tmp_path / order.PAST, data.shows, data.bookings)
    again, again_bookings = order.read_past(tmp_path / order.PAST)
    for name in data.shows.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(data.shows, name))
    assert (again_bookings is None) == (data.bookings is None)
    if data.bookings is not None:
        for name in ("show", "booked_at", "tickets"):
            np.testing.assert_array_equal(getattr(again_bookings, name), getattr(data.bookings, name))


def test_progress_goes_from_nothing_to_nearly_all(tmp_path):
    with (tmp_path / "said").open("w+") as said:
        steps = Steps(["linear", "boosting"], said)
        for stage in ("parse", "validate"):
            steps.begin(stage)
        for text in (
            "features", "linear: 5 folds", "linear: all 90 rows", "boosting: 5 folds",
            "boosting: all 90 rows", "naive: export", "linear: export", "blend: export",
        ):  # fmt: skip
            steps.progress(text)
        for stage in ("register", "decide"):
            steps.begin(stage)
        said.seek(0)
        lines = [json.loads(line) for line in said]
    told = [line["progress"] for line in lines]
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.9 < told[-1] < 1
    assert [line["stage"] for line in lines][3:7] == ["linear folds", "linear", "boosting folds", "boosting"]


def test_what_the_process_is_told_is_the_workers_language_and_path_alone():
    assert set(supervisor._PASSED_ON) & set(os.environ) >= {"PATH"}
    assert not [name for name in supervisor._PASSED_ON if "URL" in name or "KEY" in name or "PASS" in name]
