"""The one table of points: every movement of them, from which balances follow."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class PointsReason(StrEnum):
    """Why points came or went. ``reversed`` and ``redeemed`` take, the others give."""

    EARNED = "earned"
    """A booking was paid."""
    REVERSED = "reversed"
    """What had been earned with it, when tickets were given back."""
    REDEEMED = "redeemed"
    """They paid for tickets."""
    RETURNED = "returned"
    """They had paid for tickets that were given back, or were never issued."""
    GRANTED = "granted"
    """A gift of the house."""


class PointsEntry(Model):
    """One movement of a customer's points. Append-only: a trigger refuses change and deletion."""

    id = fields.BigIntField(primary_key=True)
    user_id = fields.UUIDField()
    booking_id = fields.UUIDField(null=True, description="Null for a gift")
    delta = fields.IntField()
    reason = fields.CharEnumField(PointsReason, max_length=8)
    available_at = fields.DatetimeField(description="Until then it is coming, and cannot be spent")
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """In the order written."""

        table = "points_ledger"
