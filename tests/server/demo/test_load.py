"""The demo house in real PostgreSQL: loaded once, rolled forward, never doubled."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tortoise.exceptions import OperationalError

from server.accounts.passwords import hash_password
from server.booking.models import Booking
from server.catalogue.models import Movie
from server.core import db
from server.demo.load import DemoRefusedError, Summary, load_demo_house
from server.demo.people import DEMO_PEOPLE
from server.settings import Settings
from server.venues.models import SeatLayout, Show
from tests.conftest import Servers

TODAY = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)  # noon in Hyderabad, half past one at night in New York
_SETTINGS: dict[str, Any] = {"database_url": "postgresql://nowhere", "redis_url": "redis://nowhere"}


async def load(today: datetime = TODAY, seed: int = 7) -> Summary:
    return await load_demo_house(
        today=today,
        seed=seed,
        progress=lambda _: None,
        hash_password=lambda password: f"hash of {password}",
        settings=Settings(environment="test", **_SETTINGS),
    )


async def picture_of_shows(until: datetime | None = None) -> list[dict[str, Any]]:
    """Everything about shows except ids, in an order that does not depend on them."""
    return await db.rows(
        "SELECT t.slug, s.name, m.slug AS film, h.starts_at, h.ends_at, h.local_date, h.sales_close_at, "
        "h.language, h.subtitles, h.format, array_agg(p.category || p.amount ORDER BY p.category) AS prices, "
        "(SELECT array_agg(b.seat_index || b.reason ORDER BY b.seat_index) FROM seat_blocks b "
        "WHERE b.show_id = h.id) AS blocks "
        "FROM shows h JOIN screens s ON s.id = h.screen_id JOIN theatres t ON t.id = s.theatre_id "
        "JOIN movies m ON m.id = h.movie_id JOIN show_prices p ON p.show_id = h.id "
        "WHERE $1::timestamptz IS NULL OR h.starts_at < $1 "
        "GROUP BY t.slug, s.name, m.slug, h.id ORDER BY t.slug, s.name, h.starts_at",
        [until],
    )


@pytest.mark.usefixtures("clean_database")
async def test_the_first_load_furnishes_the_whole_house() -> None:
    steps: list[str] = []
    summary = await load_demo_house(
        today=TODAY,
        progress=steps.append,
        hash_password=hash_password,
        settings=Settings(environment="test", **_SETTINGS),
    )
    assert (summary.cities, summary.theatres, summary.screens, summary.films) == (4, 8, 20, 40)
    assert summary.people_added == len(DEMO_PEOPLE)
    assert 1200 <= summary.shows_added <= 1500
    assert summary.shows_added == await Show.all().count()
    assert len(steps) == 5


@pytest.mark.usefixtures("clean_database")
async def test_a_second_load_on_the_same_day_changes_nothing() -> None:
    await load()
    before = await picture_of_shows()
    summary = await load()
    assert (summary.shows_added, summary.people_added) == (0, 0)
    assert await picture_of_shows() == before


@pytest.mark.usefixtures("clean_database")
async def test_the_next_days_are_added_and_the_past_is_closed() -> None:
    first = await load()
    before = await picture_of_shows()
    later = TODAY + timedelta(days=3)
    summary = await load(later)
    assert 200 < summary.shows_added < 400
    assert summary.shows_closed > 0
    after = await picture_of_shows()
    assert len(after) == first.shows_added + summary.shows_added
    kept = {(row["slug"], row["name"], row["starts_at"]): row for row in after}
    assert all(kept[row["slug"], row["name"], row["starts_at"]] == row for row in before)
    open_and_past = await db.rows(
        "SELECT 1 FROM shows WHERE status = 'on_sale' AND sales_close_at <= $1", [later]
    )
    assert open_and_past == []


@pytest.mark.usefixtures("clean_database")
async def test_a_house_that_starts_later_has_the_same_programme_as_one_rolled_forward() -> None:
    later = TODAY + timedelta(days=5)
    await load()
    await load(later)
    rolled = [row for row in await picture_of_shows() if row["local_date"] >= later.date()]
    await db.rows("TRUNCATE shows, show_prices, seat_blocks CASCADE")
    await load(later)
    fresh = [row for row in await picture_of_shows() if row["local_date"] >= later.date()]
    assert fresh == rolled


@pytest.mark.usefixtures("clean_database")
async def test_another_seed_makes_another_programme() -> None:
    await load(seed=7)
    one = await picture_of_shows()
    await db.rows("TRUNCATE shows, show_prices, seat_blocks CASCADE")
    await load(seed=8)
    assert await picture_of_shows() != one


@pytest.mark.usefixtures("clean_database")
async def test_a_sold_show_is_left_as_it_is() -> None:
    await load()
    show = await Show.filter(status="on_sale").order_by("starts_at").first()
    assert show is not None
    user = (await db.rows("SELECT id FROM users LIMIT 1"))[0]["id"]
    booking = await Booking.create(
        reference="MVM-20261122-AAAAAAAA", user_id=user, show_id=show.id, status="confirmed", hold_id="h",
        total=100, currency="INR", price_source="base",
    )  # fmt: skip
    await Show.filter(id=show.id).update(language="Esperanto")
    await load(TODAY + timedelta(days=1))
    assert (await Show.get(id=show.id)).language == "Esperanto"
    assert (await Booking.get(id=booking.id)).show_id == show.id


@pytest.mark.usefixtures("clean_database")
async def test_nothing_is_planned_over_a_show_that_somebody_else_has_set() -> None:
    await load()
    last = await Show.all().order_by("-ends_at").first()
    assert last is not None
    # A private night that runs on into the next morning, on a screen whose next day is not planned yet.
    ends = last.ends_at + timedelta(hours=14)
    await Show.create(
        movie_id=last.movie_id, theatre_id=last.theatre_id, screen_id=last.screen_id,
        layout_id=last.layout_id, starts_at=last.ends_at, ends_at=ends, local_date=last.local_date,
        sales_close_at=last.ends_at, language="English", format="2D",
    )  # fmt: skip
    summary = await load(TODAY + timedelta(days=1))
    assert summary.shows_added > 0
    following = (
        await Show.filter(screen_id=last.screen_id, starts_at__gt=last.ends_at).order_by("starts_at").first()
    )
    assert following is not None
    assert following.starts_at >= ends


@pytest.mark.usefixtures("clean_database")
async def test_new_shows_use_the_newest_version_of_a_layout() -> None:
    await load()
    old = await SeatLayout.all().first()
    assert old is not None
    found = await db.rows("SELECT auditorium_id FROM seat_layouts WHERE id = $1", [old.id])
    screen = found[0]["auditorium_id"]
    new = await SeatLayout.create(
        auditorium_id=screen, version=2, seat_count=old.seat_count, width=old.width, height=old.height,
        screen=old.screen, rows=old.rows, seats=old.seats,
    )  # fmt: skip
    await load(TODAY + timedelta(days=1))
    used = await db.rows(
        "SELECT layout_id, min(local_date) AS first FROM shows WHERE screen_id = $1 GROUP BY 1 ORDER BY 2",
        [screen],
    )
    assert [row["layout_id"] for row in used] == [old.id, new.id]


@pytest.mark.usefixtures("clean_database")
async def test_production_is_refused_and_stays_empty() -> None:
    settings = Settings(environment="test", **_SETTINGS).model_copy(update={"environment": "production"})
    with pytest.raises(DemoRefusedError):
        await load_demo_house(today=TODAY, progress=print, hash_password=str.upper, settings=settings)
    assert await Show.all().count() == 0


async def test_a_day_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        await load(TODAY.replace(tzinfo=None))


@pytest.mark.usefixtures("clean_database")
async def test_the_command_loads_the_house_twice_and_the_second_time_adds_nothing(servers: Servers) -> None:
    assert await asyncio.to_thread(servers.run("server", "seed-demo").wait, 240) == 0
    shows = await Show.all().count()
    assert shows > 1000
    assert await asyncio.to_thread(servers.run("server", "seed-demo").wait, 240) == 0
    # Midnight may pass between the two, in one zone at a time: then there is one more day, never a double.
    assert shows <= await Show.all().count() < shows + 100
    assert await Movie.all().count() == 40


@pytest.mark.usefixtures("clean_database")
async def test_the_command_refuses_production(servers: Servers) -> None:
    process = servers.run(
        "server",
        "seed-demo",
        ENVIRONMENT="production",
        MOCK_PAYMENTS="false",
        WEB_URL="https://cinema.example",
    )
    assert await asyncio.to_thread(process.wait, 240) != 0
    assert await Movie.all().count() == 0


async def count_again_and_again(table: str) -> None:
    """Do what PostgreSQL does by itself at any moment: count what others have not committed as nothing."""
    while True:
        with contextlib.suppress(OperationalError):  # the load has the table to itself
            async with db.transaction():  # a connection goes back to the pool as it was
                await db.rows("SET LOCAL lock_timeout = '20ms'")
                await db.rows(f"ANALYZE {table}")
        await asyncio.sleep(0.05)


@pytest.mark.usefixtures("clean_database")
async def test_bookings_are_looked_up_by_their_key_whatever_was_counted_meanwhile() -> None:
    await load()
    await db.rows("TRUNCATE shows CASCADE")
    (before,) = await db.rows(_OTHER_LOOKUPS)
    counting = asyncio.create_task(count_again_and_again("bookings"))
    await load()
    counting.cancel()
    await asyncio.sleep(1.1)  # a connection says what it read a second later, with its next transaction
    await asyncio.gather(*(db.rows("SELECT 1") for _ in range(20)))
    assert await db.rows(_OTHER_LOOKUPS) == [before]


_OTHER_LOOKUPS = """
    SELECT coalesce(sum(idx_scan), 0)::int AS lookups FROM pg_stat_user_indexes
    WHERE relname = 'bookings' AND indexrelname <> 'bookings_pkey'
"""
