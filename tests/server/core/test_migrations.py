"""What migrations make of rows that were there before them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
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
