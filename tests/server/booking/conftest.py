"""What the tests of money share: the books balance after each of them."""

from collections.abc import AsyncIterator

import pytest

from server.booking import sweep


@pytest.fixture
async def the_books_balance(clean_database: str) -> AsyncIterator[None]:
    """Whatever a test did, none of the house's invariants is broken by it."""
    yield
    assert {f.invariant.name: f.examples for f in await sweep.look() if f.violations} == {}
