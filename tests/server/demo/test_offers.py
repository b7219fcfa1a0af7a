"""The demo house has promotions to try and points to spend, once however often it is loaded."""

from datetime import UTC, datetime

import pytest

from server.core import db
from server.demo.load import load_demo_house
from server.demo.people import DEMO_PEOPLE
from server.promotions.models import Promotion
from server.settings import Settings
from server.venues.models import Theatre
from tests.conftest import empty_tables


async def load(url: str) -> None:
    await load_demo_house(
        today=datetime.now(UTC),
        progress=lambda _: None,
        hash_password=lambda password: password,
        settings=Settings(database_url=url, redis_url="redis://127.0.0.1:1"),
    )


@pytest.fixture(scope="module")
async def loaded(database: str) -> str:
    await empty_tables()
    await load(database)
    return database


async def balances() -> dict[str, int]:
    found = await db.rows(
        "SELECT u.email, sum(l.delta) AS points "
        "FROM points_ledger l JOIN users u ON u.id = l.user_id GROUP BY 1"
    )
    return {person["email"]: person["points"] for person in found}


async def test_there_are_promotions_and_points_to_try_and_no_more_after_another_load(loaded):
    everybody = {person.email: 500 for person in DEMO_PEOPLE}
    for _ in range(2):
        assert sorted(promotion.code for promotion in await Promotion.all()) == ["FIRSTSHOW", "GROUP10"]
        assert await balances() == everybody
        await load(loaded)


async def test_every_theatre_takes_points_and_indias_totals_are_whole_rupees(loaded):
    for theatre in await Theatre.all():
        assert theatre.point_value > 0
        assert theatre.points_rate > 0
        assert theatre.rounding_unit == (100 if theatre.currency == "INR" else 1)
    uneven = await db.rows("SELECT id FROM bookings WHERE currency = 'INR' AND total % 100 <> 0")
    assert uneven == []
