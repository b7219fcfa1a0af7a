"""Names in addresses: lower case, digits and hyphens, and never what an id looks like."""

import re

from pydantic_core import PydanticCustomError

from server.core.folding import folded

PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_RESERVED = frozenset({"all", "api", "edit", "me", "new", "search"})
"""Words that an address means something else by, or may one day."""


def slug_of(title: str, *, kind: str, longest: int) -> str | None:
    """Return a slug made of a title; None where nothing of it can be written in a to z.

    Accents are folded: ``Amélie`` is ``amelie``. What would be taken for an id or for a word of the address
    gets its ``kind`` before it: the film ``1917`` is ``film-1917``. A number that is left of words in another
    script names nothing: of ``दंगल 2`` no slug is made.
    """
    words = re.findall(r"[a-z0-9]+", folded(title))
    slug = "-".join(words)[:longest].strip("-")
    if slug.replace("-", "").isdigit() and any(letter.isalpha() for letter in title):
        return None
    if slug and _means_something_else(slug):
        slug = f"{kind}-{slug}"[:longest].strip("-")
    return slug or None


def usable(slug: str) -> str:
    """Return a slug that somebody chose; raises a pydantic error for one that an address means otherwise."""
    if slug in _RESERVED:
        raise PydanticCustomError("slug_reserved", "This word means something else in addresses")
    if _means_something_else(slug):
        raise PydanticCustomError(
            "slug_needs_letter", "Digits alone would be taken for a number: write a letter too"
        )
    return slug


def _means_something_else(slug: str) -> bool:
    return slug in _RESERVED or slug.isdigit()
