"""What the routes of planning share: a request's transaction, and what the database refuses in it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tortoise.exceptions import IntegrityError

from server.core.db import breaks_reference, transaction
from server.core.errors import DomainError
from server.planning.errors import StillUsed


@asynccontextmanager
async def refusing(told: Callable[[IntegrityError], DomainError | None]) -> AsyncIterator[None]:
    """Open a request's transaction; where the database refuses, raise what ``told`` makes of it."""
    try:
        async with transaction():
            yield
    except IntegrityError as error:
        if refusal := told(error):
            raise refusal from error
        raise


def still_used(error: IntegrityError) -> StillUsed | None:
    """Return the refusal of a deletion, where something refers to the row that nobody asked about."""
    return StillUsed() if breaks_reference(error) else None
