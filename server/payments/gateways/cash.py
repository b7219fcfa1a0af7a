"""Cash at the counter: a person takes it and a person gives it back, and each says so."""

from server.payments.gateways.base import (
    Attempt,
    Begun,
    Outcome,
    PayAtCounter,
    RefundOrder,
    RefundOutcome,
    RefundStanding,
    Standing,
)


class CashGateway:
    """The till. It has no book but ours: nothing is known of it that staff did not say."""

    async def begin(self, attempt: Attempt) -> Begun:
        """Return until when the seats wait, and the reference to name."""
        return Begun(None, PayAtCounter(until=attempt.until, reference=attempt.booking_reference))

    async def look(self, attempt: Attempt) -> Standing:  # noqa: ARG002 # the protocol's shape
        """Nothing comes but through staff."""
        return Standing(Outcome.OPEN)

    async def call_off(self, attempt: Attempt) -> Standing:  # noqa: ARG002 # the protocol's shape
        """Nobody will come to the counter's aid: the attempt is over when the house says so."""
        return Standing(Outcome.CALLED_OFF)

    async def refund(self, order: RefundOrder) -> RefundStanding:  # noqa: ARG002 # the protocol's shape
        """Wait for the customer at the counter."""
        return RefundStanding(RefundOutcome.BY_HAND)
