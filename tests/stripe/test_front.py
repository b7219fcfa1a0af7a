"""That the tests' own Stripe does what Stripe does, wherever another test relies on it."""

import asyncio
from typing import Any

import pytest
import stripe as sdk
from stripe import StripeClient

from tests.stripe.house import TakingDown
from tests.stripe.server import GOOD_CARD, REFUSED_CARD, SECURE_CARD, StripeServer


async def an_intent(client: StripeClient, amount: int = 50_000) -> str:
    made = await client.v1.payment_intents.create_async({"amount": amount, "currency": "inr"})
    return str(made.id)


async def in_thread(call: Any, *arguments: Any, **named: Any) -> Any:
    return await asyncio.to_thread(call, *arguments, **named)


async def paid_intents(client: StripeClient, stripe: StripeServer, number: int) -> list[str]:
    intents = [await an_intent(client) for _ in range(number)]
    for intent_id in intents:
        await in_thread(stripe.pay, intent_id)
    return intents


def subjects(house: TakingDown) -> list[str]:
    return [event["data"]["object"]["id"] for event in house.taken]


# --- keys and books ---


async def test_a_key_has_one_effect_and_one_answer(client, stripe):
    before = len(stripe.intents())
    wanted: Any = {"amount": 700, "currency": "inr"}
    made = await asyncio.gather(
        *(client.v1.payment_intents.create_async(wanted, {"idempotency_key": "once"}) for _ in range(4))
    )
    assert len({intent.id for intent in made}) == 1
    assert len(stripe.intents()) == before + 1
    with pytest.raises(sdk.IdempotencyError):
        await client.v1.payment_intents.create_async({**wanted, "amount": 1}, {"idempotency_key": "once"})


async def test_a_repeated_create_answers_as_the_first_did_though_the_intent_has_gone_on(client, stripe):
    wanted: Any = {"amount": 700, "currency": "inr"}
    made = await client.v1.payment_intents.create_async(wanted, {"idempotency_key": "stale"})
    assert stripe.pay(made.id)["status"] == "succeeded"
    again = await client.v1.payment_intents.create_async(wanted, {"idempotency_key": "stale"})
    assert (again.id, again.status) == (made.id, "requires_payment_method")


async def test_the_books_say_what_was_paid_and_what_went_back(client, stripe):
    intent_id = await an_intent(client)
    stripe.pay(intent_id)
    wanted: Any = {"payment_intent": intent_id, "amount": 20_000, "metadata": {"refund_id": "r"}}
    refund = await client.v1.refunds.create_async(wanted)
    books = stripe.books()
    (intent,) = (one for one in books["intents"] if one["id"] == intent_id)
    assert (intent["status"], intent["amount_received"], intent["amount_refunded"]) == (
        "succeeded", 50_000, 20_000,
    )  # fmt: skip
    assert {
        "id": refund.id, "payment_intent": intent_id, "status": "succeeded", "amount": 20_000,
        "metadata": {"refund_id": "r"},
    } in books["refunds"]  # fmt: skip
    stripe.say_of_refund(str(refund.id), status="failed", failure_reason="unknown")
    (intent,) = (one for one in stripe.books()["intents"] if one["id"] == intent_id)
    assert intent["amount_refunded"] == 0


async def test_a_card_is_charged_once_however_often_the_form_is_sent(client, stripe):
    intent_id, before = await an_intent(client), len(stripe.charges())
    await asyncio.gather(*(in_thread(stripe.pay, intent_id, GOOD_CARD) for _ in range(6)))
    assert len(stripe.charges()) == before + 1


# --- messages ---


async def test_it_says_what_has_become_of_an_intent_and_of_its_refund(client, stripe, house):
    stripe.messages(targets=[house.url])
    intent_id = await an_intent(client)
    for card in (REFUSED_CARD, SECURE_CARD):
        await in_thread(stripe.pay, intent_id, card)
    await in_thread(stripe.authenticate, intent_id, success=False)
    await in_thread(stripe.pay, intent_id)
    refund = await client.v1.refunds.create_async({"payment_intent": intent_id, "amount": 1})
    await in_thread(stripe.say_of_refund, str(refund.id), status="failed")
    await client.v1.payment_intents.cancel_async(await an_intent(client))
    assert sorted(await house.kinds(8)) == [
        "charge.refunded", "payment_intent.canceled", "payment_intent.payment_failed",
        "payment_intent.payment_failed", "payment_intent.requires_action", "payment_intent.succeeded",
        "refund.created", "refund.failed",
    ]  # fmt: skip


async def test_a_duplicate_is_the_same_message_twice(client, stripe, house):
    stripe.messages(targets=[house.url], duplicate=1.0)
    await paid_intents(client, stripe, 1)
    await house.kinds(2)
    assert len({event["id"] for event in house.taken}) == 1


async def test_what_was_dropped_comes_when_the_test_says_so(client, stripe, house):
    stripe.messages(targets=[house.url], drop=1.0)
    await paid_intents(client, stripe, 2)
    assert house.taken == []
    assert (await in_thread(stripe.resend))["resent"] == 2
    assert await house.kinds(2) == ["payment_intent.succeeded"] * 2


async def test_what_comes_late_is_signed_anew(client, stripe, house):
    stripe.messages(targets=[house.url], drop=1.0)
    await paid_intents(client, stripe, 1)
    await asyncio.sleep(1.1)  # signatures count in seconds
    await in_thread(stripe.resend)
    await house.kinds(1)
    assert house.signed[0] > house.taken[0]["created"]


async def test_messages_overtake_each_other_where_order_is_to_be_lost(client, stripe, house):
    stripe.messages(targets=[house.url], reorder=True)
    first, second = await paid_intents(client, stripe, 2)
    await house.kinds(2)
    assert subjects(house) == [second, first]


async def test_otherwise_they_come_in_order(client, stripe, house):
    stripe.messages(targets=[house.url])
    intents = []
    for number in range(1, 4):
        intents += await paid_intents(client, stripe, 1)
        await house.kinds(number)
    assert subjects(house) == intents


async def test_a_message_that_is_not_taken_is_sent_again_by_itself(client, stripe, house):
    stripe.messages(targets=[house.url])
    house.away = True
    await paid_intents(client, stripe, 1)
    house.away = False
    assert await house.kinds(1) == ["payment_intent.succeeded"]
