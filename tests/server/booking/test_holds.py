"""Holds as the customer sees them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from server.booking.models import Booking
from server.booking.schemas import HoldOut
from server.booking.seatsync import settle_seats
from server.core.db import rows
from tests.server.world import Customer


async def test_a_hold_needs_no_account_and_returns_its_token(house, api):
    show = await house.show()
    answer = await api.post(f"/shows/{show.id}/holds", json={"seats": ["a1"]})
    hold = answer.json()
    assert answer.status_code == 201
    assert hold["seats"] == ["A1"]
    lasts = datetime.fromisoformat(hold["expires_at"]) - datetime.fromisoformat(hold["server_time"])
    assert timedelta(minutes=9, seconds=50) < lasts <= timedelta(minutes=10)
    same = await api.get(f"/holds/{hold['hold_id']}", headers={"X-Hold-Token": hold["hold_token"]})
    assert same.json()["quote"] == hold["quote"]


async def test_a_hold_whose_answer_was_lost_is_given_again(house, api):
    show = await house.show()
    headers = {"X-Hold-Token": "chosen-by-the-browser", "Idempotency-Key": "k1"}
    answers = [
        await api.post(f"/shows/{show.id}/holds", json={"seats": ["A1", "A2"]}, headers=headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["hold_id"] for answer in answers}) == 1
    other = await api.post(f"/shows/{show.id}/holds", json={"seats": ["A5"]}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_hold_is_closed_to_other_tokens_and_open_to_the_account_that_took_it(house, api, customer):
    hold = await customer.hold(await house.show(), "A1")
    stranger = await api.get(f"/holds/{hold['hold_id']}", headers={"X-Hold-Token": "somebody else's"})
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not_your_hold")
    gone = await api.delete(f"/holds/{hold['hold_id']}", headers={"X-Hold-Token": "somebody else's"})
    assert gone.status_code == 403
    customer.hold_token = None  # the same account in another browser
    assert (await customer.get(f"/holds/{hold['hold_id']}")).status_code == 200


async def test_a_hold_s_answer_has_exactly_the_declared_shape(house, api, customer):
    hold = await customer.hold(await house.show(), "A1", "B1")
    written = await customer.get(f"/holds/{hold['hold_id']}")
    assert HoldOut.model_validate_json(written.content).model_dump(mode="json") == written.json()


async def test_a_show_that_was_closed_a_moment_ago_is_not_sold(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    await rows("UPDATE shows SET status = 'closed' WHERE id = $1", [show.id])
    refused = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "show_not_on_sale")


async def test_a_released_hold_is_gone_and_its_seats_are_free(house, api, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1", "A2")
    for _ in range(2):
        assert (await api.delete(f"/holds/{hold['hold_id']}", headers=customer.headers)).status_code == 204
    gone = await customer.get(f"/holds/{hold['hold_id']}")
    assert (gone.status_code, gone.json()["code"]) == (410, "hold_gone")
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "0" * 12


async def test_changing_seats_keeps_the_deadline_and_brings_a_new_quote(house, api, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1", "A2")
    changed = await api.patch(
        f"/holds/{hold['hold_id']}", json={"seats": ["A2", "B1"]}, headers=customer.headers
    )
    body = changed.json()
    assert body["seats"] == ["A2", "B1"]
    assert body["expires_at"] == hold["expires_at"]
    assert body["quote"]["total"]["amount"] != hold["quote"]["total"]["amount"]
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "010000100000"


async def test_a_change_that_meets_a_taken_seat_changes_nothing(house, api, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    await (await Customer.sign_up(api)).hold(show, "A2")
    answer = await api.patch(
        f"/holds/{hold['hold_id']}", json={"seats": ["A2", "A3"]}, headers=customer.headers
    )
    assert (answer.status_code, answer.json()["seats"]) == (409, ["A2"])
    assert (await customer.get(f"/holds/{hold['hold_id']}")).json()["seats"] == ["A1"]


async def test_a_hold_is_extended_within_its_lifetime(house, api, customer):
    hold = await customer.hold(await house.show(), "A1")
    answer = await api.patch(f"/holds/{hold['hold_id']}", json={"extend": True}, headers=customer.headers)
    extended = answer.json()
    assert extended["expires_at"] >= hold["expires_at"]
    assert extended["expires_at"] <= extended["extendable_until"]
    assert extended["quote"] == hold["quote"]


async def test_the_quote_stays_when_the_price_moves(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    await rows("UPDATE show_prices SET amount = amount * 2")
    booked = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert booked.json()["total"] == hold["quote"]["total"]


async def test_a_booking_must_name_what_its_hold_holds(house, customer):
    show, other_show = await house.show(), await house.show(starts_in=timedelta(days=3))
    hold = await customer.hold(show, "A1")
    for wrong_show, seat in ((show, "A2"), (other_show, "A1")):
        answer = await customer.try_book(wrong_show, seat, hold_id=hold["hold_id"])
        assert (answer.status_code, answer.json()["code"]) == (422, "hold_mismatch")


async def test_a_seat_that_left_the_hold_because_it_is_sold_is_named(house, api, customer, engine):
    show, other = await house.show(), await Customer.sign_up(api)
    sold = await other.book(show, "A2")
    lost = await engine.get_hold(show.id, (await Booking.get()).hold_id)
    await engine.release(show.id, lost.id, holder=None)  # Redis was emptied, say
    hold = await customer.hold(show, "A1", "A2")
    await other.pay(sold)
    await settle_seats(engine, UUID(sold["id"]))
    answer = await customer.try_book(show, "A1", "A2", hold_id=hold["hold_id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "seats_taken")
    assert answer.json()["seats"] == ["A2"]


async def test_too_many_seats_are_refused(house, api):
    show = await house.show()
    labels = [f"{row}{number}" for row in "AB" for number in range(1, 7)]
    answer = await api.post(f"/shows/{show.id}/holds", json={"seats": labels})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "seats"


@pytest.mark.parametrize("hold_id", ["nonsense", "1-", "-1", "99999999999-abc", "7-" + "f" * 32])
async def test_a_hold_that_never_was_is_gone(api, hold_id):
    answer = await api.get(f"/holds/{hold_id}")
    assert (answer.status_code, answer.json()["code"]) == (410, "hold_gone")
