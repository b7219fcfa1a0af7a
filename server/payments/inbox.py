"""What providers told us: stored once, applied by asking again, kept with its outcome."""

from uuid import UUID

from server.core.clock import now
from server.core.db import row, rows
from server.payments.gateways.base import Outcome
from server.payments.models import PaymentEvent

_MOCK = """
    INSERT INTO payment_events (id, method, kind, subject, payment_id, received_at)
    SELECT $2, method, $3, id::text, id, now() FROM payments WHERE id = $1
    ON CONFLICT (id) DO NOTHING RETURNING id
"""


async def get(event_id: str) -> PaymentEvent | None:
    """Return an event, or None."""
    return await PaymentEvent.filter(id=event_id).first()


def about_refund(event: PaymentEvent) -> bool:
    """Tell whether an event is about a refund and not about an attempt to pay."""
    return event.kind.startswith("refund.") or event.kind == "charge.refund.updated"


async def mock_decided(payment_id: UUID, outcome: Outcome) -> str:
    """Store the mock bank's message inside the transaction of its decision; return the message's id."""
    event_id = f"mock:{payment_id}:{outcome}"
    await row(_MOCK, [payment_id, event_id, f"mock.{outcome}"])
    return event_id


async def applied(event_id: str, outcome: str) -> None:
    """Write down that an event was applied and what came of it."""
    await rows(
        "UPDATE payment_events SET applied_at = $2, outcome = $3 WHERE id = $1",
        [event_id, now(), outcome[:200]],
    )


async def waiting(limit: int) -> list[str]:
    """Return events that nobody has applied a few seconds after they came, oldest first."""
    found = await rows(
        "SELECT id FROM payment_events WHERE applied_at IS NULL "
        "AND received_at < now() - interval '3 seconds' ORDER BY received_at LIMIT $1",
        [limit],
    )
    return [event["id"] for event in found]
