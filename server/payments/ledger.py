"""The ledger: every movement of money, written once and never changed; balances follow from it.

    movement    from        to         when
    captured    customer    tickets    the money for a booking came
    unusable    customer    refunds    money came that can pay for nothing (seats gone, a second charge)
    cancelled   tickets     refunds    tickets are cancelled: what is owed back of their price
    kept        tickets     kept       tickets are cancelled: what the house keeps of their price
    paid_back   refunds     customer   a refund reached the customer
    bounced     customer    refunds    a refund came back and is owed again

The database adds up each payment's ``captured`` and ``refunded`` from these rows and refuses an entry that
would owe back more than came in. Everything here runs inside a transaction, under the booking's lock.
"""

from uuid import UUID

from server.core.db import rows
from server.payments.models import Movement

_POST = """
    INSERT INTO ledger (booking_id, payment_id, refund_id, kind, amount, currency, created_at)
    SELECT p.booking_id, p.id, $2, $3, $4, p.currency, now() FROM payments p WHERE p.id = $1
"""


async def post(kind: Movement, amount: int, *, payment_id: UUID, refund_id: UUID | None = None) -> None:
    """Write one movement of ``amount`` minor units; nothing moves nothing and is not written."""
    if amount:
        await rows(_POST, [payment_id, refund_id, str(kind), amount])
