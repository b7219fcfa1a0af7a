"""Cards through Stripe: Payment Intents by the official client; the customer's card data never comes here."""

from typing import Any

import stripe
import structlog
from stripe import HTTPXClient, StripeClient

from server.core.money import Money
from server.payments.gateways.base import (
    Attempt,
    AttemptRefused,
    Begun,
    Outcome,
    ProviderAway,
    RefundOrder,
    RefundOutcome,
    RefundStanding,
    Standing,
    StripePayment,
)
from server.settings import StripeSettings

log = structlog.get_logger(__name__)

_TIMEOUT_SECONDS = 10.0
_MOST_SECRETS = 5_000

# Of an intent's states, those in which nothing can be paid any more and those in which it was.
_OUTCOMES = {"succeeded": Outcome.PAID, "canceled": Outcome.CALLED_OFF}
_REFUNDS = {
    "succeeded": RefundOutcome.SUCCEEDED,
    "pending": RefundOutcome.PENDING,
    "requires_action": RefundOutcome.PENDING,
    "failed": RefundOutcome.FAILED,
    "canceled": RefundOutcome.FAILED,
}


_DIGITS = {"ISK": 2, "MGA": 0}
"""Decimals with which Stripe counts a currency, where ISO 4217 has others."""


def _counted(amount: int, currency: str) -> int:
    """Return an amount in minor units as Stripe counts it."""
    digits = _DIGITS.get(currency)
    return amount if digits is None else round(Money(amount, currency).major.scaleb(digits))


