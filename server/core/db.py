"""PostgreSQL through Tortoise: connection settings, transactions, and raw rows."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection, get_connections
from tortoise.exceptions import DBConnectionError, ValidationError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from server.core.outage import POSTGRESQL
from server.core.postgres import CONNECT_SECONDS, Connection
from server.settings import postgres

APP = "server"
PATIENT_SECONDS = 120.0
"""For a statement in a worker or a command, where nobody stands and waits."""
MIGRATION_SECONDS = 3600.0
T = TypeVar("T")
M = TypeVar("M", bound=Model)

MODEL_MODULES = [
    "server.core.models",
    "server.accounts.models",
    "server.catalogue.models",
    "server.venues.models",
    "server.pricing.models",
    "server.promotions.models",
    "server.loyalty.models",
    "server.payments.models",
    "server.booking.models",
    "server.forecasting.models",
    "server.notifications.models",
    "server.training.models",
]
_UNIQUE_VIOLATION, _EXCLUSION_VIOLATION, _REFERENCE_VIOLATION = "23505", "23P01", "23503"

AWAY: tuple[type[Exception], ...] = (
    OSError,
    DBConnectionError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    # What the driver's pool raises when it resets a connection whose server was killed under a query.
    asyncpg.InternalClientError,
)
"""PostgreSQL is away, frozen, starting or stopping, or the connection broke: another try may succeed.

A time limit that runs out is an ``OSError`` too. Whether the statement was carried out is then not known.
"""


def credentials(url: str) -> dict[str, Any]:
    """Return asyncpg's connection arguments for a ``postgresql://`` address, every parameter of it honoured.

    Raises ``ValueError`` for what cannot be read or done (``server.settings.postgres``).
    """
    return dict(postgres.read(url))


def config(url: str, *, pool: int = 10, seconds: float = PATIENT_SECONDS) -> dict[str, Any]:
    """Return Tortoise's configuration: one connection pool, one app, its migrations.

    A statement, and the wait for a connection, may each take ``seconds``.
    """
    return {
        "connections": {
            "default": {
                "engine": "server.core.postgres",
                "credentials": {
                    # Restoring those that nobody uses, from a server that is away, is a trace each time.
                    "minsize": 0,
                    "maxsize": pool,
                    "timeout": min(CONNECT_SECONDS, seconds),
                    "command_timeout": seconds,
                    "reset": _as_it_is,
                    **credentials(url),
                },
            }
        },
        "apps": {
            APP: {
                "models": MODEL_MODULES,
                "default_connection": "default",
                "migrations": "server.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


async def _as_it_is(_: Any) -> None:
    """Leave a connection that is given back as it is; the driver has ended its transaction already.

    That it comes back at all means that its server answered.
    Nobody here sets anything for longer than a transaction, so the round trip that would undo it, after
    each statement outside of a transaction, is saved. A rule of the architecture tests holds this true.
    """
    POSTGRESQL.over()


async def connect(url: str, *, pool: int = 10, seconds: float = PATIENT_SECONDS) -> None:
    """Open the pool of this process. The context is global: every task of the process shares it."""
    await Tortoise.init(config=config(url, pool=pool, seconds=seconds), _enable_global_fallback=True)


async def dial(url: str, *, seconds: float = PATIENT_SECONDS) -> asyncpg.Connection:
    """Return a connection outside of the pool, on which a statement may take ``seconds``."""
    return await asyncpg.connect(
        **credentials(url), timeout=CONNECT_SECONDS, command_timeout=seconds, connection_class=Connection
    )


async def promptly(read: Coroutine[Any, Any, T], *, seconds: float) -> T:
    """Return what a read gives, or raise ``TimeoutError`` after ``seconds`` and leave it to its end.

    For who must answer soon: even giving a statement up takes a moment where the server is frozen.
    """
    task = asyncio.ensure_future(read)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            raise TimeoutError(f"no answer within {seconds:g} s")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(lambda left: left.cancelled() or left.exception())


async def disconnect() -> None:
    """Close the pool and forget the context."""
    await Tortoise.close_connections()


_inside_transaction: ContextVar[bool] = ContextVar("inside_transaction", default=False)


@asynccontextmanager
async def transaction() -> AsyncIterator[BaseDBAsyncClient]:
    """Open the one transaction of a request or task; inside it nobody is called but PostgreSQL.

    Tortoise keeps the open transaction in a context variable, and gives neither it nor the pool's
    connection back when beginning or ending fails half-way (the server was killed, the task cancelled).
    A web server handles all requests of a kept-alive connection in one task, so each later request
    would meet the dead transaction. What was there before is therefore put back here, in any case.
    """
    connections = get_connections()
    outside = connections.get("default")
    context = in_transaction("default")
    inside_before = _inside_transaction.set(True)
    try:
        async with _given_back(context) as inside:
            yield inside
    finally:
        _inside_transaction.reset(inside_before)
        if connections.get("default") is not outside:
            connections.set("default", outside)


@asynccontextmanager
async def _given_back(context: Any) -> AsyncIterator[BaseDBAsyncClient]:
    """Enter a transaction; give its connection back to the pool if it cannot even begin."""
    try:
        inside = await context.__aenter__()
    except BaseException:
        pool, acquired = context.client._parent._pool, context.client._connection  # noqa: SLF001 # Tortoise has no way to ask
        if pool is not None and acquired is not None:
            await pool.release(acquired)
        raise
    try:
        yield inside
    except BaseException as error:
        await context.__aexit__(type(error), error, error.__traceback__)
        raise
    else:
        await context.__aexit__(None, None, None)


def connection() -> BaseDBAsyncClient:
    """Return the current connection: the open transaction's, else the pool."""
    return get_connection("default")


