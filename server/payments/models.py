"""Table of payments: one row per attempt."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class PaymentMethod(StrEnum):
    """How a customer pays; each is one gateway."""

    MOCK_UPI = "mock_upi"
    MOCK_CARD = "mock_card"
    CASH = "cash"


class PaymentStatus(StrEnum):
    """Where one attempt stands; only ``requires_action`` can still change."""

    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Payment(Model):
    """One attempt to pay for one booking. ``booking_id`` is the upper domain's row, known by id only."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    booking_id = fields.UUIDField()
    method = fields.CharEnumField(PaymentMethod, max_length=16)
    status = fields.CharEnumField(PaymentStatus, max_length=20, default=PaymentStatus.REQUIRES_ACTION)
    amount = fields.IntField(description="Minor units")
    currency = fields.CharField(max_length=3)
    created_at = fields.DatetimeField(auto_now_add=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        """At most one open and one succeeded attempt a booking: partial unique indexes in the migrations."""

        table = "payments"
