"""Cursors of lists: the last row's sort key, opaque to clients, and read back as what it was made of.

Anybody may send anything as a cursor. A list says of what kinds its sort key is, and nothing else gets as far
as PostgreSQL: no number that its column cannot hold, no moment that no calendar has, no text with a NUL, and
no cursor of another list.
"""

import binascii
from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from types import GenericAlias
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError

from server.core.errors import DomainError

LONGEST = 1000
"""Characters of a cursor. ``TEXT`` fits in, whatever its script."""
_LONGEST_TEXT = 120
_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class BadCursor(DomainError):
    """Raised when a cursor was not made by this list."""

    code = "bad_cursor"
    title = "This cursor does not belong to this list"


def _in_utc(moment: datetime) -> datetime:
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
    if not _EARLIEST <= moment <= _LATEST:
        raise ValueError("beyond the calendar")
    return moment


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("PostgreSQL keeps no NUL")
    return text


INT = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""A column of 32 bits."""
BIGINT = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""A column of 64 bits."""
MOMENT = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A ``timestamptz``, in UTC."""
TEXT = Annotated[str, Field(max_length=_LONGEST_TEXT), AfterValidator(_storable)]
"""A text of so many characters at most: a list sorts by no more of one."""
ID = UUID
"""A ``uuid``."""


class Cursors:
    """The cursors of one list: its name, and the kinds of its sort key in order."""

    def __init__(self, name: str, *kinds: Any) -> None:
        self.name = name
        self.kinds = kinds
        self._adapter: TypeAdapter[tuple[Any, ...]] = TypeAdapter(
            cast("Any", GenericAlias(tuple, (str, *kinds)))
        )

    def encode(self, *key: Any) -> str:
        """Make a cursor of a sort key."""
        return urlsafe_b64encode(self._adapter.dump_json((self.name, *key))).decode().rstrip("=")

    def decode(self, cursor: str | None) -> tuple[Any, ...] | None:
        """Return the sort key of a cursor, None for the first page; raises ``BadCursor``."""
        if cursor is None:
            return None
        if len(cursor) > LONGEST:
            raise BadCursor
        try:
            said = b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            name, *key = self._adapter.validate_json(said, strict=True)
        except (binascii.Error, ValidationError, ValueError) as error:
            raise BadCursor from error
        if name != self.name:
            raise BadCursor
        return tuple(key)
