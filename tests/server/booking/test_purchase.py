"""The purchase, and every refusal on its way."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.accounts.models import Role
from server.booking.models import Booking, BookingStatus, Ticket
from server.core.db import rows
from server.payments.models import Payment
from server.venues.models import ShowStatus
from tests.server.world import Customer, confirm_mail


async def nothing_was_written() -> bool:
    counts = await asyncio.gather(Booking.all().count(), Ticket.all().count(), Payment.all().count())
    return not any(counts)


async def test_a_hold_becomes_a_booking_and_an_approval_makes_tickets(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1", "B2")
    assert [line["amount"] for line in hold["quote"]["lines"]] == [22000, 38000, 3540, 11437]
    assert hold["quote"]["total"] == {"amount": 74977, "currency": "INR"}

    booked = await customer.try_book(show, "A1", "B2", hold_id=hold["hold_id"])
    booking = booked.json()
    assert booked.status_code == 201
    assert booking["status"] == "pending"
    assert booking["reference"].startswith("MVM-")
    assert booking["total"] == hold["quote"]["total"]
    assert booking["payment"]["next_action"]["type"] == "mock_approval"
    assert all(ticket["code"] is None for ticket in booking["tickets"])

    approved = await customer.pay(booking)
    assert approved.json() == {"payment_id": booking["payment"]["id"], "status": "succeeded"}
    confirmed = (await customer.get(f"/booking/{booking['id']}")).json()
    assert confirmed["status"] == "confirmed"
    assert [ticket["seat"] for ticket in confirmed["tickets"]] == ["A1", "B2"]
    assert sum(ticket["price"]["amount"] for ticket in confirmed["tickets"]) == 74977
    assert {ticket["status"] for ticket in confirmed["tickets"]} == {"valid"}
    qr = await customer.api.get(confirmed["tickets"][0]["qr_url"])
    assert qr.headers["content-type"] == "image/svg+xml"
    assert qr.text.startswith("<svg")


async def test_a_confirmation_puts_its_side_effects_in_the_outbox(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    waiting = await rows(
        "SELECT actor, args->>'booking_id' AS booking FROM outbox WHERE actor <> 'send_link' ORDER BY id"
    )
    assert waiting == [
        {"actor": "settle_seats", "booking": booking["id"]},
        {"actor": "send_confirmation", "booking": booking["id"]},
    ]


async def test_seats_without_a_hold_are_held_on_the_way(house, customer):
    show = await house.show()
    answer = await customer.try_book(show, "A3")
    assert answer.status_code == 201
    seat_map = (await customer.get(f"/shows/{show.id}/seats")).json()
    assert seat_map["states"] == "001000000000"


async def test_approving_twice_is_approving_once(house, customer):
    booking = await customer.book(await house.show(), "A1")
    first, second = await asyncio.gather(customer.pay(booking), customer.pay(booking))
    assert first.json() == second.json()
    assert len(await rows("SELECT id FROM outbox WHERE actor = 'send_confirmation'")) == 1


async def test_one_key_is_one_booking_however_often_it_is_sent(house, customer):
    show = await house.show()
    answers = await asyncio.gather(*(customer.try_book(show, "A1", "A2", key="k1") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await Booking.all().count() == 1


async def test_the_same_key_for_another_request_is_an_error(house, customer):
    show = await house.show()
    await customer.try_book(show, "A1", key="k1")
    answer = await customer.try_book(show, "A2", key="k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert await Booking.all().count() == 1


async def test_a_double_click_without_a_key_is_one_booking(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    answers = await asyncio.gather(
        *(customer.try_book(show, "A1", hold_id=hold["hold_id"]) for _ in range(6))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_declined_payment_may_be_tried_again_while_the_booking_waits(house, customer):
    booking = await customer.book(await house.show(), "A1")
    assert (await customer.pay(booking, "decline")).json()["status"] == "declined"
    refused = await customer.pay(booking)
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_settled")

    again = await customer.api.post(
        f"/booking/{booking['id']}/payment", json={"payment_method": "mock_card"}, headers=customer.headers
    )
    assert again.status_code == 201
    assert again.json()["expires_at"] == booking["expires_at"], "trying again must not hold seats longer"
    assert (await customer.pay(again.json())).status_code == 200
    assert (await Booking.get(id=booking["id"])).status is BookingStatus.CONFIRMED


async def test_giving_up_frees_the_seats_for_somebody_else(house, api, customer):
    show = await house.show()
    booking = await customer.book(show, "A1")
    cancelled = await customer.api.post(f"/booking/{booking['id']}/cancel", headers=customer.headers)
    assert cancelled.json()["status"] == "cancelled"
    assert cancelled.json()["closed_by"] == "given_up"
    assert {ticket["status"] for ticket in cancelled.json()["tickets"]} == {"released"}
    waiting = [
        item["actor"]
        for item in await rows("SELECT actor FROM outbox WHERE actor <> 'send_link' ORDER BY id")
    ]
    assert waiting == ["settle_seats", "call_off_payment"]
    other = await Customer.sign_up(api)
    await customer.api.delete(f"/holds/{(await Booking.get()).hold_id}", headers=customer.headers)
    assert (await other.pay(await other.book(show, "A1"))).json()["status"] == "succeeded"


async def test_an_overdue_booking_does_not_stand_in_the_way(house, api, customer):
    show = await house.show()
    booking = await customer.book(show, "A1")
    await rows("UPDATE bookings SET expires_at = now() - interval '1 second'")

    # Redis has let the seat go as well; no sweep of the database has run.
    await customer.api.delete(
        f"/holds/{(await Booking.get(id=booking['id'])).hold_id}", headers=customer.headers
    )
    other = await Customer.sign_up(api)
    assert (await other.pay(await other.book(show, "A1"))).status_code == 200
    assert (await Booking.get(id=booking["id"])).status is BookingStatus.EXPIRED


async def test_cash_waits_for_the_counter_and_only_staff_take_it(house, api, customer):
    await confirm_mail(customer)
    booking = await customer.book(await house.show(), "A1", payment_method="cash")
    action = booking["payment"]["next_action"]
    assert (action["type"], action["reference"]) == ("pay_at_counter", booking["reference"])
    assert datetime.fromisoformat(action["until"]) == datetime.fromisoformat(booking["expires_at"])
    assert (await customer.pay(booking)).status_code == 404, "the mock bank has no cash"
    received = f"/payments/cash/{booking['payment']['id']}/receive"
    refused = await api.post(received, headers=customer.headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    staff = await Customer.sign_up(api, role=Role.STAFF)
    twice = [await api.post(received, headers={**staff.headers, "Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.json()["status"] for answer in twice] == ["succeeded", "succeeded"]
    (entry,) = await rows("SELECT actor_id, action, subject FROM audit_log")
    assert (entry["actor_id"], entry["action"]) == (staff.id, "cash.receive")
    assert entry["subject"] == f"payment:{booking['payment']['id']}"


async def test_cash_is_not_offered_when_the_show_is_near(house, customer):
    await confirm_mail(customer)
    show = await house.show(starts_in=timedelta(minutes=20))
    answer = await customer.try_book(show, "A1", payment_method="cash")
    assert (answer.status_code, answer.json()["code"]) == (422, "payment_method_not_offered")
    assert await nothing_was_written()


async def test_an_unknown_show_is_not_found(customer):
    for path in ("/shows/99999", "/shows/99999/seats", "/shows/4242424242424", "/shows/x/seats"):
        answer = await customer.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    held = await customer.api.post("/shows/99999/holds", json={"seats": ["A1"]})
    assert held.status_code == 404
    body = {"user_id": str(customer.id), "show_id": 99999, "seats": ["A1"], "payment_method": "mock_upi"}
    booked = await customer.api.post("/booking", json=body, headers=customer.headers)
    assert (booked.status_code, booked.json()["code"]) == (404, "not_found")
    assert await nothing_was_written()


@pytest.mark.parametrize(
    ("starts_in", "status", "code"),
    [
        (timedelta(hours=-3), ShowStatus.ON_SALE, "show_past"),
        (timedelta(hours=3), ShowStatus.CANCELLED, "show_not_on_sale"),
        (timedelta(hours=3), ShowStatus.SCHEDULED, "show_not_on_sale"),
    ],
)
async def test_a_show_that_is_not_on_sale_is_neither_held_nor_booked(
    house, customer, starts_in, status, code
):
    show = await house.show(starts_in=starts_in, status=status)
    held = await customer.api.post(f"/shows/{show.id}/holds", json={"seats": ["A1"]})
    booked = await customer.try_book(show, "A1")
    assert (held.status_code, held.json()["code"]) == (409, code)
    assert (booked.status_code, booked.json()["code"]) == (409, code)
    assert await nothing_was_written()
    assert (await customer.get(f"/shows/{show.id}")).status_code == 200, "it stays readable"


async def test_a_taken_seat_is_refused_by_name_and_nothing_is_held(house, api, customer):
    show = await house.show()
    await customer.hold(show, "A2")
    other = await Customer.sign_up(api)
    answer = await api.post(f"/shows/{show.id}/holds", json={"seats": ["A1", "A2", "A3"]})
    assert answer.status_code == 409
    assert answer.json()["code"] == "seats_taken"
    assert answer.json()["seats"] == ["A2"]
    booked = await other.try_book(show, "A1", "A2")
    assert (booked.status_code, booked.json()["seats"]) == (409, ["A2"])
    seat_map = (await api.get(f"/shows/{show.id}/seats")).json()
    assert seat_map["states"] == "010000000000"
    assert await nothing_was_written()


async def test_seats_that_do_not_exist_are_named(house, customer):
    show = await house.show()
    answer = await customer.try_book(show, "A1", "Z9", "A7")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_seats")
    assert answer.json()["seats"] == ["Z9", "A7"]
    assert await nothing_was_written()


async def test_nobody_books_for_somebody_else_but_staff(house, api, customer):
    show = await house.show()
    other = await Customer.sign_up(api)
    answer = await customer.try_book(show, "A1", user_id=str(other.id))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_account")
    assert await nothing_was_written()
    staff = await Customer.sign_up(api, role=Role.STAFF)
    sold = await staff.try_book(show, "A1", user_id=str(other.id), payment_method="cash")
    assert sold.status_code == 201
    assert (await other.get(f"/booking/{sold.json()['id']}")).status_code == 200
    nobody = await staff.try_book(show, "A2", user_id=str(uuid4()))
    assert nobody.status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (b"{", 400, ["body"]),
        (b"", 400, None),
        (b"[]", 422, ["body"]),
        (b"{}", 422, ["user_id", "show_id", "seats", "payment_method"]),
        (b'{"user_id": "x", "show_id": "y", "seats": [], "payment_method": "gold"}', 422,
         ["user_id", "show_id", "seats", "payment_method"]),
    ],
)  # fmt: skip
async def test_a_malformed_booking_names_its_fields(customer, body, status, fields):
    answer = await customer.api.post(
        "/booking", content=body, headers={**customer.headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    if fields is not None:
        assert [error["field"] for error in answer.json()["errors"]] == fields
    assert await nothing_was_written()


async def test_booking_needs_somebody_signed_in(house, api):
    show = await house.show()
    answer = await api.post("/booking", json={"show_id": show.id})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_another_customers_booking_is_not_found(house, api, customer):
    booking = await customer.book(await house.show(), "A1")
    other = await Customer.sign_up(api)
    assert (await other.get(f"/booking/{booking['id']}")).status_code == 404
    cancelled = await api.post(f"/booking/{booking['id']}/cancel", headers=other.headers)
    assert cancelled.status_code == 404
    assert (await Booking.get(id=booking["id"])).status is BookingStatus.PENDING


async def test_a_customers_bookings_come_newest_first_in_pages(house, customer):
    show = await house.show()
    booked = [(await customer.book(show, f"A{number}"))["id"] for number in range(1, 6)]
    first = (await customer.get("/me/bookings?limit=3")).json()
    rest = (await customer.get(f"/me/bookings?limit=3&cursor={first['next_cursor']}")).json()
    assert [item["id"] for item in [*first["items"], *rest["items"]]] == booked[::-1]
    assert rest["next_cursor"] is None
    wrong = await customer.get("/me/bookings?cursor=bm9uc2Vuc2U")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_cursor")


async def test_a_ticket_code_that_nobody_has_shows_no_qr(api, house, customer):
    booking = await customer.book(await house.show(), "A1")
    reserved = await Ticket.get(booking_id=booking["id"])
    assert (await api.get(f"/tickets/{reserved.code}/qr.svg")).status_code == 404


@pytest.mark.parametrize("code", ["A" * 33, "%F2%A7%81%9B" * 3, "abc", "%00"])
async def test_what_is_no_ticket_code_shows_no_qr(api, code):
    assert (await api.get(f"/tickets/{code}/qr.svg")).status_code == 404


async def test_times_are_in_the_theatres_zone(house, customer):
    starts_at = (datetime.now(UTC) + timedelta(days=2)).replace(hour=14, minute=0, second=0, microsecond=0)
    booking = await customer.book(await house.show(starts_at=starts_at), "A1")
    assert booking["show"]["starts_at"].endswith("19:30:00+05:30")
