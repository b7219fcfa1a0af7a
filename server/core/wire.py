"""Wire shapes shared by every domain."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticKnownError

from server.core.money import Money


class Wire(BaseModel):
    """Base of every request and response body."""

    model_config = ConfigDict(
        from_attributes=True,
        str_strip_whitespace=True,
        # An answer always has all of its fields, null where there is nothing: its schema says so.
        json_schema_serialization_defaults_required=True,
    )


_PLAIN: dict[Any, tuple[re.Pattern[str], Literal["int_parsing", "float_parsing"]]] = {
    int: (re.compile("-?[0-9]+"), "int_parsing"),
    float: (re.compile("-?[0-9]+([.][0-9]+)?"), "float_parsing"),
}


class Query(Wire):
    """Base of every query string. Its numbers are written in digits: ``2.0`` and ``1_0`` are none."""

    @field_validator("*", mode="before")
    @classmethod
    def _written_in_digits(cls, sent: Any, info: ValidationInfo) -> Any:
        kind = _number_in(cls.model_fields[str(info.field_name)].annotation)
        if kind is not None and isinstance(sent, str):
            pattern, fault = _PLAIN[kind]
            if not pattern.fullmatch(sent):
                raise PydanticKnownError(fault)
        return sent


def _number_in(annotation: Any) -> Any:
    """Return which kind of number a field takes, None for a field of another kind."""
    if annotation is int or annotation is float:
        return annotation
    return next((kind for part in get_args(annotation) if (kind := _number_in(part)) is not None), None)


Cursor = Annotated[str | None, Field(description="`next_cursor` of the page before")]
"""Where in a list to go on. What it may be, the list's own cursors say (``core.cursor``)."""

Moment = Annotated[
    AwareDatetime,
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
]
"""An instant with its offset, RFC 3339."""

_WRITTEN_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:")
_FIRST_YEAR, _LAST_YEAR = 1000, 8999


def _read(sent: Any) -> Any:
    """Read what is written as RFC 3339 has it; not seconds since 1970, which pydantic takes for one too."""
    if isinstance(sent, datetime):
        return sent
    try:
        if isinstance(sent, str) and _WRITTEN_TIME.match(sent):
            return datetime.fromisoformat(sent.upper())
    except ValueError as error:
        raise PydanticKnownError("datetime_parsing", {"error": str(error)}) from error
    raise PydanticKnownError("datetime_parsing", {"error": "it is not written as RFC 3339 has it"})


def _reckonable(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticKnownError("datetime_parsing", {"error": "it is too near an end of the calendar"})
    return moment


def _reckonable_date(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise PydanticKnownError("date_parsing", {"error": "it is too near an end of the calendar"})
    return day


# Arithmetic at the ends of the calendar overflows, and to PostgreSQL its first and last day are infinite.
GivenMoment = Annotated[AwareDatetime, BeforeValidator(_read), AfterValidator(_reckonable)]
"""An instant that a request names: far enough from the ends of the calendar to be reckoned with."""

GivenTime = Annotated[datetime, BeforeValidator(_read), AfterValidator(_reckonable)]
"""A time that a request names, with its offset or without: then it is a theatre's own time."""

GivenDate = Annotated[date, AfterValidator(_reckonable_date)]
"""A date that a request names."""


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
