"""Roles of one theatre: every operation at one's own theatre and at another, against the tables."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

import server.app
from server.accounts.models import Role, RoleGrant, User
from server.core.clock import now
from server.core.db import rows
from server.core.ids import new_id
from server.core.keys import KeyRing
from server.core.tokens import Caller, TokenSigner
from server.training.sockets import AdminClose
from tests.patience import PATIENCE
from tests.server.access.scopes import (
    DEEDS,
    ELSEWHERE,
    LISTINGS,
    OWN,
    SOCKETS,
    WHOLE_HOUSE,
    Deed,
    Place,
    a_screen,
)
from tests.server.access.table import ADMIN, LEAST, MANAGER, NOBODY, STAFF
from tests.server.access.test_roles import address_of
from tests.server.planning.conftest import a_show
from tests.server.world import Customer, House

HOUSES = {row for row, least in LEAST.items() if least in {STAFF, MANAGER}}
MAY = {Role.STAFF: {STAFF}, Role.MANAGER: {STAFF, MANAGER}, Role.ADMIN: {STAFF, MANAGER}}


def test_every_operation_says_whose_theatre_it_asks_for():
    told = [*DEEDS, *LISTINGS, *OWN, *WHOLE_HOUSE, *ELSEWHERE]
    assert len(told) == len(set(told))
    admins = {row for row, least in LEAST.items() if least == ADMIN}
    assert sorted(told) == sorted(
        row for row, least in LEAST.items() if least != NOBODY and row not in admins
    )
    assert [test for test in [*ELSEWHERE.values(), SOCKETS["/ws/admin"]] if test not in globals()] == []


def test_every_socket_says_who_may_listen():
    declared = {path for router in server.app.ROUTERS for path, _, _ in router.sockets}
    assert declared == set(SOCKETS)


Hire = Callable[..., Awaitable[Customer]]


@pytest.fixture(scope="session")
def signer(servers) -> TokenSigner:
    """Signs as the API does: a token costs no password that way."""
    keys = KeyRing.from_files(Path(servers.environment["JWT_PRIVATE_KEY_FILE"]))
    return TokenSigner(keys, lifetime=timedelta(minutes=15))


@pytest.fixture
def hire(api, signer) -> Hire:
    """Makes somebody with a role at one theatre, or (None) at all of them; without a role a customer."""

    async def hired(role: Role | None = None, theatre_id: int | None = None) -> Customer:
        user_id = new_id()
        email = f"{user_id}@example.com"
        await User.create(id=user_id, email=email, name="A Person", password_hash="", email_verified_at=now())
        if role is not None:
            await RoleGrant.create(user_id=user_id, role=role, theatre_id=theatre_id)
        caller = Caller(user_id, new_id(), frozenset({role.value} if role else ()))
        return Customer(api, user_id, email, signer.sign(caller, at=now()), "")

    return hired


async def furnished(house: House, customer: Customer, clerk: Customer) -> Place:
    """Fill a theatre: a customer who has to pay, one who has reserved, and one who is owed cash."""
    show, spare = await house.show(), await house.show(starts_in=timedelta(hours=60))
    waiting = await customer.book(show, "A1")
    reserved, given_back = [await customer.book(show, seat, payment_method="cash") for seat in ("A2", "A3")]
    paid = await clerk.post(f"/payments/cash/{given_back['payment']['id']}/receive")
    assert paid.status_code == 200, paid.text
    (refund,) = (await customer.post(f"/booking/{given_back['id']}/cancel")).json()["refunds"]
    return Place(house, show, spare, customer, waiting, reserved, refund["id"])


@pytest.fixture
async def admin(hire) -> Customer:
    return await hire(Role.ADMIN)


@pytest.fixture
async def visitor(hire) -> Customer:
    return await hire()


@pytest.fixture
async def ours(house, visitor, admin) -> Place:
    return await furnished(house, visitor, admin)


@pytest.fixture
async def theirs(ours, visitor, admin) -> Place:
    """Another theatre with the same customer: what they do there is no business of ours."""
    return await furnished(await House.build(), visitor, admin)


async def done(who: Customer, row: str, deed: Deed, place: Place) -> httpx.Response:
    return await who.api.request(
        row.split(maxsplit=1)[0], deed.path.format(**place.names), headers=who.headers,
        json=deed.body(place) if deed.body else None,
    )  # fmt: skip


async def ended(line: ClientConnection) -> None:
    """Listen until there is nothing more to hear."""
    while True:
        await line.recv()


async def everything() -> list[list[dict[str, Any]]]:
    """Return what the deeds of the tables change."""
    return [
        await rows(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 # the names below
        for table in (
            "bookings", "payments", "tickets", "refunds", "shows", "show_pricing", "price_rules", "theatres",
            "screens", "seat_layouts", "audit_log",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
async def test_a_role_at_one_theatre_does_nothing_at_another(ours, theirs, role, hire):
    who = await hire(role, ours.house.theatre.id)
    before = await everything()
    wrong = []
    for row, deed in DEEDS.items():
        answer = await done(who, row, deed, theirs)
        expected = deed.outside if deed.least in MAY[role] else 403
        if answer.status_code != expected:
            wrong.append((row, answer.status_code, answer.text[:120]))
    assert wrong == []
    assert await everything() == before


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.ADMIN])
async def test_a_role_does_at_its_theatre_what_it_is_for(ours, role, hire):
    who = await hire(role, None if role is Role.ADMIN else ours.house.theatre.id)
    wrong = []
    for row, deed in DEEDS.items():
        if deed.least in MAY[role]:
            answer = await done(who, row, deed, ours)
            # What a rule of the house says no to is nothing that somebody may not do.
            if (
                answer.status_code not in {200, 201, 202, 204, 409}
                and "has not been cancelled" not in answer.text
            ):
                wrong.append((row, answer.status_code, answer.text[:120]))
    assert wrong == []


async def test_a_role_that_was_taken_a_moment_ago_does_nothing_whatever_the_token_says(ours, admin):
    await RoleGrant.filter(user_id=admin.id).delete()
    before = await everything()
    for row, least in LEAST.items():
        if least in {STAFF, MANAGER, ADMIN}:
            method, path = address_of(row)
            answer = await admin.api.request(method, path, headers=admin.headers, json={})
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), row
    for row, deed in DEEDS.items():
        answer = await done(admin, row, deed, ours)
        assert answer.status_code == (403 if row in HOUSES else deed.outside), (row, answer.text)
    assert await everything() == before


async def test_nothing_of_ones_own_theatre_is_brought_to_another(ours, theirs, hire):
    manager = await hire(Role.MANAGER, ours.house.theatre.id)
    before = await everything()
    there = a_show(theirs.house, ours.show.movie_id, hours=100)
    for path, body, expected in (
        (f"shows/{ours.spare.id}", there, 403),
        (f"screens/{ours.house.screen.id}", a_screen(theirs), 422),
    ):
        answer = await manager.api.put(f"/admin/{path}", json=body, headers=manager.headers)
        assert answer.status_code == expected, answer.text
    for described in ({"theatre_id": theirs.house.theatre.id, "date_time": "2026-12-24T18:00:00"},):
        assert (await manager.post("/ml/predict", **described)).status_code == 403
        assert (await manager.post("/ml/predict", items=[described])).status_code == 403
    assert await everything() == before


async def test_lists_show_the_theatres_that_somebody_works_for(ours, theirs, admin, hire):
    mine, other = ours.house.theatre.id, theirs.house.theatre.id
    for role in (Role.STAFF, Role.MANAGER):
        who = await hire(role, mine)
        for row, listing in LISTINGS.items():
            seen = {}
            for person in (who, admin):
                answer = await person.get(listing.path)
                items = answer.json().get(listing.items, [])
                seen[person.id] = {listing.theatre(item) for item in items}
            assert seen[admin.id] == {mine, other}, row
            assert seen[who.id] == ({mine} if listing.least in MAY[role] else set()), (role, row)


async def test_a_customers_tickets_at_another_theatre_are_not_shown_with_those_at_ones_own(
    ours, theirs, hire
):
    clerk = await hire(Role.STAFF, ours.house.theatre.id)
    found = (await clerk.get(f"/admin/refunds?q={ours.customer.email}")).json()["items"]
    assert [item["id"] for item in found] == [ours.refund]


async def test_applying_recommendations_moves_no_price_of_another_theatre(ours, theirs, hire):
    manager = await hire(Role.MANAGER, ours.house.theatre.id)
    before = await rows("SELECT * FROM price_changes")
    answer = await manager.post("/admin/predictions/apply", show_ids=[theirs.show.id])
    (item,) = answer.json()["items"]
    assert (item["applied"], item["why"]) == (False, "not_on_sale")
    assert await rows("SELECT * FROM price_changes") == before


async def test_how_good_forecasts_were_is_told_of_ones_own_theatres(ours, theirs, admin, hire):
    for place in (ours, theirs):
        await rows(
            "INSERT INTO forecast_records (show_id, version, at, starts_at, expected, low, high, level, "
            "features, wanted, wanted_sd, sold) "
            "VALUES ($1, 'v1', now(), now(), 5, 3, 8, 0.8, '[]', 5, 0.1, 6)",
            [place.show.id],
        )
    manager = await hire(Role.MANAGER, ours.house.theatre.id)
    for who, shows in ((admin, {ours.show.id, theirs.show.id}), (manager, {ours.show.id})):
        told = (await who.get("/admin/analytics/forecasts")).json()
        assert {point["show_id"] for point in told["points"]} == shows


async def test_the_live_line_tells_of_ones_own_theatres_until_the_role_is_taken(api_url, ours, theirs, hire):
    manager = await hire(Role.MANAGER, ours.house.theatre.id)
    url = f"{api_url.replace('http', 'ws')}/ws/admin"
    async with (
        asyncio.timeout(PATIENCE),
        connect(url, subprotocols=[Subprotocol("admin.v1")]) as line,
    ):
        await line.send(json.dumps({"token": manager.access_token}))
        frame = json.loads(await line.recv())
        assert [one["theatre"]["id"] for one in frame["by_theatre"]] == [ours.house.theatre.id]

        await RoleGrant.filter(user_id=manager.id).update(theatre_id=theirs.house.theatre.id)
        while frame["t"] != "today" or frame["by_theatre"][0]["theatre"]["id"] != theirs.house.theatre.id:
            frame = json.loads(await line.recv())

        await RoleGrant.filter(user_id=manager.id).delete()
        with pytest.raises(ConnectionClosed) as closed:
            await ended(line)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == AdminClose.NOT_ALLOWED


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
async def test_only_a_theatres_own_people_hold_more_of_its_shows_than_customers_may(
    api, ours, theirs, role, hire
):
    who = await hire(role, ours.house.theatre.id)
    answers = []
    for place in (ours, theirs):
        await who.hold(place.spare, *(f"A{number}" for number in range(1, 7)))
        rest = {"seats": [f"B{number}" for number in range(1, 7)]}
        answers.append(await api.post(f"/shows/{place.spare.id}/holds", json=rest, headers=who.headers))
    assert [answer.status_code for answer in answers] == [201, 429]


async def test_nobody_takes_or_gives_the_money_for_a_booking_of_their_own(house, hire):
    show = await house.show()
    for role, seat in ((Role.STAFF, "A1"), (Role.ADMIN, "A2")):
        clerk, colleague = [await hire(role) for _ in range(2)]
        booking = await clerk.book(show, seat, payment_method="cash")
        receive = f"/payments/cash/{booking['payment']['id']}/receive"
        own = await clerk.post(receive)
        assert (own.status_code, own.json()["code"]) == (403, "own_booking")
        assert (await colleague.post(receive)).json()["status"] == "succeeded"
        (refund,) = (await clerk.post(f"/booking/{booking['id']}/cancel")).json()["refunds"]
        own = await clerk.post(f"/admin/refunds/{refund['id']}/paid", reason="Into my own pocket")
        assert (own.status_code, own.json()["code"]) == (403, "own_booking")
        paid = await colleague.post(f"/admin/refunds/{refund['id']}/paid", reason="Handed to Sana")
        assert paid.json()["status"] == "succeeded"


async def test_what_staff_buy_for_themselves_anywhere_is_theirs_as_any_customers(ours, theirs, hire):
    clerk = await hire(Role.STAFF, ours.house.theatre.id)
    booking = await clerk.book(theirs.show, "B1")
    assert (await clerk.pay(booking)).json()["status"] == "succeeded"
    mine = (await clerk.get(f"/booking/{booking['id']}")).json()
    assert mine["tickets"][0]["code"] is not None
    assert [item["id"] for item in (await clerk.get("/me/bookings")).json()["items"]] == [booking["id"]]
    assert (await clerk.post(f"/booking/{booking['id']}/cancel")).json()["status"] == "cancelled"


async def test_another_theatres_booking_is_not_had_by_naming_its_hold(ours, theirs, hire):
    clerk = await hire(Role.STAFF, ours.house.theatre.id)
    (hold,) = await rows("SELECT hold_id FROM bookings WHERE id = $1", [theirs.waiting["id"]])
    answer = await clerk.try_book(ours.show, "B1", user_id=str(theirs.customer.id), hold_id=hold["hold_id"])
    assert theirs.waiting["reference"] not in answer.text
    assert answer.status_code in {403, 410}, answer.text


async def test_only_who_booked_says_yes_or_no_to_the_bank(api, ours, hire):
    others = [await hire(), await hire(Role.ADMIN)]
    for deed in ("approve", "decline"):
        path = f"/payments/mock/{ours.waiting['payment']['id']}/{deed}"
        assert (await api.post(path)).status_code == 401
        for other in others:
            refused = await other.post(path)
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert (await rows("SELECT * FROM mock_transactions")) == []
    assert (await ours.customer.pay(ours.waiting)).json()["status"] == "succeeded"


async def test_what_pays_for_a_customer_is_shown_to_the_customer_alone(api, ours, hire):
    clerk = await hire(Role.STAFF, ours.house.theatre.id)
    for method, path in (("GET", ""), ("POST", "/payment/check")):
        for booking, seen in ((ours.waiting, None), (ours.reserved, "pay_at_counter")):
            where = f"/booking/{booking['id']}{path}"
            own = await api.request(method, where, headers=ours.customer.headers)
            assert own.json()["payment"]["next_action"]["type"] == booking["payment"]["next_action"]["type"]
            shown = await api.request(method, where, headers=clerk.headers)
            action = shown.json()["payment"]["next_action"]
            assert (action and action["type"]) == seen
