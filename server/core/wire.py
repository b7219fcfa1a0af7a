"""Wire shapes shared by every domain."""

import re
from datetime import datetime
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, get_args

from pydantic import (
    AwareDatetime,
    BaseModel,
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


_Plain = tuple[re.Pattern[str], Literal["int_parsing", "float_parsing"]]
_PLAIN: dict[Any, _Plain] = {
    int: (re.compile("-?[0-9]+"), "int_parsing"),
    float: (re.compile("-?[0-9]+([.][0-9]+)?"), "float_parsing"),
}


class Query(Wire):
    """Base of every query string. Its numbers are written in digits: ``2.0`` and ``1_0`` are none."""

    _numbers: ClassVar[dict[str | None, _Plain]] = {}
    """How the number in a field is written, found out once for a class."""

    @classmethod
    def __pydantic_init_subclass__(cls, **more: Any) -> None:
        """Find the fields that take numbers."""
        super().__pydantic_init_subclass__(**more)
        kinds = {name: _number_in(field.annotation) for name, field in cls.model_fields.items()}
        cls._numbers = {name: _PLAIN[kind] for name, kind in kinds.items() if kind is not None}

    @field_validator("*", mode="before")
    @classmethod
    def _written_in_digits(cls, sent: Any, info: ValidationInfo) -> Any:
        plain = cls._numbers.get(info.field_name)
        if plain is not None and isinstance(sent, str) and not plain[0].fullmatch(sent):
            raise PydanticKnownError(plain[1])
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
