"""The demo house's sales agree with themselves and with the house's rules."""

from datetime import UTC, datetime

import pytest

from server.core import db
from server.demo.load import load_demo_house
from server.settings import Settings
from tests.conftest import empty_tables
from tests.patience import PATIENCE


@pytest.fixture(scope="module")
async def loaded(database: str) -> Settings:
    await empty_tables()
    settings = Settings(database_url=database, redis_url="redis://127.0.0.1:1")
    await load(settings)
    return settings


async def load(settings: Settings) -> int:
    summary = await load_demo_house(
        today=datetime.now(UTC),
        progress=lambda _: None,
        hash_password=lambda password: password,
        settings=settings,
    )
    return summary.tickets_sold


async def test_every_sale_is_whole(loaded):
    wrong = await db.rows(
        "SELECT b.id FROM bookings b WHERE b.status <> 'confirmed' "
        "OR b.total <> (SELECT sum(price) FROM tickets k WHERE k.booking_id = b.id AND k.status = 'valid') "
        "OR b.total <> (SELECT sum(amount) FROM price_lines l WHERE l.booking_id = b.id) "
        "OR b.total <> (SELECT sum(amount) FROM payments p "
        "               WHERE p.booking_id = b.id AND p.status = 'succeeded')"
    )
    assert wrong == []
    assert len(await db.rows("SELECT id FROM bookings")) > 1000


async def test_no_seat_that_the_house_keeps_back_is_sold(loaded):
    assert not await db.rows("SELECT k.id FROM tickets k JOIN seat_blocks b USING (show_id, seat_index)")


async def test_a_second_load_sells_nothing_into_shows_that_are_already_open(loaded):
    assert await load(loaded) == 0


async def test_nobody_signs_in_as_the_audience(loaded, api_url):
    import httpx

    async with httpx.AsyncClient(base_url=api_url, timeout=PATIENCE) as client:
        answer = await client.post("/auth/login", json={"email": "audience@example.com", "password": "!"})
    assert answer.status_code == 401
