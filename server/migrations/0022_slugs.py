"""No slug is a number or a word of the address: such a film, theatre or city could not be reached by it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

_KINDS = {"movies": ("film", 120), "theatres": ("theatre", 80), "cities": ("city", 60)}

# Where the name with its kind is somebody else's already, the id makes it one of its own.
_RENAME = """
UPDATE {table} t SET slug = CASE
    WHEN EXISTS (SELECT FROM {table} o WHERE o.slug = left('{kind}-' || t.slug, {longest}))
    THEN '{kind}-' || left(t.slug, {longest} - 20) || '-' || t.id
    ELSE left('{kind}-' || t.slug, {longest}) END
WHERE t.slug ~ '^[0-9]+$' OR t.slug IN ('all', 'api', 'edit', 'me', 'new', 'search');
ALTER TABLE {table} ADD CONSTRAINT {table}_slug_check CHECK (slug !~ '^[0-9]+$');
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0021_folding")]

    operations = [
        ops.RunSQL(_RENAME.format(table=table, kind=kind, longest=longest))
        for table, (kind, longest) in _KINDS.items()
    ]
