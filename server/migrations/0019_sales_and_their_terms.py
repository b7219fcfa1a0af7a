"""Who sold a booking, to whom, and by which terms; what a theatre asks at its counter."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# What was sold before is sold by the terms of today: no others are known. Nothing of it was a walk-in's.
_TERMS = """
UPDATE bookings b SET cancellation_policy = t.cancellation_policy, points_rate = t.points_rate,
                      sold_start = s.starts_at
FROM shows s JOIN theatres t ON t.id = s.theatre_id WHERE s.id = b.show_id;
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0018_sellable_seats")]

    operations = [
        ops.AlterField(
            "Booking",
            "user_id",
            fields.UUIDField(null=True, description="The buyer; null: a walk-in, who has no account"),
        ),
        ops.AddField(
            "Booking",
            "sold_by",
            fields.UUIDField(null=True, description="Who sold it at the counter; null: sold online"),
        ),
        ops.AddField(
            "Booking",
            "cancellation_policy",
            fields.JSONField(
                null=True,
                description="The theatre's when it was sold; null: not written down, today's counts",
            ),
        ),
        ops.AddField(
            "Booking",
            "points_rate",
            fields.IntField(null=True, description="The theatre's when it was sold; null as above"),
        ),
        ops.AddField(
            "Booking",
            "sold_start",
            fields.DatetimeField(null=True, description="When the show was to begin; null as above"),
        ),
        ops.AlterField(
            "PromotionUse",
            "user_id",
            fields.UUIDField(null=True, description="Null: a walk-in, who has no account"),
        ),
        ops.AddField(
            "Theatre",
            "counter_fee_per_ticket",
            fields.IntField(
                db_default=0, description="The fee of a ticket that is sold at the counter, minor units"
            ),
        ),
        ops.RunSQL(_TERMS),
    ]
