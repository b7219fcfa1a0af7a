"""What a gateway is: one way to pay, seen from the house.

A gateway talks to its provider and to nobody else. It is never called inside a transaction, and every call
may be repeated: the attempt's or the refund's id is the provider's idempotency key. What happens to a
booking when money comes is the booking's own affair.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from server.payments.models import PaymentMethod


class ProviderAway(Exception):
    """Raised when a provider does not answer or says that it cannot now; the call may be repeated."""


class AttemptRefused(Exception):
    """Raised when a provider will not take an attempt at all (too small, say); the text says why."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to pay, as a gateway needs to know it."""

    id: UUID
    method: PaymentMethod
    amount: int
    """Minor units."""
    currency: str
    provider_reference: str | None
    booking_reference: str
    """What the customer knows the booking by."""
    until: datetime
    """When the house stops waiting, in the theatre's zone."""


class Outcome(StrEnum):
    """How an attempt stands with its provider."""

    OPEN = "open"
    """Nothing is decided; money may still come."""
    PAID = "paid"
    DECLINED = "declined"
    """The customer may try again by another attempt; no money can come from this one any more."""
    CALLED_OFF = "called_off"
    """The provider will take no money for this attempt."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a provider says of an attempt, read anew."""

    outcome: Outcome
    reason: str | None = None
    """Why it was declined, in words fit for the customer."""


class RefundOutcome(StrEnum):
    """How a refund stands with its provider."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    """The provider has it and will say more."""
    FAILED = "failed"
    """The provider refused or could not carry it out; it may be tried again under another key."""
    BY_HAND = "by_hand"
    """A person pays it out, and says so."""


@dataclass(frozen=True, slots=True)
class RefundStanding:
    """What a provider says of a refund."""

    outcome: RefundOutcome
    provider_reference: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """A refund to carry out. ``key`` is new for each try that follows a refusal."""

    id: UUID
    key: str
    amount: int
    currency: str
    attempt: Attempt
    provider_reference: str | None
    """The provider's name for it, once it has one."""


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


@dataclass(frozen=True, slots=True)
class StripePayment:
    """Complete the Payment Element with this secret; it is for the paying customer's eyes alone."""

    client_secret: str
    publishable_key: str
    script_url: str
    type: Literal["stripe"] = "stripe"


NextAction = MockApproval | PayAtCounter | StripePayment


@dataclass(frozen=True, slots=True)
class Begun:
    """What a provider made of an attempt."""

    provider_reference: str | None
    next_action: NextAction


class Gateway(Protocol):
    """One way to pay. Every method raises ``ProviderAway`` when the provider cannot be asked."""

    async def begin(self, attempt: Attempt) -> Begun:
        """Announce the attempt to the provider and say what the customer must do; repeatable.

        Raises ``AttemptRefused``.
        """
        ...

    async def look(self, attempt: Attempt) -> Standing:
        """Ask the provider how the attempt stands."""
        ...

    async def call_off(self, attempt: Attempt) -> Standing:
        """Ask the provider to take no money any more; where it is too late, say what stands."""
        ...

    async def refund(self, order: RefundOrder) -> RefundStanding:
        """Give money back, once for each ``key``; or read how that stands where it was asked before."""
        ...
