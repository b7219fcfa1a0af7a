"""What is due by the clock and has no event to start it: each thing is put in the outbox once while it waits.

Everything here is found in PostgreSQL anew each time, so nothing that a queue or a process forgot is lost.
"""

from server.booking.queries import overdue_bookings
from server.core import outbox
from server.core.db import rows
from server.core.jobs import Job
from server.payments import inbox, refunds


async def put(limit: int) -> None:
    """Put what is due now: overdue bookings, silent payments, refunds to try again, events left lying."""
    await outbox.put_unless_waiting(
        (Job.EXPIRE_BOOKING, f"expire:{booking_id}", {"booking_id": str(booking_id)})
        for booking_id in await overdue_bookings(limit)
    )
    await outbox.put_unless_waiting(
        (Job.CHECK_PAYMENT, f"check:{payment_id}", {"payment_id": str(payment_id)})
        for payment_id in await _silent_payments(limit)
    )
    await outbox.put_unless_waiting(
        (Job.PAY_REFUND, f"refund:{refund_id}", {"refund_id": str(refund_id)})
        for refund_id in await refunds.due(limit)
    )
    await outbox.put_unless_waiting(
        (Job.APPLY_PAYMENT_EVENT, f"event:{event_id}", {"event_id": event_id})
        for event_id in await inbox.waiting(limit)
    )


async def _silent_payments(limit: int) -> list[object]:
    found = await rows(
        "SELECT id FROM payments WHERE next_check_at <= now() ORDER BY next_check_at LIMIT $1", [limit]
    )
    return [payment["id"] for payment in found]
