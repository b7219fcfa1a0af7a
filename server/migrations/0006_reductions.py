from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from server.loyalty.models import PointsReason
from server.promotions.models import PromotionKind


class Migration(migrations.Migration):
    dependencies = [("server", "0005_money_guards")]

    operations = [
        ops.CreateModel(
            name="PointsEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("user_id", fields.UUIDField()),
                ("booking_id", fields.UUIDField(null=True, description="Null for a gift")),
                ("delta", fields.IntField()),
                (
                    "reason",
                    fields.CharEnumField(
                        description="EARNED: earned\nREVERSED: reversed\nREDEEMED: redeemed\nRETURNED: returned\nGRANTED: granted",
                        enum_type=PointsReason,
                        max_length=8,
                    ),
                ),
                (
                    "available_at",
                    fields.DatetimeField(
                        description="Until then it is coming, and cannot be spent",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "points_ledger",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One movement of a customer's points. Append-only: a trigger refuses change and deletion.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Promotion",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("code", fields.CharField(unique=True, description="Upper case", max_length=32)),
                ("label", fields.CharField(description="The line on the bill", max_length=80)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="PERCENT: percent\nAMOUNT: amount", enum_type=PromotionKind, max_length=8
                    ),
                ),
                ("value", fields.IntField(description="Basis points, or minor units")),
                (
                    "currency",
                    fields.CharField(
                        null=True, description="Of the amounts, where there are any", max_length=3
                    ),
                ),
                ("max_discount", fields.IntField(null=True, description="Minor units")),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("total_limit", fields.IntField(null=True)),
                ("per_user_limit", fields.IntField(null=True)),
                ("first_booking_only", fields.BooleanField(db_default=False)),
                ("min_seats", fields.SmallIntField(db_default=1)),
                (
                    "theatre_ids",
                    ArrayField(default=list, description="Empty: every theatre", element_type="INT"),
                ),
                ("movie_ids", ArrayField(default=list, description="Empty: every film", element_type="INT")),
                ("active", fields.BooleanField(db_default=True)),
                ("used", fields.IntField(description="Uses that have not been given back", db_default=0)),
                ("created_by", fields.UUIDField(null=True, description="Null: came with the demo house")),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "promotions",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One code. The database keeps ``used`` within ``total_limit``, whatever the code above it believes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PromotionUse",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "promotion",
                    fields.ForeignKeyField(
                        "server.Promotion",
                        source_field="promotion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="uses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("booking_id", fields.UUIDField(unique=True)),
                ("discount", fields.IntField(description="What it took off, minor units")),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("returned_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "promotion_uses",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One booking's use of a promotion; given back when it ends unpaid or the house cancels the show.",
            },
            bases=["Model"],
        ),
        ops.AlterField(
            model_name="PriceLine",
            name="quantity",
            field=fields.IntField(null=True),
        ),
        ops.AlterModelOptions(
            name="Theatre",
            options={
                "table": "theatres",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A theatre, with the rules of its house: zone, currency, fee, tax, rounding, points, cancellation.",
            },
        ),
        ops.AddField(
            model_name="Theatre",
            name="point_value",
            field=fields.IntField(
                description="What a point pays here, minor units; 0: points are not taken", db_default=0
            ),
        ),
        ops.AddField(
            model_name="Theatre",
            name="points_rate",
            field=fields.IntField(
                description="Points earned for each 100 of the main unit that are paid", db_default=0
            ),
        ),
        ops.AddField(
            model_name="Theatre",
            name="rounding_unit",
            field=fields.IntField(
                description="The smallest amount that can be paid, minor units: 100 is whole rupees",
                db_default=1,
            ),
        ),
        ops.AddField(
            model_name="Ticket",
            name="points",
            field=fields.IntField(description="Points that paid beside the price", db_default=0),
        ),
        ops.AddField(
            model_name="Ticket",
            name="points_returned",
            field=fields.IntField(
                description="Of the points, what was given back when it was cancelled", db_default=0
            ),
        ),
    ]
