"""What the wire shapes of planning share."""

from collections.abc import Hashable
from typing import Annotated, TypeVar

from babel.numbers import list_currencies
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.core.text import Text
from server.core.wire import Cursor, Query
from server.planning.slugs import PATTERN, usable

Item = TypeVar("Item", bound=Hashable)

_MOST = 100_000_000


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise PydanticCustomError("unknown_currency", "This is no currency of ISO 4217, such as INR")
    return code


def different(items: list[Item]) -> list[Item]:
    """Return a list; raises ``ValueError`` where something is in it twice."""
    if twice := [item for item in dict.fromkeys(items) if items.count(item) > 1]:
        raise ValueError(f"{twice[0]} is in it twice")
    return items


Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Amount = Annotated[int, Field(ge=0, le=_MOST, description="Minor units")]
Price = Annotated[int, Field(ge=1, le=_MOST, description="Minor units")]
Line = Annotated[str, Text(200)]
Short = Annotated[str, Text(40)]
Prose = Annotated[str, Text(5000, lines=True)]
Currency = Annotated[str, Text(3, form=str.upper), AfterValidator(_currency), Field(description="ISO 4217")]
Names = Annotated[list[Short], AfterValidator(different), Field(max_length=40)]
Slug = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=PATTERN),
    AfterValidator(usable),
    Field(description="Its name in addresses; made of its name unless given"),
]


class ListQuery(Query):
    """Where in a list to go on, and how much of it."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class SearchQuery(ListQuery):
    """The same of a list that can be searched."""

    q: Annotated[str | None, Field(max_length=120, description="Text in the name")] = None
