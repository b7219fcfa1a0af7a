"""localstripe's books, read and written as Stripe's are: with what localstripe cannot say laid over them.

A card that is refused never reaches localstripe, which would let no other card be tried on the same intent
afterwards; a refund there has always succeeded, and may be of more than was paid.
"""

import asyncio
from typing import Any

import httpx

from tests.patience import PATIENCE

AUTHORIZATION = ("sk_test_front", "")
"""localstripe takes any key."""
_REFUSED = {
    "4000000000000002": ("generic_decline", "Your card was declined."),
    "4000000000000341": ("generic_decline", "Your card was declined."),
    "4000000000009995": ("insufficient_funds", "Your card has insufficient funds."),
}
_UNPAYABLE = {"succeeded", "canceled", "processing"}


class CannotBe(Exception):
    """Raised when something is asked of an object that its state does not allow."""


class Books:
    """What the customer and Stripe do, and how everything stands after it."""

    def __init__(self, behind: str) -> None:
        self.http = httpx.AsyncClient(base_url=behind, timeout=PATIENCE, auth=AUTHORIZATION)
        self.refunding = asyncio.Lock()
        self._declines: dict[str, dict[str, Any]] = {}
        self._refunds: dict[str, dict[str, Any]] = {}

    async def intent(self, intent_id: str) -> dict[str, Any]:
        """Return an intent as it stands."""
        return self.seen((await self.http.get(f"/v1/payment_intents/{intent_id}")).raise_for_status().json())

    async def pay(self, intent_id: str, card: str) -> dict[str, Any]:
        """Confirm an intent with a card; return the intent after that. Raises ``CannotBe``."""
        intent = await self.intent(intent_id)
        if intent["status"] in _UNPAYABLE:
            raise CannotBe(f"This PaymentIntent is {intent['status']}")
        if intent["status"] == "requires_action":  # the customer came back from the bank's page
            await self._answer_bank(intent, success=False)
        self._declines.pop(intent_id, None)
        if card in _REFUSED:
            code, message = _REFUSED[card]
            self._declines[intent_id] = {
                "type": "card_error", "code": "card_declined", "decline_code": code, "message": message,
            }  # fmt: skip
            return await self.intent(intent_id)
        details = {
            "type": "card", "card[number]": card, "card[exp_month]": "12", "card[exp_year]": "2040",
            "card[cvc]": "123",
        }  # fmt: skip
        method = (await self.http.post("/v1/payment_methods", data=details)).raise_for_status().json()
        path = f"/v1/payment_intents/{intent_id}"
        (await self.http.post(path, data={"payment_method": method["id"]})).raise_for_status()
        # A house that called the intent off in between has the last word: what it became is returned.
        await self.http.post(f"{path}/confirm")
        return await self.intent(intent_id)

    async def authenticate(self, intent_id: str, *, success: bool) -> dict[str, Any]:
        """Answer on the bank's own page; return the intent after that. Raises ``CannotBe``."""
        intent = await self.intent(intent_id)
        if intent["status"] != "requires_action":
            raise CannotBe(f"This PaymentIntent is {intent['status']}")
        await self._answer_bank(intent, success=success)
        return await self.intent(intent_id)

    async def refund(self, refund_id: str, **says: Any) -> dict[str, Any]:
        """Have a refund stand otherwise than it does (``status``, ``failure_reason``); return it."""
        self._refunds[refund_id] = {**self._refunds.get(refund_id, {}), **says}
        return self.seen((await self.http.get(f"/v1/refunds/{refund_id}")).raise_for_status().json())

    async def refunds_of(self, intent_id: str) -> list[dict[str, Any]]:
        """Return the refunds of an intent."""
        return [one for one in await self._all("refunds") if one["payment_intent"] == intent_id]

    async def whole(self) -> dict[str, Any]:
        """Return every intent and every refund: what an audit compares."""
        refunds, back = await self._all("refunds"), dict[str, int]()
        for one in refunds:
            if given_back(one):
                back[one["payment_intent"]] = back.get(one["payment_intent"], 0) + one["amount"]
        intents = await self._all("payment_intents")
        told = ("id", "status", "amount", "amount_received", "currency", "metadata")
        return {
            "intents": [
                {**{name: one[name] for name in told}, "amount_refunded": back.get(one["id"], 0)}
                for one in intents
            ],
            "refunds": [
                {name: one[name] for name in ("id", "payment_intent", "status", "amount", "metadata")}
                for one in refunds
            ],
        }

    def seen(self, document: Any) -> Any:
        """Return a document of localstripe's with what it cannot say laid over."""
        kind = document.get("object") if isinstance(document, dict) else None
        if kind == "list":
            return {**document, "data": [self.seen(one) for one in document["data"]]}
        if kind == "payment_intent":
            received = document["amount"] if document["status"] == "succeeded" else 0
            decline = self._declines.get(document["id"]) or document["last_payment_error"]
            return {**document, "amount_received": received, "last_payment_error": decline}
        if kind == "refund":
            return {**document, **self._refunds.get(document["id"], {})}
        return document

    async def _answer_bank(self, intent: dict[str, Any], *, success: bool) -> None:
        answer = {"client_secret": intent["client_secret"], "success": str(success).lower()}
        path = f"/v1/payment_intents/{intent['id']}/_authenticate"
        (await self.http.post(path, data=answer)).raise_for_status()

    async def _all(self, kind: str) -> list[dict[str, Any]]:
        listed = await self.http.get(f"/v1/{kind}", params={"limit": 10_000})
        found: list[dict[str, Any]] = self.seen(listed.raise_for_status().json())["data"]
        return found


def given_back(refund: dict[str, Any]) -> bool:
    """Tell whether a refund's money has gone, or is going."""
    return refund["status"] not in {"failed", "canceled"}
