"""Text that people write: what of it is kept, and how much."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, PydanticKnownError, core_schema

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Hindi and Telugu need them inside words."""
_BLANKS = re.compile(r"[^\S\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
"""Spaces of every kind and tabs, but no ends of lines."""


def written(text: str, *, lines: bool = False) -> str:
    """Return a text as it is kept: composed, of characters that are seen, words by single spaces.

    With ``lines`` it may have more than one. Raises pydantic's error for control characters and for those
    that turn the direction of writing.
    """
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\t", " ") if lines else _BLANKS.sub(" ", text)
    allowed = _JOINERS + "\n" if lines else _JOINERS
    for character in text:
        if unicodedata.category(character) in _UNSEEN and character not in allowed:
            raise PydanticCustomError(
                "control_characters", "There is a character in it that cannot be seen: write it anew"
            )
    return text.strip()


@dataclass(frozen=True, slots=True)
class Text:
    """What a field of text takes: ``Annotated[str, Text(120)]`` is a line of 1 to 120 characters.

    The length is that of what is kept. Composing and changing the case can lengthen a text, and a text that
    is longer than its column is a failure of the database. ``form`` makes the one form of a text that has it.
    """

    most: int
    least: int = 1
    lines: bool = False
    form: Callable[[str], str] | None = None

    def kept(self, text: str) -> str:
        """Return a text as it is kept; raises pydantic's error for one that is too short or too long."""
        if len(text) > 4 * self.most:  # nothing makes it so much shorter: no time is spent on it
            raise PydanticKnownError("string_too_long", {"max_length": self.most})
        text = written(text, lines=self.lines)
        if self.form is not None:
            text = self.form(text)
        if len(text) < self.least:
            raise PydanticKnownError("string_too_short", {"min_length": self.least})
        if len(text) > self.most:
            raise PydanticKnownError("string_too_long", {"max_length": self.most})
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return how pydantic reads it: after what else the type says."""
        return core_schema.no_info_after_validator_function(self.kept, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return how the API document says it."""
        bounds = {"maxLength": self.most} | ({"minLength": self.least} if self.least else {})
        return {**handler(schema), **bounds}
