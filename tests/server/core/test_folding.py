"""One folding for searches and slugs: the same in Python, in PostgreSQL and in the clients."""

import json
import unicodedata
from pathlib import Path

import pytest

from server.core.db import rows
from server.core.folding import folded
from server.planning.slugs import slug_of, usable

EXAMPLES = json.loads(
    (Path(__file__).parents[3] / "client_sdk/tests/support/folded.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("text", "looked_for"), EXAMPLES)
def test_texts_are_folded(text, looked_for):
    assert folded(text) == looked_for
    assert folded(folded(text)) == looked_for


async def test_postgresql_folds_as_python_does(database):
    # Characters that PostgreSQL's tables and Python's may have of different versions are left out.
    letters = [
        chr(code)
        for code in range(1, 0x10000)
        if unicodedata.ucd_3_2_0.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    texts = [f"a{letter}b" for letter in letters] + [text for text, _ in EXAMPLES]
    found = await rows("SELECT t, fold_accents(t) AS folded FROM unnest($1::text[]) AS t", [texts])
    differ = {
        row["t"]: (row["folded"], folded(row["t"])) for row in found if row["folded"] != folded(row["t"])
    }
    assert differ == {}
    assert len(found) == len(texts)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("1917", "film-1917"), ("2001", "film-2001"), ("1 9 1 7", "1-9-1-7"), ("New", "film-new"),
        ("12 Angry Men", "12-angry-men"), ("Łódź", "lodz"), ("Don’t Look Up", "dont-look-up"),
        ("Søren & Þór", "soren-thor"), ("మాయాబజార్", None), ("…!", None), ("4" * 200, "film-" + "4" * 75),
        ("दंगल 2", None), ("బాహుబలి 2", None), ("2 😀", "film-2"), ("RRR రౌద్రం", "rrr"),
    ],
)  # fmt: skip
def test_a_slug_is_never_taken_for_an_id(title, slug):
    assert slug_of(title, kind="film", longest=80) == slug


@pytest.mark.parametrize("slug", ["43", "007", "new", "search"])
def test_a_chosen_slug_means_nothing_else(slug):
    with pytest.raises(ValueError, match=r"letter|something else"):
        usable(slug)
