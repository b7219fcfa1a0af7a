"""The first admin comes from the command line."""

import asyncio

import pytest

from server.accounts.models import RoleGrant
from server.core.db import rows


async def make_admin(servers, email: str) -> int:
    process = servers.run("server", "make-admin", email)
    return await asyncio.to_thread(process.wait, 60)


async def test_somebody_with_an_account_becomes_an_admin_once(servers, customer):
    assert [await make_admin(servers, customer.email.upper()) for _ in range(2)] == [0, 0]
    (grant,) = await RoleGrant.filter(user_id=customer.id)
    assert (grant.role, grant.theatre_id) == ("admin", None)
    (entry,) = await rows("SELECT action, reason FROM audit_log")
    assert (entry["action"], entry["reason"]) == ("user.roles", "From the command line")


@pytest.mark.usefixtures("clean_database")
async def test_nobody_becomes_one(servers):
    assert await make_admin(servers, "nobody@example.com") == 1
    assert await RoleGrant.all().count() == 0
