"""Passwords: argon2id, and a measure of how soon one would be guessed.

Hashes use the second recommended option of RFC 9106 (section 4): argon2id, 3 passes, 64 MiB, 4 lanes, a salt
of 16 bytes. Tests, which make thousands of people, may use cheap parameters; settings refuse these elsewhere.

Length counts and composition does not (NIST SP 800-63B): what is refused is what is on
everybody's list, or follows from the person's own name and address.
"""

import asyncio
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Literal, TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.accounts.errors import WeakPassword
from server.core.errors import Unavailable

Answer = TypeVar("Answer")

_STANDARD = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_LONGEST_LINE = 40
"""Passwords that wait or are looked at: seconds of work. Who came later would give up before their turn."""
_LATER_SECONDS = 5


class _Line:
    """Those who wait until a password is looked at.

    Each hash needs its 64 MiB: a crowd that signs in waits its turn, and the memory stays what it is.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max(2, os.cpu_count() or 2), thread_name_prefix="passwords")
        self.length = 0

    async def take(self, work: Callable[[], Answer]) -> Answer:
        """Return what comes of the work, in its turn; the event loop goes on."""
        self.length += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self.length -= 1


_LINE = _Line()


class _Hashing:
    """How a process hashes, and a hash that nobody's password has."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hasher = hasher
        # Verified when the address is unknown, so that an answer takes as long as for a known one.
        self.nobody = hasher.hash("nobody has this password")


# Standard hashing takes about 50 ms here, in a thread so that the event loop goes on.
_in_use = _Hashing(_STANDARD)


def use_hashing(cost: Literal["standard", "cheap"]) -> None:
    """Hash with these parameters from now on in this process. Hashes that exist go on matching."""
    global _in_use  # noqa: PLW0603 - decided once, when a process starts
    _in_use = _Hashing(_CHEAP if cost == "cheap" else _STANDARD)


_LEAST_SCORE = 2
"""Of zxcvbn's 0 to 4: fewer than a million guesses is less than that."""
_LEAST_OF_OWN = 6
"""Characters that are neither of the person's name nor of their address."""
_WORD = 3
"""Characters of the shortest name that is looked for."""
_JUDGED = 72
"""Characters that are looked at; a guesser who needs more has given up."""


def hash_password(password: str) -> str:
    """Return the hash of a password, salt and parameters inside. Blocking."""
    return _in_use.hasher.hash(_prepared(password))


def ensure_turn() -> None:
    """Raise ``Unavailable`` where so many wait already that one more would only make all of them later.

    For the first to ask in a request, before anything is counted: who is sent away has tried nothing.
    """
    if _LINE.length >= _LONGEST_LINE:
        raise Unavailable("Many people are signing in at this moment", retry_after=_LATER_SECONDS)


async def hashed(password: str) -> str:
    """Hash without holding up the event loop."""
    return await _LINE.take(partial(hash_password, password))


async def matches(password: str, stored: str | None) -> bool:
    """Tell whether a password belongs to a stored hash; takes as long when there is none."""
    verify = partial(_in_use.hasher.verify, stored or _in_use.nobody, _prepared(password))
    try:
        return await _LINE.take(verify) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _in_use.hasher.check_needs_rehash(stored)


async def ensure_strong(password: str, *, field: str, about: tuple[str, ...]) -> None:
    """Raise ``WeakPassword``, naming the field, for one soon guessed by who knows ``about`` the person."""
    if await _LINE.take(partial(_score, password, about)) < _LEAST_SCORE:
        raise WeakPassword.at(field)


def _score(password: str, about: tuple[str, ...]) -> int:
    # Imported here: it brings lists of ten thousands of words, for those who choose a password.
    from zxcvbn import zxcvbn

    judged = _prepared(password)[:_JUDGED]
    words = {word for text in about for word in re.split(r"[\W_]+", text.lower()) if len(word) >= _WORD}
    rest = judged.lower()
    for word in words:
        rest = rest.replace(word, "")
    if len(rest) < _LEAST_OF_OWN:
        return 0
    return int(zxcvbn(judged, user_inputs=[*about, *words])["score"])


def _prepared(password: str) -> str:
    """Return a password as it is hashed: keyboards differ in how they compose an accent (RFC 8265)."""
    return normalize("NFC", password)
