"""Gateways: how each payment method asks the customer for the money.

A gateway knows what the customer must do next. What happens to the booking when the money comes is the
booking's own affair.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from server.payments.errors import PaymentMethodNotOffered
from server.payments.models import PaymentMethod


@dataclass(frozen=True, slots=True)
class MockApproval:
    """Approve or decline the attempt by a POST: the stand-in for a bank's app or card page."""

    approve_url: str
    decline_url: str
    type: Literal["mock_approval"] = "mock_approval"


@dataclass(frozen=True, slots=True)
class PayAtCounter:
    """Pay at the box office until a moment, naming the booking's reference."""

    until: datetime
    reference: str
    type: Literal["pay_at_counter"] = "pay_at_counter"


NextAction = MockApproval | PayAtCounter


class Gateway(Protocol):
    """One way to pay."""

    def next_action(self, payment_id: UUID, *, reference: str, until: datetime) -> NextAction:
        """Return what the customer must do to complete this attempt."""
        ...


class MockGateway:
    """UPI and card without a bank: whoever holds the attempt's id stands for the bank."""

    def next_action(self, payment_id: UUID, *, reference: str, until: datetime) -> NextAction:  # noqa: ARG002 # the protocol's shape
        """Return the addresses of the mock bank."""
        base = f"/payments/mock/{payment_id}"
        return MockApproval(approve_url=f"{base}/approve", decline_url=f"{base}/decline")


class CashGateway:
    """Cash at the counter: staff approve the attempt when the money lies there."""

    def next_action(self, payment_id: UUID, *, reference: str, until: datetime) -> NextAction:  # noqa: ARG002 # the protocol's shape
        """Return until when the seats wait, and the reference to name."""
        return PayAtCounter(until=until, reference=reference)


_GATEWAYS: dict[PaymentMethod, Gateway] = {
    PaymentMethod.MOCK_UPI: MockGateway(),
    PaymentMethod.MOCK_CARD: MockGateway(),
    PaymentMethod.CASH: CashGateway(),
}


def gateway_for(method: PaymentMethod, *, mock_payments: bool) -> Gateway:
    """Return the gateway of a method; raises ``PaymentMethodNotOffered`` where it is switched off."""
    if method in {PaymentMethod.MOCK_UPI, PaymentMethod.MOCK_CARD} and not mock_payments:
        raise PaymentMethodNotOffered
    return _GATEWAYS[method]
