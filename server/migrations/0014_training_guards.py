"""What PostgreSQL guards of trainings: one at a time, ends that are final, and fields that fit the status."""

from tortoise import migrations
from tortoise.migrations import operations as ops

GUARDS = """
CREATE UNIQUE INDEX training_jobs_one_at_a_time ON training_jobs ((true)) WHERE status IN ('queued', 'running');
CREATE INDEX training_jobs_by_time ON training_jobs (created_at DESC, id DESC);
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_user_fk FOREIGN KEY (requested_by) REFERENCES users (id);
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_status_check
    CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled'));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_source_check CHECK (source IN ('house', 'upload'));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_promotion_check CHECK (promotion IN ('auto', 'ask'));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_progress_check CHECK (progress >= 0 AND progress <= 1);
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_end_check
    CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled')));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_lease_check
    CHECK ((status = 'running') = (lease IS NOT NULL AND heartbeat_at IS NOT NULL));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_error_check CHECK ((status = 'failed') = (error IS NOT NULL));
ALTER TABLE training_jobs ADD CONSTRAINT training_jobs_version_check
    CHECK ((status = 'succeeded') = (version IS NOT NULL AND decision IS NOT NULL));
"""

FINAL = """
CREATE FUNCTION training_jobs_end_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'training % has ended and is not changed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER training_jobs_end_is_final BEFORE UPDATE ON training_jobs
    FOR EACH ROW WHEN (OLD.status IN ('succeeded', 'failed', 'cancelled'))
    EXECUTE FUNCTION training_jobs_end_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0013_training")]

    operations = [
        ops.RunSQL(GUARDS),
        ops.RunSQL(FINAL),
    ]
