"""UPI and card without a bank: the customer who booked says yes or no where the bank would ask.

The mock bank keeps books of its own, in two tables that nothing but this module reads or writes. Like a
real bank it decides when it likes, decides once, and pays a refund once for each refund's id.
"""

from uuid import UUID

from server.core.db import row
from server.core.errors import NotFound
from server.payments.errors import PaymentSettled
from server.payments.gateways.base import (
    Attempt,
    Begun,
    MockApproval,
    Outcome,
    RefundOrder,
    RefundOutcome,
    RefundStanding,
    Standing,
)

_STANDING = {
    "requested": Outcome.OPEN,
    "approved": Outcome.PAID,
    "declined": Outcome.DECLINED,
    "called_off": Outcome.CALLED_OFF,
}

# The bank learns of an attempt when something is first done to it; deciding again the same way is no error.
_DECIDE = """
    INSERT INTO mock_transactions (payment_id, status, amount, changed_at)
    SELECT id, $2, amount, now() FROM payments WHERE id = $1 AND method IN ('mock_upi', 'mock_card')
    ON CONFLICT (payment_id) DO UPDATE
        SET status = CASE WHEN mock_transactions.status = 'requested' THEN excluded.status
                          ELSE mock_transactions.status END,
            changed_at = now()
    RETURNING status
"""

_REFUND = """
    INSERT INTO mock_refunds (refund_id, payment_id, amount, created_at)
    SELECT $1, t.payment_id, $3::int, now() FROM mock_transactions t
    WHERE t.payment_id = $2 AND t.status = 'approved' AND t.amount >= $3::int + coalesce(
        (SELECT sum(r.amount) FROM mock_refunds r WHERE r.payment_id = $2), 0)
    ON CONFLICT (refund_id) DO NOTHING
    RETURNING refund_id
"""


class MockGateway:
    """The house's side of the mock bank."""

    async def begin(self, attempt: Attempt) -> Begun:
        """Return the addresses of the mock bank."""
        return Begun(None, mock_action(attempt.id))

    async def look(self, attempt: Attempt) -> Standing:
        """Read the bank's book."""
        found = await row("SELECT status FROM mock_transactions WHERE payment_id = $1", [attempt.id])
        return Standing(_STANDING[found["status"]] if found else Outcome.OPEN)

    async def call_off(self, attempt: Attempt) -> Standing:
        """Have the bank decide no more, unless it has."""
        return Standing(_STANDING[await _decide(attempt.id, "called_off")])

    async def refund(self, order: RefundOrder) -> RefundStanding:
        """Have the bank pay back, once."""
        if await row(_REFUND, [order.id, order.attempt.id, order.amount]):
            return RefundStanding(RefundOutcome.SUCCEEDED, str(order.id))
        if await row("SELECT 1 AS paid FROM mock_refunds WHERE refund_id = $1", [order.id]):
            return RefundStanding(RefundOutcome.SUCCEEDED, str(order.id))
        return RefundStanding(RefundOutcome.FAILED, reason="The bank has no such money")


def mock_action(payment_id: UUID) -> MockApproval:
    """Return where the mock bank is told what the customer says."""
    base = f"/payments/mock/{payment_id}"
    return MockApproval(approve_url=f"{base}/approve", decline_url=f"{base}/decline")


async def decide(payment_id: UUID, outcome: Outcome) -> None:
    """Play the bank: approve or decline an attempt.

    Raises ``NotFound`` for an attempt that is not the mock bank's and ``PaymentSettled`` where the bank has
    decided otherwise.
    """
    wanted = "approved" if outcome is Outcome.PAID else "declined"
    if await _decide(payment_id, wanted) != wanted:
        raise PaymentSettled


async def _decide(payment_id: UUID, status: str) -> str:
    found = await row(_DECIDE, [payment_id, status])
    if found is None:
        raise NotFound("There is no such payment")
    decided: str = found["status"]
    return decided
