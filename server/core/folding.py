# ruff: noqa: RUF001 # characters that look like others are what this is about
"""How texts are compared when somebody looks for one: the one folding of searches and of slugs.

People type without accents, with the straight apostrophe of their keyboard, and in whatever case. ``Łódź`` is
found by ``lodz``, ``Don't Look Up`` by ``dont``, and ``Straße`` by ``strasse``. Vowel signs of Devanagari and
Telugu are no accents and stay; what is often left out in these scripts (nukta, the joiners) goes.

PostgreSQL has the same as ``fold_accents`` (migration 0023), for what it stores; a test holds them equal.
"""

import re
import unicodedata

_APOSTROPHES = "'`´‘’‛ʹʻʼʽˈ′＇"
_SPACES = '"!#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¿·«»‹›“”„‟‐‑‒–—―−⁄…•।॥'
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ı": "i", "ĸ": "k", "ə": "e", "ς": "σ",
    # Written one way or the other: chandrabindu and anusvara.
    "\u0901": "\u0902", "\u0c00": "\u0c02", "\u0c01": "\u0c02",
}  # fmt: skip
# One that follows a number is read apart from it: 8½ is 8 1/2.
_FRACTIONS = re.compile("[¼½¾⅐-⅞↉]")
_APART = str.maketrans(dict.fromkeys(_APOSTROPHES, ""))
_JOINED = str.maketrans({**dict.fromkeys(_SPACES, " "), **_LETTERS})
# Accents, nuktas, joiners and what else is not seen.
_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\ufe00-\ufe0f"
    "\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u00ad\u200b-\u200d\u2060\ufeff]"
)
_BLANKS = re.compile("[ \t\n\r\f\v]+")


def folded(text: str) -> str:
    """Return a text as it is compared: lower case, without accents and apostrophes, single spaces."""
    text = unicodedata.normalize("NFKD", _FRACTIONS.sub(r" \g<0>", text.translate(_APART))).lower()
    text = _MARKS.sub("", text.translate(_APART).translate(_JOINED))
    return _BLANKS.sub(" ", text).strip(" ")
