"""How a program starts: what it makes is its owner's alone, and what keeps it from starting is one line."""

import asyncio
import os
import re
import ssl
import sys
from collections.abc import Awaitable, Callable
from time import monotonic

import asyncpg
from redis.exceptions import AuthenticationError
from redis.exceptions import ResponseError as RefusedByRedis
from tortoise.exceptions import DBConnectionError

from seat_engine import open_store
from seat_engine.errors import EngineUnavailable
from server.core import db
from server.core.keys import KeyRing
from server.core.library_logs import AWAY
from server.core.outage import POSTGRESQL, in_words, of_error
from server.settings import Settings, UnusableSettingError, get_settings

PATIENCE_SECONDS = 10.0
"""How long a server may still be starting beside us."""
_ONE_TRY_SECONDS = 5.0
_AGAIN_SECONDS = 0.25

_REFUSED = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError,
            asyncpg.InsufficientPrivilegeError)  # fmt: skip

# The seat engine says why Redis cannot be reached, in Redis's words and the TLS library's.
_REFUSAL = re.compile(r"\b(WRONGPASS|NOAUTH|NOPERM|certificate verify failed)\b")


def run(main: Callable[[], int | None]) -> int:
    """Run a program; return its exit code, 1 with one line on standard error where it cannot go on.

    Its files are for its owner alone, whatever the shell that started it says: uploads, mails and logs are.
    """
    os.umask(0o077)
    try:
        return main() or 0
    except UnusableSettingError as error:
        return _refuse(str(error))
    except (*AWAY, *_REFUSED) as error:
        name = "DATABASE_URL" if of_error(error) is POSTGRESQL else _redis_setting()
        return _refuse(f"{name}: {_reason(error)}")


def settings_for_service() -> Settings:
    """Return the settings of a program that stays, after a look at all that it needs.

    Raises ``UnusableSettingError`` for a key that cannot be read, for a server that refuses us, and for one
    that does not answer within ``PATIENCE_SECONDS``.
    """
    settings = get_settings()
    KeyRing.of(settings)
    asyncio.run(_reach(settings))
    return settings


async def _reach(settings: Settings) -> None:
    until = monotonic() + PATIENCE_SECONDS
    await _answers("DATABASE_URL", lambda: _ask_postgresql(settings.database_url), until)
    await _answers("REDIS_URL", lambda: _ask_redis(settings.redis_url), until)
    if settings.seats_redis_url:
        await _answers("SEATS_REDIS_URL", lambda: _ask_redis(str(settings.seats_redis_url)), until)


async def _answers(name: str, ask: Callable[[], Awaitable[None]], until: float) -> None:
    while True:
        try:
            async with asyncio.timeout(_ONE_TRY_SECONDS):
                await ask()
        except (*AWAY, *_REFUSED) as error:
            if _is_final(error) or monotonic() > until:
                raise UnusableSettingError(f"{name}: {_reason(error)}") from error
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            return


async def _ask_postgresql(url: str) -> None:
    connection = await asyncpg.connect(**db.credentials(url))
    await connection.close()


async def _ask_redis(url: str) -> None:
    store = open_store(url)
    try:
        await store.ping()
    finally:
        await store.aclose()


def _is_final(error: BaseException) -> bool:
    """Tell whether waiting would help nobody: we are refused, or the server does not prove who it is."""
    final = (*_REFUSED, ssl.SSLError, AuthenticationError, RefusedByRedis)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, final) or (isinstance(cause, EngineUnavailable) and _REFUSAL.search(str(cause))):
            return True
        cause = cause.__cause__
    return False


def _reason(error: BaseException) -> str:
    server = "PostgreSQL" if of_error(error) is POSTGRESQL else "Redis"
    if isinstance(error, DBConnectionError) and error.__cause__ is not None:
        error = error.__cause__
    if _is_final(error):
        return f"{server} cannot be used: {in_words(error)}"
    return f"{server} does not answer: {in_words(error)}"


def _redis_setting() -> str:
    return "SEATS_REDIS_URL" if get_settings().seats_redis_url else "REDIS_URL"


def _refuse(line: str) -> int:
    sys.stderr.write(f"error: {' '.join(line.split())}\n")
    return 1
