"""One training at a time, its lease, and its end."""

import asyncio
from collections import Counter
from typing import Any, get_args
from uuid import UUID, uuid4

import httpx
import pytest
from tortoise.exceptions import IntegrityError

from ml.training.estimators import KINDS
from server.accounts.models import Role
from server.core.db import rows, transaction
from server.training import folders, leases, service
from server.training.leases import Lease, Word
from server.training.models import JobStatus, Promotion, Source, TrainingJob
from server.training.schemas import Kind, TrainIn
from tests.patience import PATIENCE
from tests.server.world import Customer


async def asked(**values) -> TrainingJob:
    return await TrainingJob.create(**{"source": Source.HOUSE, "promotion": Promotion.AUTO, **values})


async def taken(**values) -> Lease:
    lease = Lease((await asked(**values)).id, uuid4())
    assert await leases.take(lease)
    return lease


async def state(lease: Lease) -> tuple[str, str | None]:
    job = await TrainingJob.get(id=lease.job_id)
    return job.status, job.error


def test_kinds_on_the_wire_are_those_there_are():
    assert list(get_args(Kind)) == list(KINDS)


async def everybody_asks(admin: Customer, number: int) -> Counter[int]:
    """Have several see that no training is alive, and only then begin theirs."""

    async def ask() -> int:
        async with httpx.AsyncClient(base_url=admin.api.base_url, timeout=PATIENCE) as client:
            return (await client.post("/ml/train", headers=admin.headers)).status_code

    waiting = "SELECT count(*) AS n FROM pg_locks WHERE relation = 'training_jobs'::regclass AND NOT granted"
    async with asyncio.timeout(PATIENCE), transaction():
        # Whoever looks may look; who writes waits here.
        await rows("LOCK TABLE training_jobs IN EXCLUSIVE MODE")
        asking = asyncio.gather(*(ask() for _ in range(number)))
        while (await rows(waiting))[0]["n"] < 2:
            await asyncio.sleep(0.01)
    return Counter(await asking)


async def test_of_many_who_ask_at_once_one_trains(admin):
    assert await everybody_asks(admin, 12) == {202: 1, 409: 11}
    assert await TrainingJob.all().count() == 1


async def test_control_without_the_index_several_train_at_once(admin):
    (index,) = await rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'training_jobs_one_at_a_time'")
    await rows("DROP INDEX training_jobs_one_at_a_time")
    try:
        statuses = await everybody_asks(admin, 12)
        assert statuses[202] > 1
        assert await TrainingJob.all().count() == statuses[202]
    finally:
        await rows("TRUNCATE training_jobs")
        await rows(index["indexdef"])


async def test_who_meets_the_index_alone_is_told_the_same(admin, uploads):
    """As one does whose upload came in while another training was asked for."""
    await asked()
    with pytest.raises(IntegrityError) as met:
        async with transaction():
            await service.ask(TrainIn(), caller=None)
    assert service.busy(met.value) is not None


