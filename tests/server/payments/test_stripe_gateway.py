"""The gateway alone: what it makes of each answer Stripe may give, through HTTP and the official client."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from server.core.clock import now
from server.payments.gateways.base import (
    Attempt,
    AttemptRefused,
    Outcome,
    ProviderAway,
    RefundOrder,
    RefundOutcome,
    StripePayment,
)
from server.payments.gateways.stripe import StripeGateway
from server.payments.models import PaymentMethod
from server.settings import StripeSettings
from tests.stripe.server import (
    PUBLISHABLE_KEY,
    REFUSED_CARD,
    SECRET_KEY,
    SECURE_CARD,
    WEBHOOK_SECRET,
    StripeServer,
)


@pytest.fixture
async def gateway(stripe: StripeServer) -> AsyncIterator[StripeGateway]:
    stripe.fair_weather()
    made = StripeGateway(
        StripeSettings(
            SecretStr(SECRET_KEY), PUBLISHABLE_KEY, SecretStr(WEBHOOK_SECRET), stripe.url, "https://script.test"
        )
    )  # fmt: skip
    yield made
    await made.aclose()
    stripe.fair_weather()


@pytest.fixture
def attempt() -> Attempt:
    return Attempt(
        id=uuid4(), method=PaymentMethod.STRIPE, amount=50_000, currency="INR", provider_reference=None,
        booking_reference="MM-1", until=now() + timedelta(minutes=10),
    )  # fmt: skip


async def begun(gateway: StripeGateway, attempt: Attempt) -> Attempt:
    return replace(attempt, provider_reference=(await gateway.begin(attempt)).provider_reference)


async def paid(gateway: StripeGateway, attempt: Attempt, stripe: StripeServer) -> Attempt:
    known = await begun(gateway, attempt)
    assert stripe.pay(reference(known))["status"] == "succeeded"
    return known


def reference(attempt: Attempt) -> str:
    assert attempt.provider_reference
    return attempt.provider_reference


def an_order(attempt: Attempt, amount: int, **more: Any) -> RefundOrder:
    refund_id = uuid4()
    fields: dict[str, Any] = {"key": f"refund:{refund_id}:0", "provider_reference": None, **more}
    return RefundOrder(id=refund_id, amount=amount, currency="INR", attempt=attempt, **fields)


def refunds_in(stripe: StripeServer, attempt: Attempt) -> list[int]:
    return [one["amount"] for one in stripe.refunds() if one["payment_intent"] == reference(attempt)]


# --- an attempt begins ---


async def test_an_attempt_is_one_intent_that_names_its_payment(gateway, stripe, attempt):
    made = await gateway.begin(attempt)
    intent = stripe.intent(made.provider_reference)
    assert made.next_action == StripePayment(intent["client_secret"], PUBLISHABLE_KEY, "https://script.test")
    assert (intent["amount"], intent["currency"], intent["status"]) == (
        50_000, "inr", "requires_payment_method",
    )  # fmt: skip
    assert intent["metadata"]["payment_id"] == str(attempt.id)


@pytest.mark.parametrize(
    ("currency", "amount", "counted"),
    [("JPY", 1_800, 1_800), ("KWD", 1_250, 1_250), ("ISK", 2_500, 250_000), ("MGA", 250_000, 2_500)],
)
async def test_stripe_is_asked_for_an_amount_as_it_counts_the_currency(
    gateway, stripe, attempt, currency, amount, counted
):
    asked = replace(attempt, amount=amount, currency=currency)
    known = await paid(gateway, asked, stripe)
    assert stripe.intent(reference(known))["amount"] == counted
    await gateway.refund(replace(an_order(known, amount), currency=currency))
    assert refunds_in(stripe, known) == [counted]


async def test_begun_twice_at_once_it_is_still_one_intent(gateway, stripe, attempt):
    answers = await asyncio.gather(*(gateway.begin(attempt) for _ in range(5)))
    assert len({answer.provider_reference for answer in answers}) == 1
    ours = [one for one in stripe.intents() if one["metadata"].get("payment_id") == str(attempt.id)]
    assert len(ours) == 1


async def test_an_answer_that_was_lost_is_given_again(gateway, stripe, attempt):
    stripe.weather(lose_answers=2)  # the client tries once more by itself
    with pytest.raises(ProviderAway):
        await gateway.begin(attempt)
    assert (await gateway.begin(attempt)).provider_reference
    ours = [one for one in stripe.intents() if one["metadata"].get("payment_id") == str(attempt.id)]
    assert len(ours) == 1


async def test_a_secret_once_known_is_not_asked_for_again(gateway, stripe, attempt):
    known = await begun(gateway, attempt)
    stripe.weather(away=True)
    assert (await gateway.begin(known)).provider_reference == known.provider_reference


async def test_another_process_asks_for_the_secret_of_the_same_intent(gateway, stripe, attempt):
    known = await begun(gateway, attempt)
    secret = (await gateway.begin(known)).next_action.client_secret
    gateway._secrets.clear()
    assert (await gateway.begin(known)).next_action.client_secret == secret


async def test_secrets_are_remembered_for_a_bounded_number_of_attempts(gateway, attempt, monkeypatch):
    monkeypatch.setattr("server.payments.gateways.stripe._MOST_SECRETS", 2)
    for _ in range(3):
        await gateway.begin(replace(attempt, id=uuid4()))
    assert len(gateway._secrets) <= 2


# --- how it stands ---


async def test_nothing_done_is_open_and_paid_is_paid(gateway, stripe, attempt):
    known = await begun(gateway, attempt)
    assert (await gateway.look(known)).outcome is Outcome.OPEN
    stripe.pay(reference(known))
    assert (await gateway.look(known)).outcome is Outcome.PAID


async def test_a_refused_card_leaves_it_open_with_the_reason_and_another_card_pays(gateway, stripe, attempt):
    known = await begun(gateway, attempt)
    stripe.pay(reference(known), REFUSED_CARD)
    standing = await gateway.look(known)
    assert (standing.outcome, standing.reason) == (Outcome.OPEN, "Your card was declined.")
    stripe.pay(reference(known))
    standing = await gateway.look(known)
    assert (standing.outcome, standing.reason) == (Outcome.PAID, None)


@pytest.mark.parametrize(("approved", "outcome"), [(True, Outcome.PAID), (False, Outcome.OPEN)])
async def test_the_banks_question_is_open_until_it_is_answered(gateway, stripe, attempt, approved, outcome):
    known = await begun(gateway, attempt)
    assert stripe.pay(reference(known), SECURE_CARD)["status"] == "requires_action"
    assert (await gateway.look(known)).outcome is Outcome.OPEN
    stripe.authenticate(reference(known), success=approved)
    assert (await gateway.look(known)).outcome is outcome


async def test_an_intent_whose_name_never_reached_us_is_seen_as_it_stands_now(gateway, stripe, attempt):
    """A repeated create answers as the first one did, long after the intent was paid."""
    stripe.pay(reference(await begun(gateway, attempt)))
    assert attempt.provider_reference is None
    assert (await gateway.look(attempt)).outcome is Outcome.PAID


# --- it is called off ---


async def test_an_open_attempt_is_called_off_and_takes_no_money_any_more(gateway, stripe, attempt):
    known = await begun(gateway, attempt)
    for _ in range(2):
        assert (await gateway.call_off(known)).outcome is Outcome.CALLED_OFF
    assert stripe.pay(reference(known))["status"] == "canceled"


async def test_where_the_money_was_quicker_that_stands(gateway, stripe, attempt):
    known = await paid(gateway, attempt, stripe)
    assert (await gateway.call_off(known)).outcome is Outcome.PAID


async def test_the_money_was_quicker_though_the_intents_name_never_reached_us(gateway, stripe, attempt):
    stripe.pay(reference(await begun(gateway, attempt)))
    assert (await gateway.call_off(attempt)).outcome is Outcome.PAID


async def test_an_attempt_stripe_would_not_take_is_no_money_to_wait_for(gateway, stripe, attempt):
    stripe.weather(refuse="Amount must be at least 50 cents")
    with pytest.raises(AttemptRefused, match="at least 50 cents"):
        await gateway.begin(attempt)
    standing = await gateway.look(attempt)
    assert (standing.outcome, standing.reason) == (Outcome.OPEN, "Amount must be at least 50 cents")
    assert (await gateway.call_off(attempt)).outcome is Outcome.CALLED_OFF


@pytest.mark.parametrize("call", ["begin", "look", "call_off"])
async def test_of_an_attempt_stripe_knows_otherwise_nothing_is_believed(gateway, attempt, call):
    await gateway.begin(attempt)
    gateway._secrets.clear()
    with pytest.raises(ProviderAway), capture_logs() as logs:
        await getattr(gateway, call)(replace(attempt, amount=attempt.amount + 1))
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["stripe_key_used_otherwise"]


# --- money goes back ---


async def test_parts_go_back_one_by_one_and_never_more_than_was_paid(gateway, stripe, attempt):
    known = await paid(gateway, attempt, stripe)
    for amount in (20_000, 30_000):
        standing = await gateway.refund(an_order(known, amount))
        assert standing.outcome is RefundOutcome.SUCCEEDED
        assert standing.provider_reference
    refused = await gateway.refund(an_order(known, 1))
    assert (refused.outcome, refused.reason) == (RefundOutcome.FAILED, "Charge has already been refunded.")
    assert sorted(refunds_in(stripe, known)) == [20_000, 30_000]


async def test_a_refund_of_more_than_is_left_fails_with_the_reason(gateway, stripe, attempt):
    known = await paid(gateway, attempt, stripe)
    refused = await gateway.refund(an_order(known, 50_001))
    assert refused.outcome is RefundOutcome.FAILED
    assert "greater than unrefunded amount" in (refused.reason or "")


async def test_the_same_key_pays_once_however_often_and_at_once(gateway, stripe, attempt):
    known = await paid(gateway, attempt, stripe)
    order = an_order(known, 20_000)
    answers = await asyncio.gather(*(gateway.refund(order) for _ in range(5)))
    assert len({answer.provider_reference for answer in answers}) == 1
    assert refunds_in(stripe, known) == [20_000]


async def test_a_refund_whose_answer_was_lost_is_found_after_stripe_has_forgotten_the_key(
    gateway, stripe, attempt
):
    known = await paid(gateway, attempt, stripe)
    order = an_order(known, 20_000)
    stripe.weather(lose_answers=2)
    with pytest.raises(ProviderAway):
        await gateway.refund(order)
    stripe.forget_keys()
    assert (await gateway.refund(order)).outcome is RefundOutcome.SUCCEEDED
    assert refunds_in(stripe, known) == [20_000]


async def test_a_refusal_may_be_tried_again_under_another_key(gateway, stripe, attempt):
    known = await paid(gateway, attempt, stripe)
    order = an_order(known, 20_000)
    stripe.weather(fail_refunds=1)
    assert (await gateway.refund(order)).outcome is RefundOutcome.FAILED
    again = replace(order, key=order.key.removesuffix("0") + "1")
    assert (await gateway.refund(again)).outcome is RefundOutcome.SUCCEEDED
    assert refunds_in(stripe, known) == [20_000]


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        ({"status": "pending"}, RefundOutcome.PENDING),
        ({"status": "requires_action"}, RefundOutcome.PENDING),
        ({"status": "succeeded"}, RefundOutcome.SUCCEEDED),
        ({"status": "canceled"}, RefundOutcome.FAILED),
        ({"status": "failed", "failure_reason": "expired_or_canceled_card"}, RefundOutcome.FAILED),
    ],
    ids=lambda value: value["status"] if isinstance(value, dict) else "",
)
async def test_a_refund_is_read_as_it_stands_now(gateway, stripe, attempt, says, outcome):
    known = await paid(gateway, attempt, stripe)
    stripe.weather(hold_refunds=True)
    order = an_order(known, 20_000)
    first = await gateway.refund(order)
    assert first.outcome is RefundOutcome.PENDING
    stripe.say_of_refund(first.provider_reference, **says)
    standing = await gateway.refund(replace(order, provider_reference=first.provider_reference))
    assert (standing.outcome, standing.reason) == (outcome, says.get("failure_reason"))


async def test_a_payment_stripe_never_had_cannot_go_back(gateway, attempt):
    assert (await gateway.refund(an_order(attempt, 1))).outcome is RefundOutcome.FAILED


# --- Stripe cannot now ---


@pytest.mark.parametrize("weather", [{"away": True}, {"refuse_key": True}], ids=["away", "our key refused"])
@pytest.mark.parametrize("call", ["begin", "look", "call_off", "refund"])
async def test_while_it_cannot_be_asked_nothing_is_believed(gateway, stripe, attempt, weather, call):
    known = await paid(gateway, attempt, stripe)
    gateway._secrets.clear()
    stripe.weather(**weather)
    asked = an_order(known, 1) if call == "refund" else known
    with pytest.raises(ProviderAway), capture_logs() as logs:
        await getattr(gateway, call)(asked)
    loud = [line["event"] for line in logs if line["log_level"] == "error"]
    assert loud == (["stripe_refuses_our_key"] if "refuse_key" in weather else [])
    assert SECRET_KEY not in str(logs)


@pytest.mark.parametrize("call", ["begin", "look", "call_off", "refund"])
async def test_of_an_intent_that_stripe_denies_nothing_is_believed(gateway, attempt, call):
    lost = replace(attempt, provider_reference="pi_of_another_account")
    order = an_order(lost, 1, provider_reference="re_of_another_account")
    with pytest.raises(ProviderAway), capture_logs() as logs:
        await getattr(gateway, call)(order if call == "refund" else lost)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["stripe_denies_what_it_gave"]


async def test_an_answer_that_takes_too_long_is_no_answer(stripe, attempt, monkeypatch):
    monkeypatch.setattr("server.payments.gateways.stripe._TIMEOUT_SECONDS", 0.2)
    settings = StripeSettings(SecretStr(SECRET_KEY), PUBLISHABLE_KEY, SecretStr(""), stripe.url, "")
    hasty = StripeGateway(settings)
    stripe.weather(slow=2.0)
    with pytest.raises(ProviderAway):
        await hasty.begin(attempt)
    stripe.fair_weather()
    await hasty.aclose()


async def test_nobody_listening_is_nobody_there(attempt):
    settings = StripeSettings(
        SecretStr(SECRET_KEY), PUBLISHABLE_KEY, SecretStr(""), "http://127.0.0.1:9", ""
    )  # fmt: skip
    alone = StripeGateway(settings)
    with pytest.raises(ProviderAway):
        await alone.begin(attempt)
    await alone.aclose()
