"""What PostgreSQL guards of promotions and points: references, checks, once a booking, append-only."""

from tortoise import migrations
from tortoise.migrations import operations as ops

REFERENCES = """
ALTER TABLE promotions ADD CONSTRAINT promotions_author_fk FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE promotion_uses ADD CONSTRAINT promotion_uses_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE promotion_uses ADD CONSTRAINT promotion_uses_booking_fk
    FOREIGN KEY (booking_id) REFERENCES bookings (id);
ALTER TABLE points_ledger ADD CONSTRAINT points_ledger_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE points_ledger ADD CONSTRAINT points_ledger_booking_fk
    FOREIGN KEY (booking_id) REFERENCES bookings (id);
"""

INDEXES = """
CREATE INDEX promotion_uses_by_promotion ON promotion_uses (promotion_id);
CREATE INDEX promotion_uses_counted ON promotion_uses (user_id, promotion_id) WHERE returned_at IS NULL;
CREATE INDEX points_ledger_by_user ON points_ledger (user_id, id);
CREATE INDEX points_ledger_by_booking ON points_ledger (booking_id) WHERE booking_id IS NOT NULL;
CREATE UNIQUE INDEX points_ledger_earned_once ON points_ledger (booking_id) WHERE reason = 'earned';
"""

CHECKS = """
ALTER TABLE promotions ADD CONSTRAINT promotions_used_check
    CHECK (used >= 0 AND (total_limit IS NULL OR used <= total_limit));
ALTER TABLE promotions ADD CONSTRAINT promotions_code_check CHECK (code <> '' AND code = upper(code));
ALTER TABLE promotions ADD CONSTRAINT promotions_value_check CHECK (
    CASE kind WHEN 'percent' THEN value BETWEEN 1 AND 10000 WHEN 'amount' THEN value > 0 ELSE false END);
ALTER TABLE promotions ADD CONSTRAINT promotions_amounts_check CHECK (
    CASE kind WHEN 'percent' THEN max_discount IS NULL OR (max_discount > 0 AND currency IS NOT NULL)
              ELSE max_discount IS NULL AND currency IS NOT NULL END);
ALTER TABLE promotions ADD CONSTRAINT promotions_limits_check
    CHECK (total_limit > 0 AND per_user_limit > 0 AND min_seats > 0);
ALTER TABLE promotions ADD CONSTRAINT promotions_times_check CHECK (ends_at > starts_at);
ALTER TABLE promotion_uses ADD CONSTRAINT promotion_uses_discount_check CHECK (discount > 0);
ALTER TABLE points_ledger ADD CONSTRAINT points_ledger_delta_check CHECK (
    CASE WHEN reason IN ('earned', 'returned', 'granted') THEN delta > 0
         WHEN reason IN ('reversed', 'redeemed') THEN delta < 0 ELSE false END);
ALTER TABLE points_ledger ADD CONSTRAINT points_ledger_booking_check
    CHECK (booking_id IS NOT NULL OR reason = 'granted');
ALTER TABLE theatres ADD CONSTRAINT theatres_money_check
    CHECK (rounding_unit > 0 AND point_value >= 0 AND points_rate >= 0);
ALTER TABLE tickets ADD CONSTRAINT tickets_points_check CHECK (points >= 0);
ALTER TABLE tickets ADD CONSTRAINT tickets_points_returned_check
    CHECK (points_returned BETWEEN 0 AND points AND (points_returned = 0 OR status = 'cancelled'));
"""

LEDGER = """
CREATE TRIGGER points_ledger_append_only BEFORE UPDATE OR DELETE ON points_ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0006_reductions")]

    operations = [
        ops.RunSQL(REFERENCES),
        ops.RunSQL(INDEXES),
        ops.RunSQL(CHECKS),
        ops.RunSQL(LEDGER),
    ]