async def test_a_training_that_waits_is_cancelled_at_once_and_again_changes_nothing(admin):
    job_id = (await admin.post("/ml/train")).json()["job_id"]
    for _ in range(2):
        answer = await admin.post(f"/ml/jobs/{job_id}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    deeds = await rows("SELECT action FROM audit_log ORDER BY id")
    assert [deed["action"] for deed in deeds] == ["training.ask", "training.cancel"]
    assert not await leases.take(Lease(UUID(job_id), uuid4()))


async def test_a_training_that_runs_is_told_so_and_one_that_is_over_is_not(admin):
    lease = await taken()
    assert await leases.beat(lease, stage="features", progress=0.5) is Word.GO_ON
    answer = await admin.post(f"/ml/jobs/{lease.job_id}/cancel")
    assert (answer.json()["status"], answer.json()["stage"]) == ("running", "features")
    assert await leases.beat(lease, stage="features", progress=0.6) is Word.CANCEL
    await leases.fail(lease, "it failed first", [])
    again = await admin.post(f"/ml/jobs/{lease.job_id}/cancel")
    assert again.status_code == 202  # it was cancelled before, which changes nothing any more
    other = await taken()
    await leases.fail(other, "no memory", None)
    refused = await admin.post(f"/ml/jobs/{other.job_id}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "training_over")
    assert (await admin.post(f"/ml/jobs/{uuid4()}/cancel")).status_code == 404


@pytest.mark.usefixtures("clean_database")
async def test_a_training_is_taken_once():
    job = await asked()
    takes = await asyncio.gather(*(leases.take(Lease(job.id, uuid4())) for _ in range(8)))
    assert sorted(takes) == [False] * 7 + [True]


@pytest.mark.usefixtures("clean_database")
async def test_a_silent_lease_is_taken_away_once_and_given_up_the_second_time():
    lease = await taken()
    assert await leases.release_silent() == []
    for attempt in (1, 2):
        await rows("UPDATE training_jobs SET heartbeat_at = now() - interval '31 seconds'")
        over = await leases.release_silent()
        assert await leases.beat(lease, stage="late", progress=1) is Word.LOST
        if attempt == 1:
            assert over == []
            assert await state(lease) == (JobStatus.QUEUED, None)
            lease = Lease(lease.job_id, uuid4())
            assert await leases.take(lease)
    assert over == [lease.job_id]
    status, error = await state(lease)
    assert status is JobStatus.FAILED
    assert error is not None
    assert "worker" in error


@pytest.mark.usefixtures("clean_database")
async def test_a_silent_training_that_was_cancelled_is_over():
    lease = await taken()
    await rows(
        "UPDATE training_jobs SET heartbeat_at = now() - interval '31 seconds', cancel_requested_at = now()"
    )
    assert await leases.release_silent() == [lease.job_id]
    assert await state(lease) == (JobStatus.CANCELLED, None)


@pytest.mark.usefixtures("clean_database")
async def test_a_training_that_is_given_back_waits_again_and_did_not_fail():
    lease = await taken()
    await leases.give_back(lease)
    job = await TrainingJob.get(id=lease.job_id)
    assert (job.status, job.attempts, job.lease) == (JobStatus.QUEUED, 0, None)
    await leases.put_waiting()
    await leases.put_waiting()
    (put,) = await rows("SELECT actor, args FROM outbox")
    assert put["actor"] == "train_models"
    assert str(lease.job_id) in put["args"]


@pytest.mark.usefixtures("clean_database")
async def test_another_workers_lease_changes_nothing():
    lease = await taken()
    stranger = Lease(lease.job_id, uuid4())
    await leases.fail(stranger, "not mine to fail", None)
    await leases.cancelled(stranger, None)
    await leases.give_back(stranger)
    assert not await leases.succeed(stranger, version="v", metrics={}, report=[], decision={})
    assert await state(lease) == (JobStatus.RUNNING, None)


@pytest.mark.usefixtures("clean_database")
async def test_progress_never_goes_back():
    lease = await taken()
    for said in (0.4, 0.2, 7.0):
        await leases.beat(lease, stage="x" * 90, progress=said)
    job = await TrainingJob.get(id=lease.job_id)
    assert (job.progress, job.stage) == (1.0, "x" * 40)


@pytest.mark.usefixtures("clean_database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE training_jobs SET status = 'lost'",
        "UPDATE training_jobs SET progress = 1.5",
        "UPDATE training_jobs SET status = 'running'",
        "UPDATE training_jobs SET finished_at = now()",
        "UPDATE training_jobs SET error = 'none'",
        "UPDATE training_jobs SET source = 'else'",
        "UPDATE training_jobs SET status = 'succeeded', finished_at = now()",
    ],
)
async def test_the_database_refuses_what_makes_no_sense(statement):
    await asked()
    with pytest.raises(IntegrityError):
        await rows(statement)


@pytest.mark.usefixtures("clean_database")
async def test_what_has_ended_is_not_changed():
    lease = await taken()
    await leases.fail(lease, "no memory", None)
    with pytest.raises(IntegrityError, match="has ended"):
        await rows("UPDATE training_jobs SET error = 'another'")


async def test_trainings_are_listed_newest_first_in_pages(admin):
    ids: list[str] = []
    for _ in range(5):
        lease = await taken()
        await leases.fail(lease, "as wanted", [{"table": "shows"}])
        ids.insert(0, str(lease.job_id))
    manager = await Customer.sign_up(admin.api, role=Role.MANAGER)
    first = (await manager.get("/ml/jobs?limit=3")).json()
    second = (await manager.get(f"/ml/jobs?limit=3&cursor={first['next_cursor']}")).json()
    assert [job["id"] for job in first["items"] + second["items"]] == ids
    assert second["next_cursor"] is None
    assert "report" not in first["items"][0]
    assert (await manager.get("/ml/jobs?cursor=nonsense")).json()["code"] == "bad_cursor"


@pytest.mark.usefixtures("clean_database")
async def test_the_house_learns_by_schedule_when_it_is_due():
    due: dict[str, Any] = {"days": 7, "closed_shows": 300, "least_shows": 300, "days_in_use": 7.5}
    assert await service.ask_if_due(**{**due, "closed_shows": 299}) is None
    assert await service.ask_if_due(**{**due, "days_in_use": 0.1}) is None  # the house has just begun
    first = await service.ask_if_due(**due)
    assert first is not None
    job = await TrainingJob.get(id=first)
    assert (job.source, job.promotion, job.requested_by) == (Source.HOUSE, Promotion.AUTO, None)
    assert await service.ask_if_due(**due) is None  # it is alive
    lease = Lease(first, uuid4())
    await leases.take(lease)
    await leases.fail(lease, "as wanted", None)
    assert await service.ask_if_due(**due) is None  # it failed, and is tried again in a week
    await rows("ALTER TABLE training_jobs DISABLE TRIGGER training_jobs_end_is_final")
    await rows("UPDATE training_jobs SET created_at = now() - interval '8 days'")
    await rows("ALTER TABLE training_jobs ENABLE TRIGGER training_jobs_end_is_final")
    assert await service.ask_if_due(**due) is not None


def test_folders_of_nobody_are_removed_when_they_are_old(tmp_path):
    import os

    alive, orphan, young = uuid4(), uuid4(), uuid4()
    for job_id in (alive, orphan, young):
        folder = folders.folder_of(tmp_path, job_id)
        folder.mkdir(parents=True)
        (folder / "shows.csv").write_text("show_id\n")
        if job_id is not young:
            os.utime(folder, (1, 1))
    assert folders.remove_orphans(tmp_path, {alive}) == 1
    assert {folder.name for folder in (tmp_path / "uploads").iterdir()} == {str(alive), str(young)}
