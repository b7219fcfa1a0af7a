"""The house's people: found, given roles and taken them, signed out; each deed in the audit log."""

import asyncio
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError

from server.accounts.models import Role, RoleGrant, User
from server.core.db import rows, transaction
from tests.patience import PATIENCE
from tests.server.world import PASSWORD, Customer


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


async def give(admin, user_id, *grants, reason="New at the box office"):
    return await admin.api.put(
        f"/admin/users/{user_id}/roles",
        json={
            "grants": [{"role": role, "theatre_id": theatre} for role, theatre in grants],
            "reason": reason,
        },
        headers=admin.headers,
    )


async def test_people_are_found_by_name_address_and_role(api, admin, customer):
    by_email = await admin.get(f"/admin/users?q={customer.email.upper()}")
    assert [person["id"] for person in by_email.json()["items"]] == [str(customer.id)]
    await User.filter(id=customer.id).update(name="Søren O’Łódź")
    for typed in ("soren", "SOREN o'lodz", "Søren O’L"):
        found = await admin.api.get("/admin/users", params={"q": typed}, headers=admin.headers)
        assert [person["id"] for person in found.json()["items"]] == [str(customer.id)]
    by_role = await admin.get("/admin/users?role=admin")
    assert [person["id"] for person in by_role.json()["items"]] == [str(admin.id)]
    for wildcard in ("%25", "_", "\\"):
        assert (await admin.get(f"/admin/users?q={wildcard}")).json()["items"] == []


async def test_a_long_list_comes_in_pages(api, admin):
    everybody = {str(admin.id)} | {str((await Customer.sign_up(api)).id) for _ in range(3)}
    first = (await admin.get("/admin/users?limit=3")).json()
    second = (await admin.get(f"/admin/users?limit=3&cursor={first['next_cursor']}")).json()
    assert second["next_cursor"] is None
    assert {person["id"] for person in first["items"] + second["items"]} == everybody


async def test_a_role_counts_from_the_next_sign_in_and_is_recorded(api, admin, customer, house):
    given = await give(admin, customer.id, ("manager", house.theatre.id))
    assert given.json()["grants"] == [{"role": "manager", "theatre_id": house.theatre.id}]
    signed_in = await api.post("/auth/login", json={"email": customer.email, "password": PASSWORD})
    assert signed_in.json()["user"]["roles"] == ["customer", "manager"]
    (entry,) = (await admin.get(f"/admin/audit?subject=user:{customer.id}")).json()["items"]
    assert (entry["action"], entry["before"], entry["reason"], entry["address"]) == (
        "user.roles", [], "New at the box office", "127.0.0.1",
    )  # fmt: skip
    assert entry["after"] == [{"role": "manager", "theatre_id": house.theatre.id}]


async def test_who_loses_a_role_is_signed_out_at_once(api, admin):
    former = await Customer.sign_up(api, role=Role.ADMIN)
    assert (await former.get("/admin/users")).status_code == 200
    assert (await give(admin, former.id)).status_code == 200
    assert (await former.get("/admin/users")).status_code == 401
    assert (await api.post("/auth/refresh", json={"refresh_token": former.refresh_token})).status_code == 401


async def test_the_last_admin_stays_one(api, admin):
    refused = await give(admin, admin.id, ("staff", None))
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")


async def test_of_two_admins_who_take_each_others_role_one_is_no_admin_any_more_when_their_turn_comes(
    api, admin
):
    other = await Customer.sign_up(api, role=Role.ADMIN)
    await Customer.sign_up(api, role=Role.ADMIN)  # neither is the last
    async with transaction():
        await rows("SELECT pg_advisory_xact_lock(hashtext('role_grants'))")
        both = [
            asyncio.create_task(give(one, another.id, reason="They left"))
            for one, another in ((admin, other), (other, admin))
        ]
        async with asyncio.timeout(PATIENCE):
            waiting = "SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            while (await rows(waiting))[0]["n"] < 2:
                await asyncio.sleep(0.01)
    assert sorted([(await answer).status_code for answer in both]) == [200, 403]
    assert await RoleGrant.filter(user_id__in=[admin.id, other.id]).count() == 1


@pytest.mark.parametrize(
    ("grants", "status"),
    [([("customer", None)], 422), ([("god", None)], 422), ([("staff", 999_999)], 422), ([("admin", 1)], 422)],
)
async def test_roles_that_are_none_are_refused(admin, customer, grants, status):
    assert (await give(admin, customer.id, *grants)).status_code == status
    assert await RoleGrant.filter(user_id=customer.id).count() == 0


async def test_a_reason_is_needed(admin, customer):
    assert (await give(admin, customer.id, ("staff", None), reason=" ")).status_code == 422


async def test_nobody_has_no_roles(admin):
    assert (await give(admin, uuid4(), ("staff", None))).status_code == 404
    assert (await admin.get(f"/admin/users/{uuid4()}")).status_code == 404


async def test_somebody_can_be_signed_out_by_the_house(admin, customer):
    ended = await admin.post(f"/admin/users/{customer.id}/sign-out", reason="The phone was stolen")
    assert ended.json() == {"ended": 1}
    assert (await customer.get("/me")).status_code == 401


async def test_the_database_has_a_role_at_all_theatres_once(customer):
    await RoleGrant.create(user_id=customer.id, role=Role.STAFF)
    with pytest.raises(IntegrityError, match="role_grants_once"):
        await RoleGrant.create(user_id=customer.id, role=Role.STAFF)


async def test_a_role_that_does_not_exist_is_refused_in_words(admin, customer):
    (fault,) = (await give(admin, customer.id, ("door", None))).json()["errors"]
    assert fault["message"] == "This has to be one of: 'staff', 'manager' or 'admin'"
