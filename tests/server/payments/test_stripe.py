"""Cards through Stripe: real HTTP by the official client, real signed messages, and the books compared."""

import asyncio
import hmac
import json
import time
from hashlib import sha256
from uuid import uuid4

import pytest

from server.booking import sweep
from server.booking.models import Booking, BookingStatus
from server.booking.settlement import expire
from server.core.clock import now
from server.core.db import rows, transaction
from server.payments import refunds
from server.payments.gateways.base import ProviderAway
from server.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from tests.patience import PATIENCE
from tests.server.world import Customer
from tests.stripe.server import GOOD_CARD, REFUSED_CARD, SECURE_CARD, WEBHOOK_SECRET, StripeServer

PATH = "/payments/stripe/webhook"


@pytest.fixture(autouse=True)
async def the_books_balance(clean_database, stripe: StripeServer):
    """The house's invariants hold, and what it says of its payments is what Stripe's own books say."""
    yield
    stripe.fair_weather()
    assert {f.invariant.name: f.examples for f in await sweep.look() if f.violations} == {}
    known = await rows("SELECT id, provider_reference, captured, refunded FROM payments")
    for payment in known:
        if payment["provider_reference"] is None:
            continue
        paid = stripe.intent(payment["provider_reference"])["status"] == "succeeded"
        assert payment["captured"] == 0 or paid, "the house believes in money that never came"
        back = sum(
            refund["amount"]
            for refund in stripe.refunds()
            if refund["payment_intent"] == payment["provider_reference"] and refund["status"] != "failed"
        )
        assert back <= payment["refunded"], "Stripe gave back what the house does not owe"


def sign(payload: bytes, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> dict[str, str]:
    moment = int(at or time.time())
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + payload, sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}", "Content-Type": "application/json"}


def a_message(intent_id: str, kind: str = "payment_intent.succeeded", event_id: str | None = None) -> bytes:
    about = {"id": intent_id, "object": "payment_intent", "metadata": {}}
    event = {
        "id": event_id or f"evt_{uuid4().hex}",
        "object": "event",
        "type": kind,
        "data": {"object": about},
    }
    return json.dumps(event).encode()


async def intent_of(booking: dict) -> str:
    reference = (await Payment.get(id=booking["payment"]["id"])).provider_reference
    assert reference is not None
    return reference


async def stored_events(number: int) -> list[str]:
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await rows("SELECT id FROM payment_events ORDER BY received_at")
            if len(found) >= number:
                return [event["id"] for event in found]
            await asyncio.sleep(0.05)


async def book(payer: Customer, house, *seats: str) -> dict:
    return await payer.book(await house.show(), *seats, payment_method="stripe")


async def paid_booking(payer: Customer, house, stripe: StripeServer, till, *seats: str) -> dict:
    booking = await book(payer, house, *seats)
    stripe.pay(await intent_of(booking))
    await till.check(Payment(id=booking["payment"]["id"]).id)
    return (await payer.get(f"/booking/{booking['id']}")).json()


