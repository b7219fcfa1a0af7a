"""What the house's people did is written in the transaction in which they did it."""

from datetime import UTC, datetime

import orjson
import pytest

from server.core import audit
from server.core.db import rows, transaction
from server.core.tokens import Caller


@pytest.fixture
def caller(customer) -> Caller:
    return Caller(customer.id, customer.id, frozenset({"admin"}))


async def test_a_deed_is_recorded_with_who_what_and_why(caller):
    at = datetime(2026, 6, 1, tzinfo=UTC)
    async with transaction():
        await audit.record(
            caller, "show.change", "show:7", before={"starts_at": at}, after=["anything", 1],
            reason="The projector broke", address="192.0.2.1",
        )  # fmt: skip
        await audit.record(caller, "show.change", "show:7")
    first, second = await rows("SELECT * FROM audit_log ORDER BY id")
    assert (first["actor_id"], first["action"], first["subject"], first["reason"], first["address"]) == (
        caller.user_id, "show.change", "show:7", "The projector broke", "192.0.2.1",
    )  # fmt: skip
    assert orjson.loads(first["before"]) == {"starts_at": "2026-06-01T00:00:00+00:00"}
    assert orjson.loads(first["after"]) == ["anything", 1]
    assert (second["before"], second["after"], second["reason"], second["address"]) == (None, None, None, "")


async def test_a_deed_that_was_not_done_is_not_recorded(caller):
    async def fail() -> None:
        async with transaction():
            await audit.record(caller, "show.change", "show:7")
            raise ValueError("the deed failed")

    with pytest.raises(ValueError, match="the deed failed"):
        await fail()
    assert await rows("SELECT 1 FROM audit_log") == []


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log"])
async def test_what_is_recorded_cannot_be_changed(caller, statement):
    async with transaction():
        await audit.record(caller, "show.change", "show:7")
    with pytest.raises(Exception, match="audit_log is append-only"):
        await rows(statement)