class StripeGateway:
    """The house's side of Stripe. An attempt is one Payment Intent, a refund one Refund."""

    def __init__(self, settings: StripeSettings) -> None:
        self._http = HTTPXClient(timeout=_TIMEOUT_SECONDS)
        self._client = StripeClient(
            settings.secret_key.get_secret_value(),
            http_client=self._http,
            base_addresses={"api": settings.api_base},
            max_network_retries=1,
        )
        self._settings = settings
        self._secrets: dict[object, str] = {}
        """Client secrets by attempt, so that a page that looks again and again does not ask Stripe each time.
        They are kept nowhere else and never logged."""

    async def begin(self, attempt: Attempt) -> Begun:
        """Have an intent for the attempt, the same one however often this is asked."""
        reference, secret = attempt.provider_reference, self._secrets.get(attempt.id)
        if reference is None or secret is None:
            intent = await (self._read(reference) if reference else self._make(attempt))
            reference, secret = str(intent.id), str(intent.client_secret)
            if len(self._secrets) >= _MOST_SECRETS:
                self._secrets.clear()
            self._secrets[attempt.id] = secret
        action = StripePayment(secret, self._settings.publishable_key, self._settings.script_url)
        return Begun(reference, action)

    async def look(self, attempt: Attempt) -> Standing:
        """Read the intent. A card that was refused leaves it open: the same form takes another.

        What Stripe will not take is open too, with its reason: the house ends it with the booking.
        """
        try:
            return _standing(await self._now(attempt))
        except AttemptRefused as error:
            return Standing(Outcome.OPEN, str(error))

    async def call_off(self, attempt: Attempt) -> Standing:
        """Cancel the intent, unless the money was quicker."""
        try:
            intent = await self._now(attempt)
        except AttemptRefused:
            return Standing(Outcome.CALLED_OFF)
        if str(intent.status) in _OUTCOMES:
            return _standing(intent)
        try:
            intent = await self._asked(self._client.v1.payment_intents.cancel_async(str(intent.id)))
        except stripe.InvalidRequestError:
            # It went on between the two calls: what it became counts.
            intent = await self._read(str(intent.id))
        return _standing(intent)

    async def refund(self, order: RefundOrder) -> RefundStanding:
        """Have the money sent back once for each key; where Stripe has the refund already, read it."""
        refunds = self._client.v1.refunds
        if order.provider_reference:
            return _refund_standing(await self._told(refunds.retrieve_async(order.provider_reference)))
        if known := await self._known_refund(order):
            return _refund_standing(known)
        intent = order.attempt.provider_reference
        if intent is None:
            return RefundStanding(RefundOutcome.FAILED, reason="Stripe never had this payment")
        try:
            made = await self._asked(
                refunds.create_async(
                    {
                        "payment_intent": intent,
                        "amount": _counted(order.amount, order.currency),
                        "metadata": {"refund_id": str(order.id), "key": order.key},
                    },
                    {"idempotency_key": order.key},
                )
            )
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            return RefundStanding(RefundOutcome.FAILED, reason=error.user_message or str(error))
        return _refund_standing(made)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call] # the client is only half typed

    async def _now(self, attempt: Attempt) -> Any:
        """Return the attempt's intent as it stands, made first where nobody knows that it was.

        A repeated create answers as the first one did, whatever the customer has done since: it says which
        intent it is, and never how it stands. Raises ``AttemptRefused``.
        """
        return await self._read(attempt.provider_reference or str((await self._make(attempt)).id))

    async def _read(self, reference: str) -> Any:
        return await self._told(self._client.v1.payment_intents.retrieve_async(reference))

    async def _make(self, attempt: Attempt) -> Any:
        """Make the attempt's intent: the attempt's id is the key, so there is never a second.

        Raises ``AttemptRefused``.
        """
        try:
            return await self._asked(
                self._client.v1.payment_intents.create_async(
                    {
                        "amount": _counted(attempt.amount, attempt.currency),
                        "currency": attempt.currency.lower(),
                        "automatic_payment_methods": {"enabled": True},
                        "metadata": {"payment_id": str(attempt.id), "booking": attempt.booking_reference},
                    },
                    {"idempotency_key": f"attempt:{attempt.id}"},
                )
            )
        except stripe.InvalidRequestError as error:
            raise AttemptRefused(error.user_message or str(error)) from error

    async def _known_refund(self, order: RefundOrder) -> Any | None:
        """Find a refund made under this key whose answer was lost: Stripe forgets keys after a day."""
        if order.attempt.provider_reference is None:
            return None
        listed = await self._told(
            self._client.v1.refunds.list_async(
                {"payment_intent": order.attempt.provider_reference, "limit": 100}
            )
        )
        return next((made for made in listed.data if _key_of(made) == order.key), None)

    async def _told(self, call: Any) -> Any:
        """Await an answer about something Stripe gave us; what it denies to have is no answer.

        It denies everything of ours when our key is of another account: nothing may be believed then.
        """
        try:
            return await self._asked(call)
        except stripe.InvalidRequestError as error:
            log.error("stripe_denies_what_it_gave", error=str(error))  # noqa: TRY400 # as below
            raise ProviderAway(f"Stripe: {error}") from error

    async def _asked(self, call: Any) -> Any:
        """Await a call; raise ``ProviderAway`` for whatever may pass by itself."""
        try:
            return await call
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            raise ProviderAway(f"Stripe: {error}") from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            log.error("stripe_refuses_our_key", error=str(error))  # noqa: TRY400 # its trace says nothing more
            raise ProviderAway("Stripe refuses our key") from error
        except stripe.IdempotencyError as error:
            # Something exists under this key and may be paid: nothing may be believed of it.
            log.error("stripe_key_used_otherwise", error=str(error))  # noqa: TRY400 # as above
            raise ProviderAway("Stripe knows this key for something else") from error
        except stripe.APIError as error:
            raise ProviderAway(f"Stripe: {error}") from error


def _key_of(refund: Any) -> str | None:
    key: str | None = (refund.to_dict().get("metadata") or {}).get("key")
    return key


def _standing(intent: Any) -> Standing:
    error = intent.last_payment_error
    message = getattr(error, "message", None)
    reason = str(message)[:200] if message else None
    return Standing(_OUTCOMES.get(str(intent.status), Outcome.OPEN), reason)


def _refund_standing(refund: Any) -> RefundStanding:
    outcome = _REFUNDS.get(str(refund.status), RefundOutcome.PENDING)
    reason = getattr(refund, "failure_reason", None)
    return RefundStanding(outcome, str(refund.id), str(reason) if reason else None)
