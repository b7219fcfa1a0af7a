"""What PostgreSQL guards of sales at the counter: a booking has a buyer or a seller, and never one who is both."""

from tortoise import migrations
from tortoise.migrations import operations as ops

GUARDS = """
ALTER TABLE bookings ADD CONSTRAINT bookings_seller_fk FOREIGN KEY (sold_by) REFERENCES users (id);
ALTER TABLE bookings ADD CONSTRAINT bookings_sale_check
    CHECK (sold_by IS DISTINCT FROM user_id AND (user_id IS NOT NULL OR sold_by IS NOT NULL));
ALTER TABLE bookings ADD CONSTRAINT bookings_points_rate_check CHECK (points_rate >= 0);
ALTER TABLE theatres ADD CONSTRAINT theatres_counter_fee_check CHECK (counter_fee_per_ticket >= 0);
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0019_sales_and_their_terms")]

    operations = [ops.RunSQL(GUARDS)]
