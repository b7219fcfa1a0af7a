"""Wire shapes shared by every domain."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from server.core.money import Money


class Wire(BaseModel):
    """Base of every request and response body."""

    model_config = ConfigDict(
        from_attributes=True,
        str_strip_whitespace=True,
        # An answer always has all of its fields, null where there is nothing: its schema says so.
        json_schema_serialization_defaults_required=True,
    )


class Query(Wire):
    """Base of every query string."""


Cursor = Annotated[str | None, Field(description="`next_cursor` of the page before")]
"""Where in a list to go on. What it may be, the list's own cursors say (``core.cursor``)."""

Moment = Annotated[
    AwareDatetime,
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
]
"""An instant with its offset, RFC 3339."""

GivenMoment = Annotated[
    AwareDatetime, Field(ge=datetime(1000, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC))
]
"""An instant that a request names: far enough from the ends of the calendar to be reckoned with."""


class MoneyOut(Wire):
    """An amount in the currency's minor unit: 25000 INR is ₹250.00."""

    amount: int
    currency: Annotated[str, Field(min_length=3, max_length=3)]

    @classmethod
    def of(cls, money: Money) -> "MoneyOut":
        """Make the wire shape of an amount."""
        return cls(amount=money.amount, currency=money.currency)


class FieldError(Wire):
    """What is wrong with one field; ``field`` is a dotted path into the request."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    field: str
    code: str
    message: Annotated[str, Field(description="A sentence for people, in English")]
    limit: Annotated[float | int | None, Field(description="How long, many, large or small it may be")] = None


class Problem(Wire):
    """RFC 9457 problem details. ``code`` is stable; further members depend on it."""

    model_config = ConfigDict(extra="allow", json_schema_serialization_defaults_required=False)

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldError] | None = None
    seats: Annotated[list[str] | None, Field(description="The seats in the way, by label")] = None
    remaining: Annotated[int | None, Field(description="How many seats are free side by side")] = None
    scope: Annotated[str | None, Field(description="Which limit was reached")] = None
    retry_after: Annotated[int | None, Field(description="Seconds, as in Retry-After")] = None


Item = TypeVar("Item")


class Page(Wire, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last."""

    items: list[Item]
    next_cursor: str | None = None
