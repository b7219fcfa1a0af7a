"""Promotions as the house's people make, change and withdraw them; each write is in the audit log."""

import asyncio

import orjson
import pytest

from server.accounts.models import Role
from server.core.db import rows
from tests.server.world import Customer

WANTED = {
    "code": "monsoon", "label": "Monsoon, 10 % off", "kind": "percent", "value": 1000,
    "starts_at": "2026-06-01T00:00:00+05:30",
}  # fmt: skip


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


async def make(admin: Customer, **changes):
    return await admin.api.post("/admin/promotions", json={**WANTED, **changes}, headers=admin.headers)


async def audited() -> list[tuple]:
    found = await rows("SELECT action, subject, before, after FROM audit_log ORDER BY id")
    return [
        (
            entry["action"],
            entry["subject"],
            *(orjson.loads(entry[key] or "null") for key in ("before", "after")),
        )
        for entry in found
    ]


async def test_a_promotion_is_made_with_its_code_in_upper_case_and_recorded(admin):
    answer = await make(admin, total_limit=100)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["code"], made["used"], made["active"], made["created_by"]) == (
        "MONSOON", 0, True, str(admin.id),
    )  # fmt: skip
    assert (await admin.get(answer.headers["location"])).json() == made
    ((action, subject, before, after),) = await audited()
    assert (action, subject, before) == ("promotion.create", f"promotion:{made['id']}", None)
    assert (after["code"], after["total_limit"]) == ("MONSOON", 100)


async def test_a_code_has_one_promotion_however_often_it_is_asked_for(admin):
    answers = await asyncio.gather(*(make(admin) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"promotion_code_taken"}
    assert len(await audited()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": 10001}, "a percentage is at most 10,000 basis points"),
        ({"kind": "amount"}, "an amount needs its currency"),
        ({"max_discount": 100}, "an amount needs its currency"),
        ({"kind": "amount", "currency": "INR", "max_discount": 1}, "an amount is its own limit"),
        ({"currency": "XYZ"}, "This is no currency of ISO 4217, such as INR"),
        ({"ends_at": "2026-05-01T00:00:00+05:30"}, "it ends before it starts"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(admin, wrong, said):
    answer = await make(admin, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert said in [error["message"] for error in answer.json()["errors"]]
    assert await audited() == []


async def test_theatres_and_films_must_exist(admin, house):
    movie = await house.movie()
    answer = await make(admin, theatre_ids=[house.theatre.id, 2147483647], movie_ids=[movie.id])
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["theatre_ids.1"]
    answer = await make(admin, theatre_ids=[house.theatre.id], movie_ids=[movie.id])
    assert answer.status_code == 201


async def test_a_promotion_is_replaced_but_for_its_uses(admin):
    made = (await make(admin)).json()
    await rows("UPDATE promotions SET used = 5")
    path = f"/admin/promotions/{made['id']}"
    changed = await admin.api.put(
        path, json={**WANTED, "value": 1500, "per_user_limit": 1, "total_limit": 5}, headers=admin.headers
    )
    assert changed.status_code == 200
    undone = {"value": 1000, "per_user_limit": None, "total_limit": None, "etag": made["etag"]}
    assert {**changed.json(), **undone} == {**made, "used": 5}
    too_few = await admin.api.put(path, json={**WANTED, "total_limit": 4}, headers=admin.headers)
    assert (too_few.status_code, too_few.json()["errors"][0]["field"]) == (422, "total_limit")
    (_, (action, _, before, after)) = await audited()
    assert (action, before["value"], after["value"]) == ("promotion.change", 1000, 1500)


async def test_a_change_to_what_is_no_longer_there_writes_nothing(admin):
    made = (await make(admin, starts_at="2026-10-01T09:00:00+05:30")).json()
    path = f"/admin/promotions/{made['id']}"
    assert (await admin.api.get(path, headers=admin.headers)).json()["etag"] == made["etag"]
    await rows("UPDATE promotions SET used = 5")
    wanted = {**WANTED, "value": 1500, "etag": made["etag"]}
    first, second = [await admin.api.put(path, json=wanted, headers=admin.headers) for _ in range(2)]
    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (409, "changed_meanwhile")
    assert len(await audited()) == 2
    again = {**wanted, "value": 2000, "etag": first.json()["etag"]}
    assert (await admin.api.put(path, json=again, headers=admin.headers)).status_code == 200


async def test_a_changed_code_may_not_be_another_promotions(admin):
    await make(admin)
    other = (await make(admin, code="winter")).json()
    answer = await admin.api.put(f"/admin/promotions/{other['id']}", json=WANTED, headers=admin.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "promotion_code_taken")


async def test_a_promotion_is_withdrawn_and_stays_in_the_books(admin):
    made = (await make(admin)).json()
    path = f"/admin/promotions/{made['id']}"
    for _ in range(2):
        assert (await admin.api.delete(path, headers=admin.headers)).status_code == 204
    withdrawn = (await admin.get(path)).json()
    assert withdrawn.pop("etag") != made.pop("etag")
    assert withdrawn == {**made, "active": False}
    assert [entry[0] for entry in await audited()] == ["promotion.create", "promotion.withdraw"]


async def test_the_list_goes_on_where_it_stopped_and_tells_offered_from_withdrawn(admin):
    made = [(await make(admin, code=f"code{number}")).json() for number in range(5)]
    await admin.api.delete(f"/admin/promotions/{made[0]['id']}", headers=admin.headers)
    seen, cursor = [], ""
    while cursor is not None:
        page = (await admin.get(f"/admin/promotions?limit=2&active=true&cursor={cursor}")).json()
        seen += [promotion["code"] for promotion in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["CODE4", "CODE3", "CODE2", "CODE1"]
    withdrawn = (await admin.get("/admin/promotions?active=false")).json()["items"]
    assert [promotion["code"] for promotion in withdrawn] == ["CODE0"]
    assert (await admin.get("/admin/promotions?cursor=bm8")).json()["code"] == "bad_cursor"


@pytest.mark.parametrize("role", [None, Role.STAFF, Role.MANAGER])
async def test_only_admins_see_and_make_promotions(api, role):
    other = await Customer.sign_up(api, role=role)
    assert (await make(other)).status_code == 403
    assert (await other.get("/admin/promotions")).status_code == 403
    assert (await other.get("/admin/promotions/1")).status_code == 403


async def test_what_does_not_exist_is_not_found(admin):
    for method in ("GET", "DELETE"):
        answer = await admin.api.request(method, "/admin/promotions/2147483647", headers=admin.headers)
        assert answer.status_code == 404
    answer = await admin.api.put("/admin/promotions/2147483647", json=WANTED, headers=admin.headers)
    assert answer.status_code == 404
