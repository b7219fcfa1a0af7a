"""Wire shapes of promotions, as the house's people write and see them."""

import re
from datetime import UTC
from typing import Annotated, Any, Self
from uuid import UUID

from babel.numbers import list_currencies
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from server.core.calendar import GivenMoment
from server.core.editing import Change, Editable
from server.core.text import Text
from server.core.wire import Cursor, Moment, Query, Wire
from server.promotions.codes import LONGEST_CODE, code_of
from server.promotions.models import PromotionKind

_Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
_Count = Annotated[int, Field(ge=1, le=2**31 - 1)]
_WHOLE = 10_000


def _code(typed: str) -> str:
    code = code_of(typed)
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]*", code):
        raise PydanticCustomError("not_a_promotion_code", "A code has letters a to z, digits, - and _")
    return code


class PromotionIn(Wire):
    """A promotion as it is to be: a code, what it takes off, when, how often, and for whom."""

    code: Annotated[str, Text(LONGEST_CODE, least=3, form=_code)]
    label: Annotated[str, Text(80)]
    kind: PromotionKind
    value: Annotated[
        int, Field(ge=1, le=2**31 - 1, description="Basis points (2000 is 20 %), or minor units")
    ]
    currency: Annotated[
        Annotated[str, Text(3, form=str.upper)] | None,
        Field(description="ISO 4217; needed where there is an amount"),
    ] = None
    max_discount: Annotated[_Count | None, Field(description="Minor units; for a percentage")] = None
    starts_at: GivenMoment
    ends_at: GivenMoment | None = None
    total_limit: _Count | None = None
    per_user_limit: _Count | None = None
    first_booking_only: bool = False
    min_seats: Annotated[int, Field(ge=1, le=50)] = 1
    theatre_ids: Annotated[
        list[_Id], Field(default_factory=list, max_length=500, description="Empty: every theatre")
    ]
    movie_ids: Annotated[
        list[_Id], Field(default_factory=list, max_length=500, description="Empty: every film")
    ]
    active: bool = True

    @field_validator("currency")
    @classmethod
    def _known(cls, currency: str | None) -> str | None:
        if currency is not None and currency not in list_currencies():
            raise PydanticCustomError("unknown_currency", "This is no currency of ISO 4217, such as INR")
        return currency

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        percent = self.kind is PromotionKind.PERCENT
        if percent and self.value > _WHOLE:
            raise ValueError("a percentage is at most 10,000 basis points")
        if not percent and self.max_discount is not None:
            raise ValueError("an amount is its own limit")
        if self.currency is None and (not percent or self.max_discount is not None):
            raise ValueError("an amount needs its currency")
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("it ends before it starts")
        return self


class PromotionChange(PromotionIn, Change):
    """A promotion as it is to be from now on."""


class PromotionOut(Editable):
    """A promotion, and how often it was used."""

    id: int
    code: str
    label: str
    kind: PromotionKind
    value: Annotated[int, Field(description="Basis points (2000 is 20 %), or minor units")]
    currency: str | None
    max_discount: int | None
    starts_at: Moment
    ends_at: Moment | None
    total_limit: int | None
    per_user_limit: int | None
    first_booking_only: bool
    min_seats: int
    theatre_ids: list[int]
    movie_ids: list[int]
    active: bool
    used: Annotated[int, Field(description="Uses that have not been given back")]
    created_by: UUID | None
    created_at: Moment

    def picture(self) -> dict[str, Any]:
        """Return all of it but what its uses make of it; times as the database has them, in UTC."""
        ends_at = self.ends_at and self.ends_at.astimezone(UTC).isoformat()
        said = self.model_dump(mode="json", include=set(PromotionIn.model_fields))
        return said | {"starts_at": self.starts_at.astimezone(UTC).isoformat(), "ends_at": ends_at}


class PromotionQuery(Query):
    """Promotions that are offered, those that are not, or all; and where in the list to go on."""

    active: bool | None = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
