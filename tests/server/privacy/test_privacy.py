"""A copy of everything about somebody, and their leaving."""

import pytest

from server.accounts.models import AccountLink, RefreshToken, Role, RoleGrant, Session, User
from server.core.db import rows
from server.notifications.models import Message
from tests.server.accounts.conftest import keys, mailbox  # noqa: F401 # fixtures
from tests.server.world import PASSWORD, Customer


async def leave(customer, password=PASSWORD):
    return await customer.api.request("DELETE", "/me", json={"password": password}, headers=customer.headers)


async def past(show) -> None:
    await rows(
        "UPDATE shows SET starts_at = starts_at - interval '3 days', ends_at = ends_at - interval '3 days' "
        "WHERE id = $1",
        [show.id],
    )


async def test_the_copy_has_all_of_it_and_nothing_of_anybody_else(api, house, customer, mailbox):  # noqa: F811
    other = await Customer.sign_up(api)
    show = await house.show()
    await customer.pay(await customer.book(show, "A1"))
    await other.pay(await other.book(show, "A2"))
    await mailbox.fetch()
    answer = await customer.get("/me/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="movie-magic.json"'
    assert answer.headers["cache-control"] == "no-store"
    copy = answer.json()
    assert copy["account"]["email"] == customer.email
    assert [len(copy[part]) for part in ("sessions", "bookings", "tickets", "payments", "messages")] == [
        1
    ] * 5
    assert copy["bookings"][0]["movie"] == "Mayabazar"
    assert copy["tickets"][0]["seat_label"] == "A1"
    assert other.email not in answer.text
    assert "password" not in answer.text


async def test_every_table_that_knows_a_person_is_in_the_copy_or_says_why_not(clean_database):
    """A new table with a person in it must be thought of here."""
    found = await rows(
        "SELECT DISTINCT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' "
        "AND column_name IN ('user_id', 'actor_id', 'requested_by', 'created_by')"
    )
    copied = {
        "role_grants", "sessions", "bookings", "points_ledger", "promotion_uses", "messages", "audit_log",
    }  # fmt: skip
    left_out = {
        "account_links": "waits a few days at most, and the messages say what it was",
        "phone_codes": "the same",
        "show_cancellations": "what the house's people did stands in the audit log",
        "promotions": "the same",
        "experiments": "the same",
        "training_jobs": "the same",
    }
    assert {row["table_name"] for row in found} == copied | left_out.keys()


async def test_leaving_takes_the_name_out_of_everything_and_leaves_the_books(api, house, customer, mailbox):  # noqa: F811
    show = await house.show()
    booking = await customer.book(show, "A1")
    await customer.pay(booking)
    await past(show)
    await api.patch("/me", json={"phone": "+919876543210", "name": "Asha Rao"}, headers=customer.headers)
    await mailbox.fetch()
    assert (await leave(customer)).status_code == 204
    (goodbye,) = await mailbox.fetch()
    assert (goodbye["To"], goodbye["Subject"]) == (customer.email, "Your account was deleted")

    assert (await customer.get("/me")).status_code == 401
    for path, body in (
        ("/auth/login", {"email": customer.email, "password": PASSWORD}),
        ("/auth/refresh", {"refresh_token": customer.refresh_token}),
    ):
        assert (await api.post(path, json=body)).status_code == 401
    await api.post("/auth/forgot", json={"email": customer.email})
    assert await mailbox.fetch() == []

    kept = await rows("SELECT total, status FROM bookings WHERE user_id = $1", [customer.id])
    assert [(row["total"], row["status"]) for row in kept] == [(booking["total"]["amount"], "confirmed")]
    for table in ("users", "sessions", "account_links", "phone_codes", "messages"):
        text = str(await rows(f"SELECT * FROM {table}"))  # noqa: S608 # the names just above
        for word in (customer.email, "Asha Rao", "+919876543210", "python-httpx"):
            assert word not in text, (table, word)
    assert await AccountLink.all().count() == 0
    assert await Session.filter(revoked_at=None).count() == 0


async def test_the_address_is_free_for_a_new_account(api, customer):
    assert (await leave(customer)).status_code == 204
    again = {"email": customer.email, "password": PASSWORD, "name": "B"}
    answer = await api.post("/auth/signup", json=again)
    assert answer.status_code == 201
    assert answer.json()["user"]["id"] != str(customer.id)


async def test_nobody_leaves_without_the_password(customer):
    refused = await leave(customer, "not the password")
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_password")
    assert (await customer.get("/me")).status_code == 200


@pytest.mark.parametrize("paid", [True, False])
async def test_bookings_ahead_come_first(house, customer, paid):
    booking = await customer.book(await house.show(), "A1")
    if paid:
        await customer.pay(booking)
    refused = await leave(customer)
    assert (refused.status_code, refused.json()["code"]) == (409, "bookings_ahead")
    assert refused.json()["bookings"] == [booking["reference"]]
    assert (await User.get(id=customer.id)).deleted_at is None


async def test_whoever_cancelled_may_leave(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    assert (await customer.post(f"/booking/{booking['id']}/cancel")).status_code == 200
    assert (await leave(customer)).status_code == 204


async def test_the_last_admin_stays_and_another_goes_without_their_role(api):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    assert (await leave(admin)).json()["code"] == "last_admin"
    await Customer.sign_up(api, role=Role.ADMIN)
    assert (await leave(admin)).status_code == 204
    assert await RoleGrant.filter(user_id=admin.id).count() == 0


async def test_leaving_is_recorded(customer):
    await leave(customer)
    (entry,) = await rows("SELECT action, actor_id FROM audit_log")
    assert (entry["action"], entry["actor_id"]) == ("account.delete", customer.id)
    assert await Message.all().count() == 0
    assert await RefreshToken.all().count() == 1  # a hash of what nobody can use
