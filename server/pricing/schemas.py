"""Wire shapes of prices, as the house's people set and see them. Multiples are of the base price: 1.25."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from server.core.calendar import GivenMoment
from server.core.text import Text
from server.core.wire import Cursor, Moment, MoneyOut, Query, Wire
from server.pricing.why import Why

_Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
_Reason = Annotated[str, Text(300, least=3)]
_Floor = Annotated[float, Field(ge=0.1, le=1)]
_Ceiling = Annotated[float, Field(ge=1, le=5)]
_Step = Annotated[float, Field(ge=0.0001, le=1, description="The largest move at once")]

Source = Literal["override", "ml", "base"]


class RulesIn(Wire):
    """How far a theatre's prices may depart from their base, and whether they do so by themselves."""

    automatic: Annotated[bool, Field(description="false is the kill switch: base prices at once")]
    floor: _Floor
    ceiling: _Ceiling
    step: _Step
    interval_minutes: Annotated[int, Field(ge=1, le=10_080, description="The least time between two moves")]
    unit: Annotated[int, Field(ge=0, le=1_000_000, description="Prices are multiples of it, minor units")] = 0
    hold_out: Annotated[
        float, Field(ge=0, le=0.5, description="Share of shows that keep their base for ever")
    ]
    reason: _Reason | None = None


class RulesOut(Wire):
    """The rules of one theatre."""

    theatre_id: int
    theatre_name: str
    city: str
    currency: str
    automatic: bool
    floor: float
    ceiling: float
    step: float
    interval_minutes: int
    unit: int
    hold_out: float


class OverrideIn(Wire):
    """Prices by hand: one price, or a multiple of the base prices; why, and until when."""

    price: Annotated[
        int | None,
        Field(ge=1, le=2**31 - 1, description="Minor units, of the cheapest category; others in proportion"),
    ] = None
    multiplier: Annotated[float | None, Field(gt=0, le=10)] = None
    reason: _Reason
    until: GivenMoment

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.price is None) == (self.multiplier is None):
            raise ValueError("give a price or a multiplier, and not both")
        return self


class HistoryQuery(Query):
    """One page of a show's changes of price."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class PersonOut(Wire):
    """Who of the house did something."""

    id: UUID
    name: str


class PriceChangeOut(Wire):
    """One change of what a show costs; ``from`` and ``to`` are of its leading category.

    The first is what it was opened at.
    """

    id: Annotated[int, Field(description="0: the opening")]
    at: Moment
    source: Source
    category: Annotated[str, Field(description="The leading one, whose price `from` and `to` are")]
    before: Annotated[MoneyOut | None, Field(serialization_alias="from", description="null: the opening")]
    after: Annotated[MoneyOut, Field(serialization_alias="to")]
    prices: Annotated[dict[str, int], Field(description="By category, minor units")]
    multiplier: Annotated[float | None, Field(description="What the model asked")]
    model_version: str | None
    why: Why
    reason: Annotated[str | None, Field(description="In the words of whoever changed it")]
    by: PersonOut | None


class ArmIn(Wire):
    """One way to set prices in an experiment."""

    name: Annotated[str, Text(40)]
    share: Annotated[float, Field(gt=0, lt=1)]
    policy: Literal["base", "ml"]
    floor: _Floor | None = None
    ceiling: _Ceiling | None = None
    step: _Step | None = None


class ExperimentIn(Wire):
    """An experiment as it is to be: which shows, and how they are divided. The first arm is compared with."""

    name: Annotated[str, Text(80)]
    theatre_ids: Annotated[
        list[_Id], Field(default_factory=list, max_length=500, description="Empty: every theatre")
    ]
    starts_at: Annotated[GivenMoment, Field(description="Shows that start from here on")]
    ends_at: Annotated[GivenMoment, Field(description="and before here")]
    arms: Annotated[list[ArmIn], Field(min_length=2, max_length=5)]

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("it ends before it starts")
        if abs(sum(arm.share for arm in self.arms) - 1) > 1e-6:  # noqa: PLR2004 # rounding of the shares
            raise ValueError("the shares of the arms must add up to 1")
        if len({arm.name for arm in self.arms}) < len(self.arms):
            raise ValueError("two arms have one name")
        return self


class ResultOut(Wire):
    """What one arm brought so far, from shows that are over."""

    arm: str
    shows: int
    tickets: int
    revenue_per_show: MoneyOut
    uplift_percent: Annotated[float | None, Field(description="Over the first arm")]
    low: Annotated[float | None, Field(description="Of a 95 % interval")]
    high: float | None


class ExperimentOut(Wire):
    """An experiment; results where it was asked for alone."""

    id: UUID
    name: str
    theatre_ids: list[int]
    starts_at: Moment
    ends_at: Moment
    arms: list[ArmIn]
    status: Literal["planned", "running", "ended"]
    created_at: Moment
    results: Annotated[list[ResultOut] | None, Field(description="One list a currency's theatres share")]


class ExperimentQuery(Query):
    """One page of experiments."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


Status = Literal["planned", "running", "ended"]


def status_of(starts_at: datetime, ends_at: datetime, ended_at: datetime | None, at: datetime) -> Status:
    """Return where an experiment stands at a moment."""
    if ended_at is not None or at >= ends_at:
        return "ended"
    return "running" if at >= starts_at else "planned"