async def rows(sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Run a query with ``$1`` parameters and return its rows as dictionaries."""
    return await connection().execute_query_dict(sql, list(values))


async def models(kind: type[M], sql: str, values: Sequence[Any] = ()) -> list[M]:
    """Return the models that a query of all their columns selects.

    For what every sale reads: Tortoise builds the SQL of each of its queries anew, which was an eighth of the
    time of a purchase.
    """
    return [kind._init_from_db(**found) for found in await rows(sql, values)]  # noqa: SLF001 # as it does itself


async def row(sql: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
    """Return the first row of a query, or None."""
    found = await rows(sql, values)
    return found[0] if found else None


def ensure_outside_transaction() -> None:
    """Raise ``RuntimeError`` inside a transaction.

    For what many wait for together: whoever reads needs a connection of the pool, and those who wait inside
    transactions have them all.
    """
    if _inside_transaction.get():
        raise RuntimeError("inside a transaction nothing is read that others read too")


def cannot_be_kept(error: BaseException) -> bool:
    """Tell whether an error is that a value is none its column can hold: too long, too large, no text."""
    return any(
        isinstance(cause, asyncpg.DataError | ValidationError | UnicodeEncodeError)
        and not isinstance(cause, asyncpg.DivisionByZeroError)
        for cause in _causes(error)
    )


def violates(error: BaseException, constraint: str) -> bool:
    """Tell whether a database error is that something is there already: the named constraint or index."""
    cause = _of_postgresql(error, _UNIQUE_VIOLATION, _EXCLUSION_VIOLATION)
    return getattr(cause, "constraint_name", None) == constraint


def breaks_reference(error: BaseException) -> bool:
    """Tell whether a database error is that what is deleted is referred to, or what is named is not there."""
    return _of_postgresql(error, _REFERENCE_VIOLATION) is not None


def _of_postgresql(error: BaseException, *states: str) -> BaseException | None:
    """Return the error of these states that PostgreSQL gave, however it was wrapped; None for any other."""
    return next((cause for cause in _causes(error) if getattr(cause, "sqlstate", None) in states), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or (cause.args[0] if _wraps(cause) else None)


def _wraps(error: BaseException) -> bool:
    return bool(error.args) and isinstance(error.args[0], BaseException)
