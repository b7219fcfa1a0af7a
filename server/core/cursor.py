"""Cursors of lists: the last row's sort key, opaque to clients."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from server.core.errors import DomainError


class BadCursor(DomainError):
    """Raised when a cursor was not made by this list."""

    code = "bad_cursor"
    title = "This cursor does not belong to this list"


def encode(*key: Any) -> str:
    """Make a cursor of a sort key (strings, numbers, datetimes)."""
    return urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode(cursor: str | None, length: int) -> list[Any] | None:
    """Return the sort key of a cursor, None for the first page; raises ``BadCursor``."""
    if cursor is None:
        return None
    try:
        key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise BadCursor from error
    if not isinstance(key, list) or len(key) != length:
        raise BadCursor
    return key