async def test_a_card_pays_for_a_booking_once_stripes_message_is_applied(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    action = booking["payment"]["next_action"]
    assert (action["type"], action["publishable_key"]) == ("stripe", "pk_test_movie_magic")
    intent = stripe.intent(await intent_of(booking))
    assert action["client_secret"] == intent["client_secret"]
    assert (intent["amount"], intent["currency"]) == (booking["total"]["amount"], "inr")
    stripe.pay(intent["id"])
    (event_id,) = await stored_events(1)
    assert await rows(
        "SELECT args->>'event_id' AS event FROM outbox WHERE actor = 'apply_payment_event'"
    ) == [{"event": event_id}]
    await asyncio.gather(*(till.apply(event_id) for _ in range(4)))
    after = (await payer.get(f"/booking/{booking['id']}")).json()
    assert (after["status"], after["payment"]["status"]) == ("confirmed", "succeeded")


async def test_the_secret_is_neither_stored_nor_missing_from_a_repeated_answer(house, payer, stripe):
    show = await house.show()
    answers = [(await payer.try_book(show, "A1", key="k", payment_method="stripe")).json() for _ in range(2)]
    assert answers[0] == answers[1]
    secret = answers[0]["payment"]["next_action"]["client_secret"]
    kept = await rows("SELECT body::text AS body FROM idempotency_keys")
    assert len(kept) == 1
    assert secret not in kept[0]["body"]


async def test_twenty_clicks_on_pay_are_one_intent_and_one_booking(house, payer, stripe):
    show, before = await house.show(), len(stripe.charges())
    hold = await payer.hold(show, "A1")
    answers = await asyncio.gather(
        *(
            payer.try_book(show, "A1", hold_id=hold["hold_id"], key="click", payment_method="stripe")
            for _ in range(20)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["payment"]["next_action"]["client_secret"] for answer in answers}) == 1
    stripe.pay(await intent_of(answers[0].json()))
    assert len(stripe.charges()) == before + 1
    assert await Booking.all().count() == 1


async def test_whoever_comes_back_from_stripe_need_not_wait_for_its_message(house, payer, stripe):
    booking = await book(payer, house, "A1")
    stripe.messages(targets=[])
    address = f"/booking/{booking['id']}/payment/check"
    before = (await payer.api.post(address, headers=payer.headers)).json()
    assert (before["status"], before["payment"]["next_action"]["type"]) == ("pending", "stripe")
    stripe.pay(await intent_of(booking))
    checked = await asyncio.gather(*(payer.api.post(address, headers=payer.headers) for _ in range(5)))
    assert {answer.json()["status"] for answer in checked} == {"confirmed"}
    stripe.weather(away=True)
    assert (
        await payer.api.post(address, headers=payer.headers)
    ).status_code == 200  # nothing to ask any more


async def test_while_stripe_is_away_nobody_is_told_that_nothing_came(house, payer, stripe):
    booking = await book(payer, house, "A1")
    stripe.weather(away=True)
    answer = await payer.api.post(f"/booking/{booking['id']}/payment/check", headers=payer.headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "2"


async def test_a_refused_card_leaves_the_booking_waiting_and_another_attempt_pays(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    stripe.pay(await intent_of(booking), REFUSED_CARD)
    payment = await till.check(Payment(id=booking["payment"]["id"]).id)
    assert (payment.status, payment.decline_reason) == (
        PaymentStatus.REQUIRES_ACTION, "Your card was declined.",
    )  # fmt: skip
    again = await payer.api.post(
        f"/booking/{booking['id']}/payment", json={"payment_method": "stripe"}, headers=payer.headers
    )
    second = again.json()
    assert second["payment"]["id"] != booking["payment"]["id"]
    stripe.pay(await intent_of(second))
    await till.check(Payment(id=second["payment"]["id"]).id)
    await till.call_off(Payment(id=booking["payment"]["id"]).id)
    assert (await Booking.get()).status is BookingStatus.CONFIRMED


async def test_after_a_refused_card_the_same_form_takes_another(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    intent_id = await intent_of(booking)
    for card, status in ((REFUSED_CARD, "requires_payment_method"), (GOOD_CARD, "succeeded")):
        assert stripe.pay(intent_id, card)["status"] == status
        await till.check(Payment(id=booking["payment"]["id"]).id)
    payment = await Payment.get()
    assert (payment.status, payment.decline_reason) == (PaymentStatus.SUCCEEDED, None)


async def test_three_d_secure_pays_when_the_bank_says_yes(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    intent_id = await intent_of(booking)
    assert stripe.pay(intent_id, SECURE_CARD)["status"] == "requires_action"
    assert (await till.check(Payment(id=booking["payment"]["id"]).id)).status is PaymentStatus.REQUIRES_ACTION
    assert stripe.authenticate(intent_id)["status"] == "succeeded"
    assert (await till.check(Payment(id=booking["payment"]["id"]).id)).status is PaymentStatus.SUCCEEDED


async def test_three_d_secure_that_fails_says_so_and_takes_nothing(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    intent_id = await intent_of(booking)
    stripe.pay(intent_id, SECURE_CARD)
    stripe.authenticate(intent_id, success=False)
    payment = await till.check(Payment(id=booking["payment"]["id"]).id)
    assert payment.status is PaymentStatus.REQUIRES_ACTION
    assert "authentication" in (payment.decline_reason or "")


async def test_a_card_that_pays_after_the_deadline_finds_its_seats_again(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    await rows("UPDATE bookings SET expires_at = now() - interval '1 second'")
    async with transaction():
        await expire(Booking(id=booking["id"]).id, at=now())
    stripe.pay(await intent_of(booking))
    await till.call_off(Payment(id=booking["payment"]["id"]).id)  # the money was quicker
    assert (await Booking.get()).status is BookingStatus.CONFIRMED


async def test_an_intent_that_was_called_off_takes_no_money(house, payer, stripe, till):
    booking = await book(payer, house, "A1")
    await payer.api.post(f"/booking/{booking['id']}/cancel", headers=payer.headers)
    await till.call_off(Payment(id=booking["payment"]["id"]).id)
    assert stripe.intent(await intent_of(booking))["status"] == "canceled"


async def test_refunds_by_seat_reach_the_card_once_even_when_an_answer_is_lost(
    house, payer, stripe, till, gateways
):
    booking = await paid_booking(payer, house, stripe, till, "A1", "A2")
    await payer.api.post(f"/booking/{booking['id']}/cancel", json={"seats": ["A1"]}, headers=payer.headers)
    refund = await Refund.get()
    stripe.weather(lose_answers=5)
    with pytest.raises(ProviderAway):
        await refunds.pay(gateways, refund.id)
    stripe.weather(lose_answers=0)
    await asyncio.gather(*(refunds.pay(gateways, refund.id) for _ in range(3)))
    await refund.refresh_from_db()
    assert refund.status is RefundStatus.SUCCEEDED
    ours = [one for one in stripe.refunds() if one["payment_intent"] == await intent_of(booking)]
    assert [one["amount"] for one in ours] == [refund.amount]


async def test_a_refund_that_bounces_is_owed_again_and_shown_to_a_person(
    house, payer, stripe, till, gateways
):
    booking = await paid_booking(payer, house, stripe, till, "A1")
    seen = len(await stored_events(1))
    await payer.api.post(f"/booking/{booking['id']}/cancel", headers=payer.headers)
    refund = await Refund.get()
    await refunds.pay(gateways, refund.id)
    await refund.refresh_from_db()
    assert refund.status is RefundStatus.SUCCEEDED
    told = await stored_events(seen + 2)  # that it was made, and of its charge
    stripe.say_of_refund(refund.provider_reference, status="failed", failure_reason="lost_or_stolen_card")
    (event_id,) = set(await stored_events(len(told) + 1)) - set(told)
    assert await till.apply(event_id) == "refund failed"
    await refund.refresh_from_db()
    assert (refund.status, refund.last_error) == (RefundStatus.NEEDS_ATTENTION, "lost_or_stolen_card")


async def test_messages_in_any_order_any_number_of_times_come_to_the_same(
    house, payer, stripe, stripe_api_url, till
):
    target = f"{stripe_api_url}{PATH}"
    stripe.messages(targets=[target], duplicate=0.5, reorder=True, drop=0.4, delay=[0, 0.3], seed=3)
    show = await house.show()
    bookings = [await payer.book(show, seat, payment_method="stripe") for seat in ("A1", "A3", "A5")]
    for booking in bookings:
        intent_id = await intent_of(booking)
        for card in (REFUSED_CARD, SECURE_CARD):
            stripe.pay(intent_id, card)
        stripe.authenticate(intent_id)
    stripe.messages(targets=[target])
    assert stripe.resend()["resent"] > 0
    for event_id in reversed(await stored_events(9)):
        await till.apply(event_id)
    assert {one.status for one in await Booking.all()} == {BookingStatus.CONFIRMED}


async def test_while_stripe_is_away_the_booking_stands_and_the_same_request_works_later(house, payer, stripe):
    show = await house.show()
    stripe.weather(away=True)
    away = await payer.try_book(show, "A1", key="k", payment_method="stripe")
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    stripe.weather(away=False)
    booked = await payer.try_book(show, "A1", key="k", payment_method="stripe")
    assert (booked.status_code, booked.json()["payment"]["next_action"]["type"]) == (201, "stripe")
    assert await Booking.all().count() == 1


async def test_what_stripe_will_not_take_is_said_and_the_booking_is_paid_another_way(house, payer, stripe):
    show = await house.show()
    hold = await payer.hold(show, "A1")
    stripe.weather(refuse="Amount must be at least 50 cents")
    refused = await payer.try_book(show, "A1", hold_id=hold["hold_id"], payment_method="stripe")
    stripe.weather(refuse="")
    assert (refused.status_code, refused.json()["code"]) == (422, "payment_method_not_offered")
    assert "at least 50 cents" in refused.json()["detail"]
    booking = await Booking.get()
    again = await payer.api.post(
        f"/booking/{booking.id}/payment", json={"payment_method": "mock_upi"}, headers=payer.headers
    )
    assert (await payer.pay(again.json())).json()["status"] == "succeeded"


# --- messages at the door ---


async def test_a_message_is_stored_once_however_often_it_comes(house, payer, card_api):
    message = a_message(await intent_of(await book(payer, house, "A1")))
    answers = await asyncio.gather(
        *(card_api.post(PATH, content=message, headers=sign(message)) for _ in range(6))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["new"] for answer in answers) == [False] * 5 + [True]
    assert len(await rows("SELECT id FROM outbox WHERE actor = 'apply_payment_event'")) == 1


async def test_a_message_that_lies_changes_nothing_for_stripe_is_asked(house, payer, card_api, till):
    booking = await book(payer, house, "A1")
    message = a_message(await intent_of(booking), event_id="evt_lie")
    await card_api.post(PATH, content=message, headers=sign(message))
    assert await till.apply("evt_lie") == "requires_action"
    assert (await Booking.get()).status is BookingStatus.PENDING


@pytest.mark.parametrize(
    "forge",
    [
        lambda message: sign(message, secret="whsec_other"),
        lambda message: sign(message, at=time.time() - 400),
        lambda message: sign(message + b" "),
        lambda _: {"Content-Type": "application/json"},
        lambda _: {"Stripe-Signature": "nonsense"},
    ],
    ids=["another secret", "too old", "another body", "unsigned", "nonsense"],
)
async def test_what_stripe_did_not_sign_is_refused(card_api, forge):
    message = a_message("pi_1")
    refused = await card_api.post(PATH, content=message, headers=forge(message))
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_signature")
    assert await rows("SELECT id FROM payment_events") == []


async def test_messages_of_no_use_here_are_taken_and_forgotten(card_api, till):
    other = a_message("cus_1", kind="customer.created")
    assert (await card_api.post(PATH, content=other, headers=sign(other))).json() == {
        "received": True, "new": False,
    }  # fmt: skip
    foreign = a_message("pi_of_somebody_else", event_id="evt_foreign")
    await card_api.post(PATH, content=foreign, headers=sign(foreign))
    assert await till.apply("evt_foreign") == "no payment of ours"


# --- switched off ---


async def test_without_keys_stripe_is_not_offered(house, api, customer):
    methods = [item["method"] for item in (await api.get("/payments/methods")).json()["items"]]
    assert methods == ["mock_upi", "mock_card", "cash"]
    refused = await customer.try_book(await house.show(), "A1", payment_method="stripe")
    assert (refused.status_code, refused.json()["code"]) == (422, "payment_method_not_offered")
    assert (await api.post(PATH, content=b"{}")).status_code == 404


async def test_with_keys_it_is_offered_with_what_a_page_needs(card_api, stripe):
    first = (await card_api.get("/payments/methods")).json()["items"][0]
    assert first == {
        "method": "stripe", "publishable_key": "pk_test_movie_magic",
        "script_url": f"{stripe.url}/stripe.js",
    }  # fmt: skip
