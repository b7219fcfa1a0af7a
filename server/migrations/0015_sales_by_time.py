"""Bookings by when they were confirmed: a day's sales are a stretch of it and not a walk through all."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = """
CREATE INDEX bookings_by_confirmation ON bookings (confirmed_at) WHERE confirmed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0014_training_guards")]

    operations = [ops.RunSQL(INDEXES)]
