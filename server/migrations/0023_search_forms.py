# ruff: noqa: RUF001 # characters that look like others are what this is about
"""Texts are found by each way to write them: L'Étranger by etranger, Spider-Man by spiderman; dates have bounds."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# The same as ``server.core.folding.folded``, which says why; a test holds them equal. The name is the older one.
FOLD = """
CREATE OR REPLACE FUNCTION fold_accents(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN btrim(regexp_replace(regexp_replace(
        replace(replace(replace(replace(
            translate(
                lower(normalize(regexp_replace(
                    translate(value, $q$'`´‘’‛ʹʻʼʽˈ′＇$q$, ''), '[¼½¾⅐-⅞↉]', ' \\&', 'g'), NFKD)),
                $q$đðøłħŧŋıĸəς$q$ || U&'\\0901\\0C00\\0C01'
                    || $q$"!#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¿·«»‹›“”„‟‐‑‒–—―−⁄…•।॥'`´‘’‛ʹʻʼʽˈ′＇$q$,
                'ddolhtnikeσ' || U&'\\0902\\0C02\\0C02'
                    || repeat(' ', 53)
            ),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        '[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f\\ufe00-\\ufe0f'
            '\\u093c\\u09bc\\u0a3c\\u0abc\\u0b3c\\u0cbc\\u00ad\\u200b-\\u200d\\u2060\\ufeff]', '', 'g'),
        '[ \\t\\n\\r\\f\\v]+', ' ', 'g'), ' ');
"""

# The text folded; its parts at apostrophes (L'Étranger, O'Brien); its parts joined (Spider-Man, M*A*S*H, AC/DC).
FORMS = """
CREATE FUNCTION search_forms(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN fold_accents(value)
        || CASE WHEN value ~ $q$['`´‘’‛ʹʻʼʽˈ′＇]$q$
           THEN ' ' || fold_accents(translate(value, $q$'`´‘’‛ʹʻʼʽˈ′＇$q$, repeat(' ', 13))) ELSE '' END
        || CASE WHEN value ~ '[-‐‑–—·•./*]'
           THEN ' ' || fold_accents(regexp_replace(value, '[-‐‑–—·•./*]', '', 'g')) ELSE '' END;
"""
DOCUMENT = """
ALTER TABLE movies DROP COLUMN search_document;
ALTER TABLE movies ADD COLUMN search_document tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', search_forms(title || ' ' || coalesce(original_title, ''))), 'A') ||
    setweight(to_tsvector('simple', search_forms(people)), 'B') ||
    setweight(to_tsvector('simple', search_forms(synopsis)), 'C')
) STORED;
CREATE INDEX movies_search ON movies USING gin (search_document);
"""

# The first and the last day of Python's calendar are infinite to PostgreSQL, and nothing is reckoned with them.
DATES = """
UPDATE movies SET released_on = CASE WHEN released_on < '1000-01-01' THEN date '1000-01-01' ELSE date '8999-12-31' END
    WHERE released_on < '1000-01-01' OR released_on > '8999-12-31';
ALTER TABLE movies ADD CONSTRAINT movies_released_on_check
    CHECK (released_on BETWEEN '1000-01-01' AND '8999-12-31');
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0022_slugs")]

    operations = [ops.RunSQL(DATES), ops.RunSQL(FOLD), ops.RunSQL(FORMS), ops.RunSQL(DOCUMENT)]
