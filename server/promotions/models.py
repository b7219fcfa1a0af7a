"""Tables of promotions: what a code takes off and for whom, and each use that was made of it."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class PromotionKind(StrEnum):
    """What a promotion's value means."""

    PERCENT = "percent"
    """Basis points of the seats' price: 2000 is 20 %."""
    AMOUNT = "amount"
    """An amount in minor units of the promotion's currency."""


class Promotion(Model):
    """One code. The database keeps ``used`` within ``total_limit``, whatever the code above it believes."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=32, unique=True, description="Upper case")
    label = fields.CharField(max_length=80, description="The line on the bill")
    kind = fields.CharEnumField(PromotionKind, max_length=8)
    value = fields.IntField(description="Basis points, or minor units")
    currency = fields.CharField(max_length=3, null=True, description="Of the amounts, where there are any")
    max_discount = fields.IntField(null=True, description="Minor units")
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    total_limit = fields.IntField(null=True)
    per_user_limit = fields.IntField(null=True)
    first_booking_only = fields.BooleanField(db_default=False)
    min_seats = fields.SmallIntField(db_default=1)
    theatre_ids = ArrayField(element_type="int", default=list, description="Empty: every theatre")
    movie_ids = ArrayField(element_type="int", default=list, description="Empty: every film")
    active = fields.BooleanField(db_default=True)
    used = fields.IntField(db_default=0, description="Uses that have not been given back")
    created_by = fields.UUIDField(null=True, description="Null: came with the demo house")
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """Found by code."""

        table = "promotions"


class PromotionUse(Model):
    """One booking's use of a promotion; given back when it ends unpaid or the house cancels the show."""

    id = fields.BigIntField(primary_key=True)
    promotion: fields.ForeignKeyRelation[Promotion] = fields.ForeignKeyField(
        "server.Promotion", related_name="uses", on_delete=fields.RESTRICT
    )
    user_id = fields.UUIDField(null=True, description="Null: a walk-in, who has no account")
    booking_id = fields.UUIDField(unique=True)
    discount = fields.IntField(description="What it took off, minor units")
    created_at = fields.DatetimeField(auto_now_add=True)
    returned_at = fields.DatetimeField(null=True)

    class Meta:
        """Those of one customer that count have a partial index in the migrations."""

        table = "promotion_uses"
