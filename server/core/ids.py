"""Identifiers: time-ordered UUIDs for rows, unguessable codes for what people carry."""

import secrets
from base64 import urlsafe_b64encode
from datetime import date
from uuid import UUID

from uuid_utils.compat import uuid7

# No 0/O, 1/I/L or U: a reference is read aloud at a counter and typed on a phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """Return a version 7 UUID: random, and ordered by time so that index pages stay warm."""
    return uuid7()


def booking_reference(day: date) -> str:
    """Return a booking's public reference, ``MVM-YYYYMMDD-XXXXXXXX``, dated in the theatre's zone."""
    return f"MVM-{day:%Y%m%d}-{_letters(8)}"


def ticket_code() -> str:
    """Return a ticket's code: 26 characters, about 128 bits, so that it cannot be guessed."""
    return _letters(26)


def hold_token() -> str:
    """Return the secret that ties holds to one browser before anybody signs in (192 bits)."""
    return urlsafe_b64encode(_entropy.take(24)).decode()


def hold_id(show_id: int) -> str:
    """Return a new hold's id, which names its show (128 random bits)."""
    return f"{show_id}-{_entropy.take(16).hex()}"


def _letters(count: int) -> str:
    """Return random letters, from a number so much larger than what they say that none is likelier."""
    number, found = int.from_bytes(_entropy.take(count + 8)), []
    for _ in range(count):
        number, place = divmod(number, len(_ALPHABET))
        found.append(_ALPHABET[place])
    return "".join(found)


class _Entropy:
    """The system's random bytes, fetched some thousand at a time: a hold needs two handfuls."""

    _STOCK = 4096

    def __init__(self) -> None:
        self._bytes = b""
        self._used = 0

    def take(self, count: int) -> bytes:
        """Return bytes that are never given twice."""
        start, end = self._used, self._used + count
        if end > len(self._bytes):
            self._bytes = secrets.token_bytes(self._STOCK)
            start, end = 0, count
        self._used = end
        return self._bytes[start:end]


_entropy = _Entropy()
