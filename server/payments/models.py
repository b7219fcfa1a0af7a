"""Tables of money: attempts to pay, refunds, what providers told us, and the ledger of every movement."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class PaymentMethod(StrEnum):
    """How a customer pays; each is one gateway."""

    STRIPE = "stripe"
    MOCK_UPI = "mock_upi"
    MOCK_CARD = "mock_card"
    CASH = "cash"


class PaymentStatus(StrEnum):
    """Where one attempt stands.

    ``returned`` is money that came and could not be used (seats gone, a second charge): it goes back in full.
    """

    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class Payment(Model):
    """One attempt to pay for one booking. ``booking_id`` is the upper domain's row, known by id only.

    ``captured`` and ``refunded`` (owed or paid back) are kept by the database from the ledger's entries.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    booking_id = fields.UUIDField()
    method = fields.CharEnumField(PaymentMethod, max_length=16)
    status = fields.CharEnumField(PaymentStatus, max_length=20, default=PaymentStatus.REQUIRES_ACTION)
    amount = fields.IntField(description="Minor units")
    currency = fields.CharField(max_length=3)
    captured = fields.IntField(db_default=0, description="Minor units, from the ledger")
    refunded = fields.IntField(db_default=0, description="Minor units owed or paid back, from the ledger")
    provider_reference = fields.CharField(
        max_length=255, null=True, description="The provider's name for this attempt"
    )
    decline_reason = fields.CharField(max_length=200, null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    settled_at = fields.DatetimeField(null=True)
    next_check_at = fields.DatetimeField(
        null=True, description="When the provider is asked about it, should no event come"
    )

    class Meta:
        """At most one open and one succeeded attempt a booking: partial unique indexes in the migrations."""

        table = "payments"


class RefundStatus(StrEnum):
    """Where money on its way back stands; ``needs_attention`` waits for a person."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NEEDS_ATTENTION = "needs_attention"


class RefundReason(StrEnum):
    """Why money goes back."""

    CUSTOMER_CANCELLED = "customer_cancelled"
    SHOW_CANCELLED = "show_cancelled"
    HOUSE_CANCELLED = "house_cancelled"
    LATE_MONEY = "late_money"
    DUPLICATE = "duplicate"


class Refund(Model):
    """Money owed to a customer from one payment, and how far it has come."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    booking_id = fields.UUIDField()
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "server.Payment", related_name="refunds", on_delete=fields.RESTRICT
    )
    amount = fields.IntField(description="Minor units")
    currency = fields.CharField(max_length=3)
    reason = fields.CharEnumField(RefundReason, max_length=24)
    status = fields.CharEnumField(RefundStatus, max_length=16, default=RefundStatus.PENDING)
    attempts = fields.SmallIntField(db_default=0)
    due_at = fields.DatetimeField(null=True, description="When it is tried (again); null: not by the house")
    provider_reference = fields.CharField(max_length=255, null=True)
    last_error = fields.CharField(max_length=500, null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    settled_at = fields.DatetimeField(null=True)

    payment_id: UUID

    class Meta:
        """Found by booking, by payment, and by what is due."""

        table = "refunds"


class Movement(StrEnum):
    """What moved money. Each goes from one account to another (see ``ledger.py``)."""

    CAPTURED = "captured"
    """A customer's money came for tickets."""
    UNUSABLE = "unusable"
    """A customer's money came and there is nothing it could pay for: all of it is owed back."""
    CANCELLED = "cancelled"
    """Of a ticket's price, what is owed back."""
    KEPT = "kept"
    """Of a cancelled ticket's price, what the house keeps."""
    PAID_BACK = "paid_back"
    """A refund reached the customer."""
    BOUNCED = "bounced"
    """A refund came back from the customer's bank and is owed again."""


class LedgerEntry(Model):
    """One movement of money. Append-only: a trigger refuses change and deletion."""

    id = fields.BigIntField(primary_key=True)
    booking_id = fields.UUIDField()
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "server.Payment", related_name="entries", on_delete=fields.RESTRICT
    )
    refund: fields.ForeignKeyNullableRelation[Refund] = fields.ForeignKeyField(
        "server.Refund", related_name="entries", on_delete=fields.RESTRICT, null=True
    )
    kind = fields.CharEnumField(Movement, max_length=12)
    amount = fields.IntField(description="Minor units, more than nothing")
    currency = fields.CharField(max_length=3)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """In the order written."""

        table = "ledger"


class PaymentEvent(Model):
    """What a provider told us, stored once by its own id and applied by asking the provider again."""

    id = fields.CharField(primary_key=True, max_length=255)
    method = fields.CharEnumField(PaymentMethod, max_length=16)
    kind = fields.CharField(max_length=80)
    subject = fields.CharField(max_length=255, description="The provider's object it is about")
    payment_id = fields.UUIDField(null=True, description="Our attempt, where the provider names it")
    received_at = fields.DatetimeField(auto_now_add=True)
    applied_at = fields.DatetimeField(null=True)
    outcome = fields.CharField(max_length=200, null=True)

    class Meta:
        """Waiting ones have a partial index in the migrations."""

        table = "payment_events"


class MockTransaction(Model):
    """The mock bank's own book: one row an attempt. The house reads it only as a gateway would."""

    payment_id = fields.UUIDField(primary_key=True)
    status = fields.CharField(max_length=12, description="requested, approved, declined or called_off")
    amount = fields.IntField()
    changed_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """A bank's word is final: only what is requested may still change."""

        table = "mock_transactions"


class MockRefund(Model):
    """A refund in the mock bank's own book, once by the refund's id."""

    refund_id = fields.UUIDField(primary_key=True)
    payment_id = fields.UUIDField()
    amount = fields.IntField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """Never more than was approved."""

        table = "mock_refunds"
