"""What PostgreSQL guards of accounts: a role once, references, and the ways that people and deeds are looked up."""

from tortoise import migrations
from tortoise.migrations import operations as ops

MESSAGES = """
UPDATE messages SET user_id = users.id FROM users WHERE users.email = messages.recipient;
ALTER TABLE messages ADD CONSTRAINT messages_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
"""

# Two nulls are not equal to a plain unique constraint: a role at all theatres could be given twice.
ROLES = """
DELETE FROM role_grants a USING role_grants b
    WHERE a.id > b.id AND a.user_id = b.user_id AND a.role = b.role AND a.theatre_id IS NOT DISTINCT FROM b.theatre_id;
CREATE UNIQUE INDEX role_grants_once ON role_grants (user_id, role, theatre_id) NULLS NOT DISTINCT;
ALTER TABLE role_grants ADD CONSTRAINT role_grants_role_check
    CHECK (role IN ('staff', 'manager', 'admin') AND (role <> 'admin' OR theatre_id IS NULL));
"""

INDEXES = """
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX refresh_tokens_expired ON refresh_tokens (expires_at);
CREATE INDEX account_links_waiting ON account_links (user_id, purpose) WHERE used_at IS NULL;
CREATE INDEX phone_codes_waiting ON phone_codes (user_id) WHERE used_at IS NULL;
CREATE INDEX messages_by_user ON messages (user_id);
CREATE INDEX audit_log_by_time ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, id DESC);
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0008_proofs")]

    operations = [
        ops.RunSQL(MESSAGES),
        ops.RunSQL(ROLES),
        ops.RunSQL(INDEXES),
    ]
