"""Searching what the house's people did."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from server.accounts.models import Role
from server.core import audit
from server.core.db import transaction
from server.core.tokens import Caller
from tests.server.world import Customer


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


@pytest.fixture
async def other(api) -> Customer:
    return await Customer.sign_up(api, role=Role.MANAGER)


@pytest.fixture
async def deeds(admin, other):
    done: list[tuple[Customer, audit.Action, str, str]] = [
        (admin, "show.cancel", "show:7", "The projector broke"),
        (admin, "show.change", "show:70", "100% too early"),
        (other, "price.override_end", "show:7", "A premiere"),
    ]
    async with transaction():
        for who, action, subject, reason in done:
            await audit.record(
                Caller(who.id, who.id, frozenset()), action, subject, before={"n": 1}, after={"n": 2},
                reason=reason, address="192.0.2.1",
            )  # fmt: skip


async def found(admin, query=""):
    answer = await admin.get(f"/admin/audit{query}")
    assert answer.status_code == 200, answer.text
    return [(entry["action"], entry["subject"]) for entry in answer.json()["items"]]


CANCEL, MOVE, PRICE = ("show.cancel", "show:7"), ("show.change", "show:70"), ("price.override_end", "show:7")


@pytest.mark.usefixtures("deeds")
async def test_an_entry_says_who_what_on_what_from_what_to_what_why_when_and_from_where(admin, other):
    newest = (await admin.get("/admin/audit")).json()["items"][0]
    assert newest["actor_email"] == other.email
    assert (newest["before"], newest["after"]) == ({"n": 1}, {"n": 2})
    assert (newest["reason"], newest["address"]) == ("A premiere", "192.0.2.1")
    assert datetime.now(UTC) - datetime.fromisoformat(newest["at"]) < timedelta(minutes=1)


@pytest.mark.usefixtures("deeds")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [PRICE, MOVE, CANCEL]),
        ("?action=show", [MOVE, CANCEL]),
        ("?action=show.cancel", [CANCEL]),
        ("?action=sho", []),
        ("?action=price.override_end", [PRICE]),
        ("?action=price.override_en_", []),
        ("?subject=show:7", [PRICE, CANCEL]),
        ("?subject=show", [PRICE, MOVE, CANCEL]),
        ("?q=projector", [CANCEL]),
        ("?q=100%25", [MOVE]),
        ("?q=%25", []),
        ("?action=show%25", []),
    ],
)
async def test_entries_are_searched_by_deed_subject_and_text(admin, query, expected):
    assert await found(admin, query) == expected


@pytest.mark.usefixtures("deeds")
async def test_and_by_who_and_when(admin, other):
    assert await found(admin, f"?actor={other.id}") == [PRICE]
    an_hour_ago = quote((datetime.now(UTC) - timedelta(hours=1)).isoformat())
    assert await found(admin, f"?until={an_hour_ago}") == []
    assert len(await found(admin, f"?since={an_hour_ago}")) == 3


@pytest.mark.usefixtures("deeds")
async def test_a_long_log_comes_in_pages(admin):
    first = (await admin.get("/admin/audit?limit=2")).json()
    second = (await admin.get(f"/admin/audit?limit=2&cursor={first['next_cursor']}")).json()
    assert second["next_cursor"] is None
    assert len({entry["id"] for entry in first["items"] + second["items"]}) == 3


@pytest.mark.parametrize(
    "query", ["?since=yesterday", "?actor=nobody", "?limit=0", "?since=2026-01-01T00:00:00"]
)
async def test_a_question_that_makes_no_sense_is_refused_by_field(admin, query):
    answer = await admin.get(f"/admin/audit{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("query.")


@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIl0", "WzEsMl0", "bnVsbA"])
async def test_a_cursor_of_another_list_is_refused(admin, cursor):
    answer = await admin.get(f"/admin/audit?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
