"""What PostgreSQL guards of money: references, checks, moves, an append-only ledger that keeps the balances."""

from tortoise import migrations
from tortoise.migrations import operations as ops

REFERENCES = """
ALTER TABLE refunds ADD CONSTRAINT refunds_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id);
ALTER TABLE ledger ADD CONSTRAINT ledger_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id);
ALTER TABLE show_cancellations ADD CONSTRAINT show_cancellations_show_fk
    FOREIGN KEY (show_id) REFERENCES shows (id);
ALTER TABLE show_cancellations ADD CONSTRAINT show_cancellations_user_fk
    FOREIGN KEY (requested_by) REFERENCES users (id);
ALTER TABLE audit_log ADD CONSTRAINT audit_log_actor_fk FOREIGN KEY (actor_id) REFERENCES users (id);
"""

INDEXES = """
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (due_at, id) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL AND done_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE UNIQUE INDEX outbox_waiting_key ON outbox (key) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE UNIQUE INDEX payments_provider_reference ON payments (method, provider_reference)
    WHERE provider_reference IS NOT NULL;
CREATE INDEX payments_to_check ON payments (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX refunds_by_booking ON refunds (booking_id, created_at);
CREATE INDEX refunds_by_payment ON refunds (payment_id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE status IN ('pending', 'failed') AND due_at IS NOT NULL;
CREATE INDEX refunds_open ON refunds (created_at) WHERE status <> 'succeeded';
CREATE INDEX ledger_by_booking ON ledger (booking_id);
CREATE INDEX ledger_by_payment ON ledger (payment_id);
CREATE UNIQUE INDEX ledger_captured_once ON ledger (payment_id) WHERE kind IN ('captured', 'unusable');
CREATE INDEX ledger_by_refund ON ledger (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX payment_events_waiting ON payment_events (received_at) WHERE applied_at IS NULL;
CREATE INDEX mock_refunds_by_payment ON mock_refunds (payment_id);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX bookings_live_by_show ON bookings (show_id, id) WHERE status IN ('pending', 'confirmed');
CREATE INDEX bookings_by_hold ON bookings (hold_id);
CREATE INDEX audit_log_by_subject ON audit_log (subject, id);
"""

CHECKS = """
ALTER TABLE payments DROP CONSTRAINT payments_status_check;
ALTER TABLE payments ADD CONSTRAINT payments_status_check CHECK (
    status IN ('requires_action', 'succeeded', 'declined', 'expired', 'cancelled', 'returned'));
ALTER TABLE payments ADD CONSTRAINT payments_method_check CHECK (
    method IN ('stripe', 'mock_upi', 'mock_card', 'cash'));
ALTER TABLE tickets ADD CONSTRAINT tickets_parts_check CHECK (
    fee BETWEEN 0 AND price AND refunded BETWEEN 0 AND price);
ALTER TABLE tickets ADD CONSTRAINT tickets_refunded_check CHECK (refunded = 0 OR status = 'cancelled');
ALTER TABLE refunds ADD CONSTRAINT refunds_amount_check CHECK (amount > 0);
ALTER TABLE refunds ADD CONSTRAINT refunds_status_check
    CHECK (status IN ('pending', 'succeeded', 'failed', 'needs_attention'));
ALTER TABLE refunds ADD CONSTRAINT refunds_reason_check CHECK (reason IN
    ('customer_cancelled', 'show_cancelled', 'house_cancelled', 'late_money', 'duplicate'));
ALTER TABLE ledger ADD CONSTRAINT ledger_amount_check CHECK (amount > 0);
ALTER TABLE ledger ADD CONSTRAINT ledger_kind_check
    CHECK (kind IN ('captured', 'unusable', 'cancelled', 'kept', 'paid_back', 'bounced'));
ALTER TABLE ledger ADD CONSTRAINT ledger_refund_check
    CHECK ((refund_id IS NULL) = (kind IN ('captured', 'kept')));
ALTER TABLE mock_transactions ADD CONSTRAINT mock_transactions_status_check
    CHECK (status IN ('requested', 'approved', 'declined', 'called_off'));
"""

