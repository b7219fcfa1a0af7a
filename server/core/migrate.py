"""Bringing the database to the newest schema, by one process at a time."""

from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from server.core.db import MIGRATION_SECONDS, config, dial

_LOCK = 0x6D6D  # any number, the same everywhere: "mm"


async def migrate(url: str) -> None:
    """Apply what is missing. A second process waits, then finds nothing left to do."""
    guard = await dial(url, seconds=MIGRATION_SECONDS)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await run_migrations(config=config(url, pool=1, seconds=MIGRATION_SECONDS))
    finally:
        await Tortoise.close_connections()
        await guard.close()
