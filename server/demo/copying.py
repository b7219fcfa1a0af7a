"""Rows in bulk: PostgreSQL's COPY through the driver of the open transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from server.core import db


async def copy(table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> int:
    """Append records to a table with COPY; return how many. JSON goes as text, all else in its own type.

    PostgreSQL counts a table by itself after a while and does not see the rows of an open transaction then.
    What is planned by such a count, the checks of foreign keys too, reads the whole table for each new row:
    so the table is counted here, which also keeps PostgreSQL from counting it before the transaction ends.
    """
    rows = list(records)
    if rows:
        async with db.connection().acquire_connection() as driver:
            await driver.copy_records_to_table(table, records=rows, columns=list(columns))
        await db.rows(f"ANALYZE {table}")
    return len(rows)


async def keys(table: str, column: str) -> dict[Any, int]:
    """Return ``{column value: id}`` of a small table whose column is unique."""
    found = await db.rows(f"SELECT id, {column} FROM {table}")  # noqa: S608 - names written in this package
    return {row[column]: row["id"] for row in found}