# What was sold before there was a ledger is written into it; the triggers below then keep the balances.
OPENING = """
INSERT INTO ledger (booking_id, payment_id, kind, amount, currency, created_at)
SELECT p.booking_id, p.id, 'captured', p.amount, p.currency, coalesce(p.settled_at, p.created_at)
FROM payments p JOIN bookings b ON b.id = p.booking_id
WHERE p.status = 'succeeded' AND b.status = 'confirmed' AND p.amount > 0 ORDER BY p.created_at;
INSERT INTO mock_transactions (payment_id, status, amount, changed_at)
SELECT id, 'approved', amount, coalesce(settled_at, created_at) FROM payments
WHERE status = 'succeeded' AND method IN ('mock_upi', 'mock_card');
"""

# The balances of a payment are written by the ledger and by nothing else, and the check forbids to give back
# more than came in, whatever the code above it believes.
LEDGER = """
CREATE FUNCTION post_ledger_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payments p SET captured = p.captured + e.captured, refunded = p.refunded + e.refunded
    FROM (
        SELECT payment_id,
               coalesce(sum(amount) FILTER (WHERE kind IN ('captured', 'unusable')), 0) AS captured,
               coalesce(sum(amount) FILTER (WHERE kind IN ('cancelled', 'unusable')), 0) AS refunded
        FROM posted WHERE kind IN ('captured', 'unusable', 'cancelled') GROUP BY payment_id
    ) e WHERE p.id = e.payment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_balances AFTER INSERT ON ledger REFERENCING NEW TABLE AS posted
    FOR EACH STATEMENT EXECUTE FUNCTION post_ledger_entries();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

BALANCES = """
UPDATE payments p SET captured = l.amount FROM ledger l WHERE l.payment_id = p.id AND l.kind = 'captured';
ALTER TABLE payments ADD CONSTRAINT payments_balance_check
    CHECK (captured IN (0, amount) AND refunded BETWEEN 0 AND captured);
"""

# The moves that are possible, as in server/booking/states.py and server/payments/attempts.py; a test holds
# them equal. Whoever tries another one, by hand too, is refused.
MOVES = """
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.status || '>' || NEW.status) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% % cannot go from % to %', TG_TABLE_NAME, OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_moves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bookings_moves BEFORE UPDATE OF status ON bookings
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_move(
        'pending>confirmed', 'pending>failed', 'pending>expired', 'pending>cancelled',
        'expired>confirmed', 'failed>confirmed', 'confirmed>cancelled');
CREATE TRIGGER tickets_moves BEFORE UPDATE OF status ON tickets
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_move(
        'reserved>valid', 'reserved>released', 'released>valid',
        'valid>used', 'valid>cancelled', 'used>cancelled');
CREATE TRIGGER payments_moves BEFORE UPDATE OF status ON payments
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_move(
        'requires_action>succeeded', 'requires_action>declined', 'requires_action>expired',
        'requires_action>cancelled', 'requires_action>returned',
        'declined>succeeded', 'declined>returned', 'expired>succeeded', 'expired>returned',
        'cancelled>succeeded', 'cancelled>returned');
CREATE TRIGGER refunds_moves BEFORE UPDATE OF status ON refunds
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_move(
        'pending>succeeded', 'pending>failed', 'pending>needs_attention', 'failed>pending',
        'failed>succeeded', 'failed>needs_attention', 'needs_attention>pending', 'needs_attention>succeeded',
        'succeeded>needs_attention');
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0004_money")]

    operations = [
        ops.RunSQL(REFERENCES),
        ops.RunSQL(INDEXES),
        ops.RunSQL(CHECKS),
        ops.RunSQL(OPENING),
        ops.RunSQL(LEDGER),
        ops.RunSQL(BALANCES),
        ops.RunSQL(MOVES),
    ]
