"""Categories of a layout's seats, kept beside them: what is sellable of a show is counted by it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Lists count the sellable seats of many shows at once, and must not read every layout's seats for it.
_CATEGORIES = """
CREATE FUNCTION seats_by_category(seats jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN (SELECT coalesce(jsonb_object_agg(category, counted), '{}') FROM (
        SELECT seat ->> 'category' AS category, count(*) AS counted
        FROM jsonb_array_elements(seats) AS seat GROUP BY 1
    ) AS by_category);
CREATE FUNCTION categories_of_seats(seats jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN (SELECT array_agg(seat ->> 'category' ORDER BY place)
            FROM jsonb_array_elements(seats) WITH ORDINALITY AS listed(seat, place));
ALTER TABLE seat_layouts
    ADD COLUMN categories jsonb GENERATED ALWAYS AS (seats_by_category(seats)) STORED,
    ADD COLUMN seat_categories text[] GENERATED ALWAYS AS (categories_of_seats(seats)) STORED;
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0017_unpaid_reservations")]

    operations = [ops.RunSQL(_CATEGORIES)]
