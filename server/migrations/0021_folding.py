# ruff: noqa: RUF001 # characters that look like others are what this is about
"""Searches fold what decomposition does not: ł, ø, ß, þ, apostrophes, dashes; and titles without their dashes."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# The same as ``server.core.folding.folded``, which says why; a test holds them equal. The name is the older one.
FOLD = """
CREATE OR REPLACE FUNCTION fold_accents(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN btrim(regexp_replace(regexp_replace(
        replace(replace(replace(replace(
            translate(
                lower(normalize(translate(value, $q$'`´‘’‛ʹʻʼʽˈ′＇$q$, ''), NFKD)),
                $q$đðøłħŧŋıĸəς$q$ || U&'\\0901\\0C00\\0C01'
                    || $q$"!#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¿·«»‹›“”„‟‐‑‒–—―−…•।॥'`´‘’‛ʹʻʼʽˈ′＇$q$,
                'ddolhtnikeσ' || U&'\\0902\\0C02\\0C02'
                    || repeat(' ', 52)
            ),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        '[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f\\ufe00-\\ufe0f'
            '\\u093c\\u09bc\\u0a3c\\u0abc\\u0b3c\\u0cbc\\u00ad\\u200b-\\u200d\\u2060\\ufeff]', '', 'g'),
        '[ \\t\\n\\r\\f\\v]+', ' ', 'g'), ' ');
"""

# Spider-Man is also found by spiderman.
DOCUMENT = """
ALTER TABLE movies DROP COLUMN search_document;
ALTER TABLE movies ADD COLUMN search_document tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', fold_accents(title || ' ' || coalesce(original_title, ''))), 'A') ||
    setweight(to_tsvector('simple', CASE WHEN title ~ '[-‐‑–—·.]'
        THEN fold_accents(regexp_replace(title, '[-‐‑–—·.]', '', 'g')) ELSE '' END), 'A') ||
    setweight(to_tsvector('simple', fold_accents(people)), 'B') ||
    setweight(to_tsvector('simple', fold_accents(synopsis)), 'C')
) STORED;
CREATE INDEX movies_search ON movies USING gin (search_document);
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0020_sale_guards")]

    operations = [ops.RunSQL(FOLD), ops.RunSQL(DOCUMENT)]
