"""Names in addresses: lower case, digits and hyphens."""

import re
import unicodedata

PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def slug_of(title: str, *, longest: int) -> str | None:
    """Return a slug made of a title; None where nothing of it can be written in a to z.

    Accents are folded: ``Amélie`` is ``amelie``.
    """
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", folded.replace("'", ""))
    return "-".join(words)[:longest].strip("-") or None
