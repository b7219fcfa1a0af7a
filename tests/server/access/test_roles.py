"""Every route of the API document, as nobody and as every role, against the table."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

import server.app
from server.accounts.models import Role, RoleGrant
from server.core.http.caller import Guard
from tests.server.access.table import ADMIN, CUSTOMER, DEEDS, LEAST, MANAGER, NOBODY, QUESTIONS, STAFF
from tests.server.world import PASSWORD, Customer

ROOT = Path(__file__).parents[3]
ORDER = [NOBODY, CUSTOMER, STAFF, MANAGER, ADMIN]
DESCRIBED = server.app.describe()["paths"]
OPERATIONS = sorted(f"{method.upper()} {path}" for path, methods in DESCRIBED.items() for method in methods)
_VALUES = {"integer": "999999", "uuid": str(uuid4()), "string": "nothing-here"}


def test_every_operation_has_a_row_and_every_row_an_operation():
    assert sorted(LEAST) == OPERATIONS


def test_the_guard_at_each_route_says_the_same_as_the_table():
    guards = {
        Guard.ANYONE: NOBODY, Guard.SIGNED_IN: CUSTOMER, Guard.STAFF: STAFF, Guard.MANAGER: MANAGER,
        Guard.ADMIN: ADMIN,
    }  # fmt: skip
    declared = {
        (operation.method, operation.name): guards[operation.guard]
        for router in server.app.ROUTERS for operation in router.operations
    }  # fmt: skip
    for row, least in LEAST.items():
        method, path = row.split(" ", 1)
        name = DESCRIBED[path][method.lower()]["operationId"]
        assert declared[method, name] == least, row


def test_every_deed_of_the_houses_people_is_written_in_the_audit_log():
    """A new operation that changes something needs a row, and somebody must write the words in it."""
    house = {
        row for row, least in LEAST.items() if least in {STAFF, MANAGER, ADMIN} and not row.startswith("GET")
    } - QUESTIONS
    assert set(DEEDS) == house
    source = "".join(path.read_text() for path in (ROOT / "server").rglob("*.py"))
    assert [action for action in DEEDS.values() if f'"{action}"' not in source] == []


async def person(api: httpx.AsyncClient, who: str) -> dict[str, str]:
    """Return the headers of somebody who has just signed in, as what they are."""
    if who == NOBODY:
        return {}
    somebody = await Customer.sign_up(api, role=None if who == CUSTOMER else Role(who))
    return {"Authorization": f"Bearer {somebody.access_token}"}


def address_of(row: str) -> tuple[str, str]:
    """Return method and path of an operation, about things that do not exist."""
    method, path = row.split(" ", 1)
    for parameter in DESCRIBED[path][method.lower()].get("parameters", ()):
        if parameter["in"] == "path":
            schema = parameter["schema"]
            kind = "uuid" if schema.get("format") == "uuid" else schema["type"]
            path = path.replace(f"{{{parameter['name']}}}", _VALUES[kind])
    return method, path


@pytest.mark.parametrize("who", ORDER)
async def test_nobody_gets_further_than_the_table_says(api, who):
    wrong = []
    headers = await person(api, who)
    for row in sorted(OPERATIONS, key="DELETE /me/sessions".__eq__):  # last: it ends the session
        method, path = address_of(row)
        answer = await api.request(
            method, path, headers=headers, json={} if method in {"POST", "PUT"} else None
        )
        refused = answer.status_code in {401, 403} and answer.json()["code"] in {
            "not_signed_in",
            "not_allowed",
        }
        allowed = ORDER.index(who) >= ORDER.index(LEAST[row])
        if refused == allowed:
            wrong.append((row, answer.status_code, answer.text[:80]))
        if not allowed:
            assert answer.status_code == (401 if who == NOBODY else 403), row
    assert wrong == []


async def test_a_token_that_is_not_valid_is_refused_everywhere(api):
    for row in sorted(row for row, least in LEAST.items() if least != NOBODY):
        method, path = address_of(row)
        answer = await api.request(method, path, headers={"Authorization": "Bearer a.b.c"})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), row


async def test_a_manager_is_one_at_the_theatres_they_were_given_alone(api, house):
    ours, theirs = house, await type(house).build()
    manager = await Customer.sign_up(api)
    await RoleGrant.create(user_id=manager.id, role=Role.MANAGER, theatre_id=ours.theatre.id)
    again = await api.post("/auth/login", json={"email": manager.email, "password": PASSWORD})
    manager.access_token = again.json()["access_token"]
    ours_show, theirs_show = await ours.show(), await theirs.show()
    refused = await manager.post(f"/admin/shows/{theirs_show.id}/cancel", reason="The projector broke")
    allowed = await manager.post(f"/admin/shows/{ours_show.id}/cancel", reason="The projector broke")
    assert (refused.status_code, allowed.status_code) == (403, 202)
