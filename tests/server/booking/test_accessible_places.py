"""Wheelchair places and companions' seats go to those they are for."""

from datetime import timedelta

import pytest

from server.accounts.models import Role, RoleGrant
from server.core.db import rows
from server.venues.models import SeatLayout
from tests.conftest import another_api
from tests.server.world import Customer, House, seats_of_two_rows

# Row C: wheelchair, companion, wheelchair, companion, wheelchair, standard.
ROW = ["wheelchair", "companion", "wheelchair", "companion", "wheelchair", "standard"]
PRICES = {"standard": 22000, "recliner": 38000, "wheelchair": 22000, "companion": 11000}


@pytest.fixture
async def show(house):
    seats = seats_of_two_rows()
    seats += [
        {**seats[n], "label": f"C{n + 1}", "row": "C", "y": 2.0, "category": category}
        for n, category in enumerate(ROW)
    ]
    house.layout = await SeatLayout.create(
        auditorium=house.screen, version=2, seat_count=len(seats), width=6.0, height=3.0, seats=seats,
        screen={"x": 3.5, "width": 6.0}, rows=[{"label": row, "y": float(y)} for y, row in enumerate("ABC")],
    )  # fmt: skip
    return await house.show(prices=PRICES)


async def ask(who, show, *seats, **more):
    answer = await who.api.post(f"/shows/{show.id}/holds", json={"seats": seats, **more}, headers=who.headers)
    if answer.status_code == 201:
        who.hold_token = answer.json()["hold_token"]
    return answer


def refused(answer):
    problem = answer.json()
    return (answer.status_code, problem["code"], problem.get("seats") or problem.get("limit"))


@pytest.mark.parametrize(
    ("seats", "alone"),
    [(["C2"], ["C2"]), (["C2", "A1"], ["C2"]), (["C1", "C4"], ["C4"]), (["C3", "C2", "C4"], ["C4"])],
)
async def test_a_companions_seat_goes_with_a_wheelchair_place_beside_it(show, customer, seats, alone):
    said = (409, "companion_alone", alone)
    assert refused(await ask(customer, show, *seats)) == said
    assert refused(await customer.try_book(show, *seats)) == said
    held = (await ask(customer, show, "A1")).json()
    changed = await customer.api.patch(
        f"/holds/{held['hold_id']}", json={"seats": seats}, headers=customer.headers
    )
    assert refused(changed) == said


async def test_with_its_place_it_is_sold(show, customer):
    booking = await customer.book(show, "C1", "C2")
    assert (await customer.pay(booking)).status_code == 200


async def test_one_person_has_so_many_wheelchair_places_of_a_show(house, show, customer):
    said = (409, "too_many_wheelchair_places", 2)
    assert refused(await ask(customer, show, "C1", "C3", "C5")) == said
    await customer.pay(await customer.book(show, "C1"))
    customer.hold_token = None
    assert refused(await ask(customer, show, "C3", "C5")) == said
    assert (await ask(customer, show, "C3")).status_code == 201
    customer.hold_token = None
    assert refused(await ask(customer, show, "C5")) == said
    other = await house.show(starts_in=timedelta(days=3), prices=PRICES)
    assert (await ask(customer, other, "C1", "C3")).status_code == 201


async def test_holds_from_before_signing_in_do_not_get_past_it(show, api, customer):
    for token, seat in (("one", "C1"), ("two", "C3"), ("three", "C5")):
        customer.hold_token = token
        held = await api.post(
            f"/shows/{show.id}/holds", json={"seats": [seat]}, headers={"X-Hold-Token": token}
        )
        answer = await customer.try_book(show, seat, hold_id=held.json()["hold_id"])
    assert refused(answer) == (409, "too_many_wheelchair_places", 2)


async def test_the_best_accessible_seats_keep_the_rules(show, api, customer):
    async def best(**wish):
        return await api.post(f"/shows/{show.id}/holds", json={"best": wish}, headers=customer.headers)

    held = await best(count=3, accessible=True)
    assert held.json()["seats"] == ["C4", "C5", "C6"]
    assert (await best(count=1, category="companion")).json()["code"] == "not_enough_together"
    assert refused(await best(count=3, category="wheelchair")) == (409, "too_many_wheelchair_places", 2)


