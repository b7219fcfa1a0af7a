"""Names in addresses: lower case, digits and hyphens."""

import re
import unicodedata

_QUOTES = "'’"
PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def slug_of(title: str, *, longest: int) -> str | None:
    """Return a slug made of a title; None where nothing of it can be written in a to z.

    Accents are folded: ``Amélie`` is ``amelie``.
    """
    letters = unicodedata.normalize("NFKD", title).lower()
    folded = "".join(
        letter for letter in letters if not unicodedata.combining(letter) and letter not in _QUOTES
    )
    words = re.findall(r"[a-z0-9]+", folded)
    return "-".join(words)[:longest].strip("-") or None
