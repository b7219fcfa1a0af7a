"""Stripe's messages at the door: signed, fresh, stored once, and left for a worker to apply."""

from typing import Any

import orjson
import stripe

from server.core import outbox
from server.core.db import row, transaction
from server.core.jobs import Job
from server.payments.errors import BadSignature
from server.payments.models import PaymentMethod
from server.settings import StripeSettings

TOLERANCE_SECONDS = 300
"""How old a message's signature may be."""
_ABOUT_INTENTS = "payment_intent."
_ABOUT_REFUNDS = ("refund.", "charge.refund.updated")
_ABOUT_CHARGES = "charge.refunded"

_STORE = """
    INSERT INTO payment_events (id, method, kind, subject, payment_id, received_at)
    VALUES ($1, $2, $3, $4, (SELECT id FROM payments WHERE id::text = $5), now())
    ON CONFLICT (id) DO NOTHING RETURNING id
"""


async def receive(payload: bytes, signature: str | None, settings: StripeSettings) -> bool:
    """Store a message and have it applied; False for one that came before or says nothing of use here.

    Raises ``BadSignature`` for whatever Stripe did not sign, or signed too long ago.
    """
    try:
        stripe.WebhookSignature.verify_header(
            payload.decode(), signature or "", settings.webhook_secret.get_secret_value(), TOLERANCE_SECONDS
        )
        event = orjson.loads(payload)
        event_id, kind, about = str(event["id"]), str(event["type"]), event["data"]["object"]
        subject = _subject(kind, about)
    except (stripe.SignatureVerificationError, ValueError, TypeError, KeyError) as error:
        raise BadSignature from error
    if subject is None:
        return False
    metadata = about.get("metadata") or {}
    async with transaction():
        stored = await row(
            _STORE, [event_id, str(PaymentMethod.STRIPE), kind, subject, metadata.get("payment_id")]
        )
        if stored:
            await outbox.put(Job.APPLY_PAYMENT_EVENT, key=f"event:{event_id}", event_id=event_id)
    return stored is not None


def _subject(kind: str, about: dict[str, Any]) -> str | None:
    """Return the name of what must be read anew, None where a message says nothing of use here."""
    if kind.startswith((_ABOUT_INTENTS, *_ABOUT_REFUNDS)):
        return str(about["id"])
    if kind == _ABOUT_CHARGES and about.get("payment_intent"):
        return str(about["payment_intent"])
    return None
