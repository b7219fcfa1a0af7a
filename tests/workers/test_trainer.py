"""Who watches over a training, in this process: what stands in its way, what becomes of its outcome."""

import json
import os
from uuid import uuid4

import numpy as np
import pytest

from ml.datasets.canonical import dataset
from ml.datasets.synthetic import generate
from ml.datasets.validation import validate_bookings, validate_shows
from ml.making import train
from server.core.db import rows, transaction
from server.forecasting import versions
from server.settings import Settings
from server.training import leases
from server.training.leases import Lease
from server.training.models import JobStatus, Promotion, Source, TrainingJob
from server.training.service import Made, Outcome
from tests.workers.trainings import eventually
from workers.training import finishing, order, packages, supervisor
from workers.training.steps import Steps
from workers.training.supervisor import Trainer


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
    """Through every step that a training says, in its own words."""
    kinds = ("linear", "boosting")
    texts: list[str] = []
    shows, _ = validate_shows(generate(420, 3).shows)
    train(dataset(shows, None), kinds=kinds, seed=7, progress=texts.append)
    with (tmp_path / "said").open("w+") as said:
        steps = Steps(kinds, said)
        for stage in ("parse", "validate"):
            steps.begin(stage)
        for text in texts:
            steps.progress(text)
        for stage in ("register", "decide"):
            steps.begin(stage)
        said.seek(0)
        lines = [json.loads(line) for line in said]
    told = [line["progress"] for line in lines]
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.9 < told[-1] < 1
    assert [line["stage"] for line in lines][2:8] == [
        "features", "demand", "linear folds", "linear", "boosting folds", "boosting",
    ]  # fmt: skip


def test_what_the_process_is_told_is_the_workers_language_and_path_alone():
    assert set(supervisor._PASSED_ON) & set(os.environ) >= {"PATH"}
    assert not [name for name in supervisor._PASSED_ON if "URL" in name or "KEY" in name or "PASS" in name]
