"""Which messages Stripe sends when something has changed."""

from typing import Any

from tests.stripe.messages import Messenger


def tell_of_intent(messenger: Messenger, intent: dict[str, Any]) -> None:
    """Say how an intent stands, after the customer or the house did something to it."""
    if intent["status"] in {"succeeded", "canceled", "requires_action"}:
        messenger.tell(f"payment_intent.{intent['status']}", intent)
    elif intent["last_payment_error"]:
        messenger.tell("payment_intent.payment_failed", intent)


def tell_of_new_refund(messenger: Messenger, refund: dict[str, Any]) -> None:
    """Say that a refund was made, and of its charge that money went back."""
    messenger.tell("refund.created", refund)
    charge = {"id": refund["charge"], "object": "charge", "payment_intent": refund["payment_intent"]}
    messenger.tell("charge.refunded", {**charge, "metadata": {}})


def tell_of_refund(messenger: Messenger, refund: dict[str, Any]) -> None:
    """Say that a refund stands otherwise than before."""
    messenger.tell("refund.failed" if refund["status"] == "failed" else "refund.updated", refund)
