"""How long an unpaid reservation keeps its seats, and where it was made."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# What waits keeps the deadline that its customer was told.
GUARDS = """
ALTER TABLE theatres ADD CONSTRAINT theatres_reservation_check CHECK (cash_reservation_minutes > 0);
CREATE INDEX bookings_unpaid_from ON bookings (placed_from) WHERE status = 'pending';
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0016_first_expectations")]

    operations = [
        ops.AddField(
            "Theatre",
            "cash_reservation_minutes",
            fields.SmallIntField(
                db_default=120, description="How long seats that are to be paid at the counter are kept"
            ),
        ),
        ops.AddField(
            "Booking",
            "placed_from",
            fields.CharField(
                max_length=24,
                null=True,
                description="While pending: a name for the address it came from, for limits",
            ),
        ),
        ops.RunSQL(GUARDS),
    ]
