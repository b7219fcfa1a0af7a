"""The one form of a promotion's code, however it is typed."""

import re
import unicodedata

LONGEST_CODE = 32
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def code_of(typed: str) -> str:
    """Return a code as it is kept: upper case, without spaces, with plain digits and hyphens."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    return "".join(text.split()).upper()
