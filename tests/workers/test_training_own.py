"""A house that learns from its own sales, by its schedule: asked by the clock, decided, put to use."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from server.core.db import rows, transaction
from server.demo.load import load_demo_house
from server.forecasting import versions
from server.settings import Settings
from server.training.models import Promotion, Source, TrainingJob
from tests.conftest import another_api
from tests.workers.trainings import ended, eventually, started

PAST_DAYS = 24
"""Some weeks to be judged on, on whatever weekday this runs: a gain within two may rightly be called luck."""


@pytest.fixture
async def house_with_a_past(clean_database: str) -> AsyncIterator[None]:
    """The demo house with some weeks of sales, its model in use for longer than the schedule waits."""
    await load_demo_house(
        today=datetime.now(UTC), progress=print, hash_password=str.upper, past_days=PAST_DAYS,
        settings=Settings(database_url=clean_database, redis_url="redis://nowhere"),
    )  # fmt: skip
    await rows("ALTER TABLE model_promotions DISABLE TRIGGER USER")  # it is append-only
    await rows("UPDATE model_promotions SET at = at - interval '30 days'")
    await rows("ALTER TABLE model_promotions ENABLE TRIGGER USER")
    shipped = await versions.in_use()
    assert shipped is not None
    yield
    async with transaction():  # other tests go on with what ships
        await versions.promote(shipped, caller=None, reason="As it was")


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("house_with_a_past")
async def test_a_house_learns_from_its_own_sales_and_serves_what_is_better(admin, servers, clock):
    with started(servers, "work", RETRAIN_DAYS="7"):
        due = await asked_by_the_clock()
        assert (due.source, due.promotion, due.requested_by) == (Source.HOUSE, Promotion.AUTO, None)
        assert (await admin.post(f"/ml/jobs/{due.id}/cancel")).status_code == 202
        assert (await ended(admin, due.id))["status"] == "cancelled"

        before = await versions.in_use()
        asked = await admin.post("/ml/train", models=["linear", "boosting"], promote="auto")
        job = await ended(admin, UUID(asked.json()["job_id"]))
        assert (job["status"], job["error"], job["source"]) == ("succeeded", None, "house")
        decision = job["decision"]
        assert decision["incumbent"]["version"] == before
        assert decision["challenger"]["version"] == job["version"]
        assert decision["window"]["rows"] > 300
        # What ships learned from cinemas that never were, so this house's own past must teach more.
        assert decision["promoted"] is True, decision["why"]
        assert await versions.in_use() == job["version"]

    # Asked of a server of its own: it would keep this house's past for the tests that come after.
    with another_api(servers) as url:
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            served = (await client.get("/admin/predictions", headers=admin.headers)).json()
    assert served["model_version"] == job["version"]
    assert served["items"]


async def asked_by_the_clock() -> TrainingJob:
    """Ask for what is due as the clock does, and return the training that comes of it."""
    await rows(
        "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) "
        "VALUES ('retrain', '{}', now(), now(), 0, 0)"
    )

    async def there() -> bool:
        return await TrainingJob.exists()

    await eventually(there)
    return await TrainingJob.get()