async def test_the_houses_people_may_and_say_why(show, api, customer):
    clerk = await Customer.sign_up(api, role=Role.ADMIN)
    assert refused(await ask(clerk, show, "C2")) == (409, "companion_alone", ["C2"])
    assert (await ask(customer, show, "C2", override_reason="I want it")).status_code == 403
    held = await ask(clerk, show, "C2", "C4", override_reason="A school class, agreed by phone")
    assert held.status_code == 201
    booked = await clerk.try_book(show, "C2", "C4", hold_id=held.json()["hold_id"], user_id=str(customer.id))
    assert booked.status_code == 201, booked.text
    entries = await rows("SELECT action, subject, reason, actor_id FROM audit_log ORDER BY id")
    assert [(entry["action"], entry["subject"]) for entry in entries] == [
        ("hold.override", f"show:{show.id}"),
        ("booking.override", f"booking:{booked.json()['id']}"),
        ("booking.sell", f"booking:{booked.json()['id']}"),
    ]
    assert [(entry["reason"], entry["actor_id"]) for entry in entries] == [
        ("A school class, agreed by phone", clerk.id), ("A school class, agreed by phone", clerk.id),
        (None, clerk.id),
    ]  # fmt: skip


async def test_a_place_is_not_given_back_from_under_its_companion(show, api, customer):
    booking = await customer.book(show, "C1", "C2")
    await customer.pay(booking)
    path, said = f"/booking/{booking['id']}/cancel", (409, "companion_alone", ["C2"])
    assert refused(await customer.post(path, seats=["C1"])) == said
    assert refused(await customer.get(f"/booking/{booking['id']}/cancellation?seats=C1")) == said
    assert (await customer.post(path, seats=["C1"], override_reason="Mine")).status_code == 403
    clerk = await Customer.sign_up(api, role=Role.ADMIN)
    assert (await clerk.post(path, seats=["C1"], override_reason="Walks again")).status_code == 200
    assert (await customer.post(path, seats=["C2"])).status_code == 200


async def test_only_people_of_its_theatre_pass_over_the_rules_and_never_for_themselves(house, show, api):
    elsewhere = await Customer.sign_up(api, role=Role.STAFF)
    await RoleGrant.filter(user_id=elsewhere.id).update(theatre_id=(await House.build()).theatre.id)
    here = await Customer.sign_up(api, role=Role.STAFF)
    other = await house.show(starts_in=timedelta(days=3), prices=PRICES)
    for who, shown in ((elsewhere, show), (here, other)):
        booking = await who.book(shown, "C1", "C2")
        await who.pay(booking)
        path = f"/booking/{booking['id']}/cancel"
        asked = await who.post(path, seats=["C1"], override_reason="I say so")
        assert (asked.status_code, asked.json()["code"]) == (403, "own_booking")
        quoted = await who.get(f"/booking/{booking['id']}/cancellation?seats=C1")
        assert (quoted.status_code, quoted.json()["code"]) == (409, "companion_alone")


async def test_visitors_without_a_name_share_the_places_of_their_address(show, api, servers):
    with another_api(servers, MAX_WHEELCHAIR_PLACES="1") as url:  # of an address: two

        async def take(seat, address="203.0.113.9"):
            path, headers = f"{url}/shows/{show.id}/holds", {"X-Forwarded-For": address}
            return await api.post(path, json={"seats": [seat]}, headers=headers)

        assert [(await take(seat)).status_code for seat in ("C1", "C3")] == [201, 201]
        third = await take("C5")
        assert (third.status_code, third.json()["code"]) == (429, "too_many_holds")
        assert (await take("C5", "203.0.113.10")).status_code == 201


async def test_the_best_seats_keep_the_rules_whatever_the_reason(show, api):
    clerk = await Customer.sign_up(api, role=Role.ADMIN)
    asked = {"best": {"count": 1, "category": "companion"}, "override_reason": "A school class"}
    answer = await api.post(f"/shows/{show.id}/holds", json=asked, headers=clerk.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
