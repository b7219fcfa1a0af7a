"""Tables of pricing: every change of a price, and experiments over ways to set them."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class PriceChange(Model):
    """One change of what a show costs: who or what, from, to, why. Append-only: a trigger keeps it so."""

    id = fields.BigIntField(primary_key=True)
    show_id = fields.IntField()
    at = fields.DatetimeField()
    source = fields.CharField(max_length=10, description="override, ml or base: of the price it changed to")
    before = fields.JSONField[dict[str, int]](description="Prices by category, minor units")
    after = fields.JSONField[dict[str, int]]()
    multiple = fields.IntField(null=True, description="What the model asks, basis points of the base price")
    model_version = fields.CharField(max_length=64, null=True)
    reason = fields.CharField(max_length=300)
    changed_by = fields.UUIDField(null=True, description="Who of the house; null: by itself")

    class Meta:
        """In the order it happened."""

        table = "price_changes"


class Experiment(Model):
    """Ways to set prices, tried on shows side by side. Shows are drawn, never people.

    ``arms`` is a list of ``{name, share, policy, floor, ceiling, step}``: shares are basis points and add up
    to 10,000; ``policy`` is ``base`` or ``ml``; bounds are basis points and null where the theatre's count.
    The first arm is what the others are compared with.
    """

    id: UUID = fields.UUIDField(primary_key=True, default=new_id)
    name = fields.CharField(max_length=80)
    theatre_ids = fields.JSONField[list[int]](default=list, description="Empty: every theatre")
    arms = fields.JSONField[list[dict[str, object]]]()
    starts_at = fields.DatetimeField(description="Shows that start from here on")
    ends_at = fields.DatetimeField(description="and before here are part of it")
    ended_at = fields.DatetimeField(null=True, description="When somebody ended it before its time")
    created_by = fields.UUIDField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """Found by id."""

        table = "experiments"
