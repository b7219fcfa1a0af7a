"""What PostgreSQL guards of prices and models: bounds, one kind of source, histories that nobody rewrites."""

from tortoise import migrations
from tortoise.migrations import operations as ops

RULES = """
ALTER TABLE price_rules ADD CONSTRAINT price_rules_theatre_fk
    FOREIGN KEY (theatre_id) REFERENCES theatres (id) ON DELETE CASCADE;
ALTER TABLE price_rules ADD CONSTRAINT price_rules_bounds CHECK (
    floor BETWEEN 1000 AND 10000 AND ceiling BETWEEN 10000 AND 50000 AND step BETWEEN 1 AND 10000
    AND interval_minutes BETWEEN 1 AND 10080 AND unit >= 0 AND hold_out BETWEEN 0 AND 5000);
"""

PRICING = """
ALTER TABLE show_pricing ADD CONSTRAINT show_pricing_show_fk
    FOREIGN KEY (show_id) REFERENCES shows (id) ON DELETE CASCADE;
ALTER TABLE show_pricing ADD CONSTRAINT show_pricing_multiple_check CHECK (multiple BETWEEN 1000 AND 50000),
    ADD CONSTRAINT show_pricing_source_check CHECK (shown_source IN ('override', 'ml', 'base')),
    ADD CONSTRAINT show_pricing_override_check
        CHECK ((override IS NULL) = (override_until IS NULL) AND (override IS NULL) = (override_by IS NULL));
CREATE INDEX show_pricing_lapsing ON show_pricing (override_until) WHERE override_until IS NOT NULL;
"""

CHANGES = """
ALTER TABLE price_changes ADD CONSTRAINT price_changes_source_check CHECK (source IN ('override', 'ml', 'base')),
    ADD CONSTRAINT price_changes_show_fk FOREIGN KEY (show_id) REFERENCES shows (id);
CREATE INDEX price_changes_by_show ON price_changes (show_id, id DESC);
CREATE TRIGGER price_changes_stay BEFORE UPDATE OR DELETE ON price_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

MODELS = """
ALTER TABLE model_versions ADD CONSTRAINT model_versions_source_check CHECK (source IN ('shipped', 'trained'));
ALTER TABLE model_promotions
    ADD CONSTRAINT model_promotions_action_check CHECK (action IN ('ship', 'promote', 'rollback')),
    ADD CONSTRAINT model_promotions_version_fk FOREIGN KEY (version) REFERENCES model_versions (version);
CREATE TRIGGER model_versions_stay BEFORE UPDATE OR DELETE ON model_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER model_promotions_stay BEFORE UPDATE OR DELETE ON model_promotions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

FORECASTS = """
ALTER TABLE show_forecasts ADD CONSTRAINT show_forecasts_show_fk
    FOREIGN KEY (show_id) REFERENCES shows (id) ON DELETE CASCADE;
ALTER TABLE forecast_records ADD CONSTRAINT forecast_records_show_fk
    FOREIGN KEY (show_id) REFERENCES shows (id) ON DELETE CASCADE;
ALTER TABLE elasticities ADD CONSTRAINT elasticities_theatre_fk
    FOREIGN KEY (theatre_id) REFERENCES theatres (id) ON DELETE CASCADE;
CREATE INDEX forecast_records_open ON forecast_records (starts_at) WHERE sold IS NULL;
CREATE INDEX forecast_records_by_version ON forecast_records (version, starts_at);
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0010_prices_and_forecasts")]

    operations = [
        ops.RunSQL(RULES),
        ops.RunSQL(PRICING),
        ops.RunSQL(CHANGES),
        ops.RunSQL(MODELS),
        ops.RunSQL(FORECASTS),
    ]
