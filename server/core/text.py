"""Text that people write: what of it is kept, and how it is looked for."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Hindi and Telugu need them inside words."""


def written(text: str, *, lines: bool = False) -> str:
    """Return a text as it is kept: composed, and of characters that are seen.

    With ``lines`` it may have more than one. Raises ``ValueError`` for control characters and for those that
    turn the direction of writing.
    """
    text = unicodedata.normalize("NFC", text)
    allowed = _JOINERS + "\n" if lines else _JOINERS
    for character in text:
        if unicodedata.category(character) in _UNSEEN and character not in allowed:
            raise ValueError("there are no control characters in it")
    return text


def containing(text: str | None) -> str | None:
    """Return the pattern of ILIKE for values that contain a text as it stands; None for no text."""
    if not text:
        return None
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"
