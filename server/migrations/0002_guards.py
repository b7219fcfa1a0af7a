"""What PostgreSQL itself guards: references across domains, partial unique indexes, checks, triggers, search."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Domains know each other's rows by id only; the database still holds the references.
REFERENCES = """
ALTER TABLE shows ADD CONSTRAINT shows_movie_fk FOREIGN KEY (movie_id) REFERENCES movies (id);
ALTER TABLE role_grants ADD CONSTRAINT role_grants_theatre_fk
    FOREIGN KEY (theatre_id) REFERENCES theatres (id) ON DELETE CASCADE;
ALTER TABLE bookings ADD CONSTRAINT bookings_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE bookings ADD CONSTRAINT bookings_show_fk FOREIGN KEY (show_id) REFERENCES shows (id);
ALTER TABLE tickets ADD CONSTRAINT tickets_show_fk FOREIGN KEY (show_id) REFERENCES shows (id);
ALTER TABLE payments ADD CONSTRAINT payments_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id);
"""

# The second of the two defences against a double sale, and the only one that counts.
UNIQUE = """
CREATE UNIQUE INDEX tickets_live_seat ON tickets (show_id, seat_index)
    WHERE status IN ('reserved', 'valid', 'used');
CREATE UNIQUE INDEX payments_open ON payments (booking_id) WHERE status = 'requires_action';
CREATE UNIQUE INDEX payments_succeeded ON payments (booking_id) WHERE status = 'succeeded';
ALTER TABLE shows ADD CONSTRAINT shows_screen_free EXCLUDE USING gist (
    int4range(screen_id, screen_id, '[]') WITH &&,
    tstzrange(starts_at, ends_at) WITH &&
) WHERE (status <> 'cancelled');
"""

INDEXES = """
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX bookings_due ON bookings (expires_at) WHERE status = 'pending';
CREATE INDEX bookings_by_user ON bookings (user_id, created_at DESC, id DESC);
CREATE INDEX payments_by_booking ON payments (booking_id, created_at);
CREATE INDEX tickets_by_booking ON tickets (booking_id);
CREATE INDEX shows_by_movie ON shows (movie_id, starts_at);
CREATE INDEX shows_by_theatre ON shows (theatre_id, local_date);
CREATE INDEX shows_by_start ON shows (starts_at) WHERE status = 'on_sale';
CREATE INDEX movies_by_genre ON movies USING gin (genres);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX sessions_by_user ON sessions (user_id);
"""

CHECKS = """
ALTER TABLE bookings ADD CONSTRAINT bookings_total_check CHECK (total >= 0);
ALTER TABLE bookings ADD CONSTRAINT bookings_status_check
    CHECK (status IN ('pending', 'confirmed', 'failed', 'expired', 'cancelled'));
ALTER TABLE bookings ADD CONSTRAINT bookings_deadline_check
    CHECK (status <> 'pending' OR expires_at IS NOT NULL);
ALTER TABLE tickets ADD CONSTRAINT tickets_price_check CHECK (price >= 0 AND seat_index >= 0);
ALTER TABLE tickets ADD CONSTRAINT tickets_status_check
    CHECK (status IN ('reserved', 'valid', 'used', 'released', 'cancelled'));
ALTER TABLE payments ADD CONSTRAINT payments_amount_check CHECK (amount >= 0);
ALTER TABLE payments ADD CONSTRAINT payments_status_check
    CHECK (status IN ('requires_action', 'succeeded', 'declined', 'expired', 'cancelled'));
ALTER TABLE shows ADD CONSTRAINT shows_times_check CHECK (ends_at > starts_at);
ALTER TABLE show_prices ADD CONSTRAINT show_prices_amount_check CHECK (amount >= 0);
ALTER TABLE theatres ADD CONSTRAINT theatres_rules_check
    CHECK (fee_per_ticket >= 0 AND tax_rate BETWEEN 0 AND 10000);
ALTER TABLE users ADD CONSTRAINT users_email_check CHECK (email = lower(email));
"""

LAYOUT_GUARD = """
CREATE FUNCTION refuse_layout_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a seat layout is immutable; make a new version' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER seat_layouts_immutable BEFORE UPDATE ON seat_layouts
    FOR EACH ROW EXECUTE FUNCTION refuse_layout_change();
"""

# Accents are folded by Unicode decomposition, which needs no extension of PostgreSQL: canonical
# decomposition splits letter and accent, and the combining marks of the Latin block are dropped.
# Marks of Devanagari and Telugu are vowels, not accents, and stay.
SEARCH = """
CREATE FUNCTION fold_accents(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN lower(regexp_replace(normalize(value, NFKD), '[\\u0300-\\u036f]', '', 'g'));
ALTER TABLE movies ADD COLUMN search_document tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', fold_accents(title || ' ' || coalesce(original_title, ''))), 'A') ||
    setweight(to_tsvector('simple', fold_accents(people)), 'B') ||
    setweight(to_tsvector('simple', fold_accents(synopsis)), 'C')
) STORED;
CREATE INDEX movies_search ON movies USING gin (search_document);
"""

NOTIFY = """
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0001_initial")]

    operations = [
        ops.RunSQL(REFERENCES),
        ops.RunSQL(UNIQUE),
        ops.RunSQL(INDEXES),
        ops.RunSQL(CHECKS),
        ops.RunSQL(LAYOUT_GUARD),
        ops.RunSQL(SEARCH),
        ops.RunSQL(NOTIFY),
    ]
