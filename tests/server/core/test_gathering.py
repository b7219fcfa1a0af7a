"""Reads of one kind in one query, and what was read a moment ago."""

import asyncio
from typing import Any

import pytest

from server.core.db import transaction
from server.core.gathering import Gathered, Recent


class Table:
    """A slow table that remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.rows: Any = {1: "one", 2: "two", 3: "three"}
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, keys):
        self.asked.append(sorted(keys))
        await self.gate.wait()
        return {key: self.rows[key] for key in keys if key in self.rows}


async def test_those_who_ask_in_one_turn_share_a_query():
    table = Table()
    gathered = Gathered(table.read)
    found = await asyncio.gather(*(gathered.get(key) for key in (1, 2, 2, 9)))
    assert found == ["one", "two", "two", None]
    assert table.asked == [[1, 2, 9]]


async def test_a_read_begins_after_the_question():
    table = Table()
    gathered = Gathered(table.read)
    table.gate.clear()
    early = asyncio.create_task(gathered.get(1))
    while not table.asked:
        await asyncio.sleep(0)
    table.rows[1] = "changed"
    late = asyncio.create_task(gathered.get(1))
    table.gate.set()
    await asyncio.gather(early, late)
    assert table.asked == [[1], [1]]
    assert late.result() == "changed"


async def test_many_keys_go_in_several_queries():
    table = Table()
    gathered = Gathered(table.read, most=2)
    assert await asyncio.gather(*(gathered.get(key) for key in (1, 2, 3))) == ["one", "two", "three"]
    assert table.asked == [[1, 2], [3]]


async def test_a_failure_reaches_everyone_and_the_next_read_is_another():
    table = Table()
    rows, table.rows = table.rows, None
    gathered = Gathered(table.read)
    found = await asyncio.gather(gathered.get(1), gathered.get(2), return_exceptions=True)
    assert [type(error) for error in found] == [TypeError, TypeError]
    table.rows = rows
    assert await gathered.get(1) == "one"


async def test_one_who_leaves_does_not_take_the_answer_from_the_others():
    table = Table()
    recent = Recent(Gathered(table.read), seconds=60)
    table.gate.clear()
    one, other = asyncio.create_task(recent.get(1)), asyncio.create_task(recent.get(1))
    while not table.asked:
        await asyncio.sleep(0)
    one.cancel()
    table.gate.set()
    assert await other == "one"
    with pytest.raises(asyncio.CancelledError):
        await one
    assert table.asked == [[1]]


async def test_a_fresh_value_is_read_once_and_an_old_one_again():
    table = Table()
    kept, fleeting = (Recent(Gathered(table.read), seconds=seconds) for seconds in (60, 0))
    assert [await kept.get(1) for _ in range(3)] == ["one"] * 3
    assert table.asked == [[1]]
    assert [await fleeting.get(1) for _ in range(2)] == ["one"] * 2
    assert table.asked == [[1]] * 3


async def test_a_value_that_is_the_same_stays_the_same_object():
    table = Table()
    recent = Recent(Gathered(table.read), seconds=0)
    table.rows[1] = ["one"]
    first = await recent.get(1)
    table.rows[1] = ["one"]
    assert await recent.get(1) is first


async def test_nothing_is_kept_of_what_is_not_there():
    table = Table()
    recent = Recent(Gathered(table.read), seconds=60)
    assert await recent.get(9) is None
    table.rows[9] = "nine"
    assert await recent.get(9) == "nine"


async def test_so_many_are_kept_and_the_oldest_goes():
    table = Table()
    recent = Recent(Gathered(table.read), seconds=60, most=2)
    for key in (1, 2, 3):
        await recent.get(key)
    assert (recent.peek(1), recent.peek(2), recent.peek(3)) == (None, "two", "three")


async def test_inside_a_transaction_nobody_waits_for_anothers_read(clean_database):
    """The one who reads needs a connection, and those who wait would have them all."""
    table = Table()
    gathered = Gathered(table.read)
    for shared in (gathered, Recent(gathered, seconds=10)):
        async with transaction():
            with pytest.raises(RuntimeError, match="inside a transaction"):
                await shared.get(1)
        assert await shared.get(1) == "one"
