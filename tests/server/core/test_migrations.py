"""What migrations make of rows that were there before them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from server.core.db import APP, credentials
from tests.conftest import ROOT, Servers

_UP_TO = """
import asyncio, sys
from tortoise.migrations.api import migrate
from server.core.db import config
asyncio.run(migrate(config=config(sys.argv[1], pool=1), target=sys.argv[2]))
"""


class Older:
    """A database of its own, at an older schema first."""

    def __init__(self, servers: Servers, url: str) -> None:
        self._servers = servers
        self._url = url

    async def stand_at(self, migration: str) -> asyncpg.Connection:
        """Migrate up to this one; return a connection that asks for no references."""
        # A process of its own: this one is connected to another database, and the library knows one.
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", _UP_TO, self._url, f"{APP}.{migration}"],
            cwd=ROOT, env=self._servers.environment, check=True,
        )  # fmt: skip
        connection = await asyncpg.connect(**credentials(self._url))
        await connection.execute("SET session_replication_role = replica")
        return connection

    async def move_on(self) -> None:
        """Bring it to the newest schema, as an update of the house does."""
        moved = self._servers.run("server", "migrate", DATABASE_URL=self._url)
        assert await asyncio.to_thread(moved.wait, 60) == 0


@pytest.fixture
async def older(servers: Servers) -> AsyncIterator[Older]:
    url = servers.environment["DATABASE_URL"]
    root = await asyncpg.connect(**credentials(url))
    await root.execute("CREATE DATABASE older")
    yield Older(servers, urlunsplit(urlsplit(url)._replace(path="/older")))
    await root.execute("DROP DATABASE older WITH (FORCE)")
    await root.close()


async def test_bookings_of_before_keep_the_terms_that_their_theatre_has(older):
    before = await older.stand_at("0016_first_expectations")
    policy, at = json.dumps([{"hours_before": 24, "refund_percent": 90}]), datetime(2027, 1, 1, tzinfo=UTC)
    await before.execute(
        "INSERT INTO theatres (id, slug, name, city_id, address, latitude, longitude, time_zone, currency, "
        "amenities, fee_per_ticket, tax_name, tax_rate, tax_included, points_rate, cancellation_policy, "
        "sale_closes_after_start, cash_release_before_start, single_gap_rule) VALUES "
        "(7, 'a', 'A', 1, 'x', 0, 0, 'UTC', 'INR', '{}', 0, 'T', 0, false, 5, $1, 10, 30, false)",
        policy,
    )  # fmt: skip
    await before.execute(
        "INSERT INTO shows (id, movie_id, theatre_id, screen_id, layout_id, starts_at, ends_at, local_date, "
        "sales_close_at, language, format, status, created_at) VALUES "
        "(3, 1, 7, 1, 1, $1, $2, '2027-01-01', $1, 'Telugu', '2D', 'on_sale', now())",
        at, at + timedelta(hours=2),
    )  # fmt: skip
    await before.execute(
        "INSERT INTO bookings (id, reference, user_id, show_id, status, hold_id, total, currency, "
        "price_source, created_at, confirmed_at) VALUES "
        "(gen_random_uuid(), 'R', gen_random_uuid(), 3, 'confirmed', 'h', 0, 'INR', 'base', now(), now())"
    )
    await older.move_on()
    kept = await before.fetchrow("SELECT * FROM bookings")
    assert kept is not None
    assert json.loads(kept["cancellation_policy"]) == json.loads(policy)
    assert (kept["points_rate"], kept["sold_start"], kept["sold_by"]) == (5, at, None)
    assert await before.fetchval("SELECT counter_fee_per_ticket FROM theatres") == 0
    with pytest.raises(asyncpg.CheckViolationError, match="bookings_sale_check"):
        await before.execute("UPDATE bookings SET user_id = NULL")
    await before.close()


async def test_forecasts_of_before_say_what_was_wanted_as_well_as_is_known(older):
    before = await older.stand_at("0015_sales_by_time")
    features = json.dumps([0.5, None])
    for show_id, (expected, low, high) in enumerate([(50.0, 30.0, 80.0), (0.0, 0.0, 0.0)]):
        await before.execute(
            "INSERT INTO forecast_records (show_id, version, at, starts_at, level, "
            "expected, low, high, features) VALUES ($1, 'boosting', now(), now(), 0.9, $2, $3, $4, $5)",
            show_id, expected, low, high, features,
        )  # fmt: skip
    await older.move_on()
    kept = await before.fetch("SELECT * FROM forecast_records ORDER BY show_id")
    assert [(one["wanted"], round(one["wanted_sd"], 3)) for one in kept] == [(50.0, 0.292), (0.0, 0.0)]
    assert [json.loads(one["features"]) for one in kept] == [[0.5, None]] * 2
    with pytest.raises(asyncpg.NotNullViolationError):
        await before.execute("UPDATE forecast_records SET wanted = NULL")
    # A program that is older than its database, after a rollback, starts all the same.
    await before.execute(
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ($1, '9999_of_later', now())", APP
    )
    await older.move_on()
    await before.close()


async def test_what_had_a_number_for_its_address_can_be_reached_afterwards(older):
    before = await older.stand_at("0016_first_expectations")
    for number, slug in enumerate(("43", "film-43", "new", "mayabazar", "2001-02"), start=1):
        await before.execute(
            "INSERT INTO movies (id, slug, title, synopsis, genres, languages, countries, duration_minutes, "
            "released_on, palette, motif, tagline, certificate, people, rating_count, popularity, "
            "created_at, updated_at) VALUES ($1, $2, 'Łódź Don’t', '', '{}', '{}', '{}', 90, "
            "'2026-01-01', '{}', 'rings', '', '', '', 0, 0, now(), now())",
            number, slug,
        )  # fmt: skip
    for number, day in ((1, "infinity"), (2, "-infinity"), (3, "8999-12-31")):
        await before.execute("UPDATE movies SET released_on = $2::text::date WHERE id = $1", number, day)
    await older.move_on()
    slugs = [row["slug"] for row in await before.fetch("SELECT slug FROM movies ORDER BY id")]
    assert slugs == ["film-43-1", "film-43", "film-new", "mayabazar", "2001-02"]
    found = "SELECT count(*) FROM movies WHERE search_document @@ to_tsquery('simple', 'lodz & dont')"
    assert await before.fetchval(found) == len(slugs)
    days = [
        str(row["released_on"]) for row in await before.fetch("SELECT released_on FROM movies ORDER BY id")
    ]
    assert days == ["8999-12-31", "1000-01-01", "8999-12-31", "2026-01-01", "2026-01-01"]
    for wrong in ("slug = '44'", "released_on = 'infinity'"):
        with pytest.raises(asyncpg.CheckViolationError):
            await before.execute(f"UPDATE movies SET {wrong} WHERE id = 4")  # noqa: S608 # words of our own
    await before.close()
