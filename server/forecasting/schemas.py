"""Wire shapes of forecasts, recommendations and models."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, RootModel, StringConstraints, model_validator

from server.core.calendar import GivenMoment, GivenTime
from server.core.text import Text
from server.core.wire import Moment, MoneyOut, Query, Wire
from server.pricing.schemas import PersonOut, Source

_Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
_Share = Annotated[float, Field(ge=0, le=1)]


class Weather(Wire):
    """What the day's weather is expected to be."""

    temp_max: Annotated[float | None, Field(ge=-60, le=60, description="Degrees Celsius")] = None
    precip_mm: Annotated[float | None, Field(ge=0, le=2000)] = None


class MoneyIn(Wire):
    """An amount in minor units."""

    amount: Annotated[int, Field(ge=0, le=2**31 - 1)]
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class FeaturesIn(Wire):
    """What is known of a show. With ``show_id`` what is left out is filled in from the house's own books."""

    show_id: _Id | None = None
    movie_id: _Id | None = None
    theatre_id: _Id | None = None
    genre: Annotated[str | None, StringConstraints(max_length=60)] = None
    base_price: Annotated[
        MoneyIn | Annotated[float, Field(gt=0, le=1e7)] | None,
        Field(description="Minor units with a currency, or a number in the currency's main unit"),
    ] = None
    screen_capacity: Annotated[int | None, Field(ge=1, le=5_000)] = None
    date_time: Annotated[GivenTime | None, Field(description="Local, or with its offset")] = None
    historical_occupancy: Annotated[
        _Share | None, Field(description="Share of seats that such shows usually sell")
    ] = None
    is_weekday: Annotated[bool | None, Field(description="Checked against date_time")] = None
    is_holiday: bool | None = None
    location: Annotated[
        str | None, StringConstraints(max_length=60), Field(description="Country, ISO 3166-1 alpha-2")
    ] = None
    weather: Weather | None = None
    promotional_flag: bool | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        return self.ensure_sense()

    def ensure_sense(self) -> Self:
        """Raise ``ValueError`` for features that say too little, or that contradict each other."""
        if self.show_id is None and self.date_time is None:
            raise ValueError("either show_id or date_time is needed")
        if self.is_weekday is not None and self.date_time is not None:
            weekday = self.date_time.weekday() < 5  # noqa: PLR2004 # Monday to Friday
            if weekday is not self.is_weekday:
                raise ValueError("is_weekday does not fit date_time")
        return self


class PredictIn(FeaturesIn):
    """One show's features, here or under ``features``; or those of many under ``items``."""

    features: FeaturesIn | None = None
    items: Annotated[list[FeaturesIn] | None, Field(min_length=1, max_length=500)] = None

    @property
    def wanted(self) -> list[FeaturesIn]:
        """Everything that is asked for, in order."""
        return self.items or [self.features or self]

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.items is not None or self.features is not None:
            if self.items is not None and self.features is not None:
                raise ValueError("give features or items, and not both")
            return self
        return self.ensure_sense()


class IntervalOut(Wire):
    """Where the outcome lies ``level`` of the time, in tickets."""

    low: float
    high: float
    level: float


class ContributionOut(Wire):
    """What one feature adds to the forecast or takes from it, in tickets, against a typical show."""

    feature: str
    meaning: str
    value: float | None
    contribution: float


class PredictionOut(Wire):
    """A forecast with how sure it is, why, and the price that would earn most."""

    show_id: int | None
    predicted_total_tickets: float
    confidence: Annotated[float, Field(description="Share of width the interval leaves: 1 − (h − l)/(h + l)")]
    interval: IntervalOut
    recommended_price: MoneyOut | None
    expected_revenue: Annotated[
        MoneyOut | None,
        Field(description="Of all tickets: sold ones at what they were sold for, the others at that price"),
    ]
    model_version: str
    typical_tickets: Annotated[float, Field(description="What the contributions are added to")]
    explanation: list[ContributionOut]
    imputed: Annotated[list[str], Field(description="What was not given and had to be assumed")]


class PredictionsOut(Wire):
    """Forecasts in the order they were asked for."""

    items: list[PredictionOut]


class PredictedOut(RootModel[PredictionOut | PredictionsOut]):
    """One forecast where one was asked for, or a list of them."""


class ExpectedOut(Wire):
    """How many tickets a show is expected to sell."""

    tickets: float
    low: float
    high: float
    level: float
    capacity: int


class ReasonOut(Wire):
    """Why a show costs what it does, in one sentence for who buys."""

    code: Literal["filling_fast", "quieter", "set_by_house"]
    text: str
    expected_percent: Annotated[int | None, Field(description="Of the seats")]


class CategoryOut(Wire):
    """One seat category's prices."""

    category: str
    base: MoneyOut
    current: MoneyOut
    recommended: MoneyOut | None
    floor: MoneyOut
    ceiling: MoneyOut


class ShowPriceOut(Wire):
    """What a show costs, where that comes from, and what would earn most."""

    show_id: int
    current_price: Annotated[MoneyOut, Field(description="Of the cheapest category, companions aside")]
    source: Source
    recommended_price: MoneyOut | None
    model_version: str | None
    categories: list[CategoryOut]
    expected: ExpectedOut | None
    reason: ReasonOut | None
    until: Annotated[Moment | None, Field(description="When an override ends")]


class PredictionsQuery(Query):
    """Which shows on sale: those that start in a window, of one theatre or of all."""

    since: Annotated[GivenMoment | None, Field(alias="from")] = None
    until: Annotated[GivenMoment | None, Field(alias="to")] = None
    theatre_id: _Id | None = None


class TheatreRef(Wire):
    """A theatre by name."""

    id: int
    name: str
    city: str


class ScreenRef(Wire):
    """A screen by name."""

    id: int
    name: str


class OverrideOut(Wire):
    """An override that counts now."""

    reason: str
    until: Moment
    by: PersonOut | None


class ShowOutlookOut(Wire):
    """One show on sale: what is expected, what it costs, what it should cost.

    Prices are those of the cheapest category (companions aside), and as customers see them: rounded and
    within the theatre's bounds. Revenue is of all categories at such prices.
    """

    show_id: int
    movie_id: int
    movie_title: str
    theatre: TheatreRef
    screen: ScreenRef
    starts_at: Moment
    time_zone: Annotated[str, Field(description="IANA name, of the theatre")]
    capacity: Annotated[int, Field(description="Seats that can be sold at all")]
    sold: int
    seats_left: Annotated[int, Field(description="Free now: not sold, reserved, on hold or kept back")]
    expected_tickets: Annotated[float, Field(description="Of the whole show: sold and to come")]
    low: float
    high: float
    level: float
    confidence: float
    expected_tickets_to_come: Annotated[
        float, Field(description="Not sold yet, and expected at current prices")
    ]
    recommended_tickets_to_come: Annotated[
        float, Field(description="Not sold yet, and expected at recommended prices")
    ]
    base_price: MoneyOut
    current_price: MoneyOut
    source: Source
    next_price: Annotated[
        MoneyOut,
        Field(
            description="What applying sets now: at most one step towards the recommended price; the current "
            "price where no step can be made, or not yet"
        ),
    ]
    recommended_price: Annotated[MoneyOut, Field(description="The goal: what would earn most")]
    may_apply: Annotated[bool, Field(description="Applying would change a price now")]
    steps_to_goal: Annotated[int, Field(description="The one that applying makes is counted")]
    step_minutes: Annotated[
        int, Field(description="The least time between two steps, made by hand or by themselves")
    ]
    next_step_at: Annotated[
        Moment | None,
        Field(
            description="The soonest moment of the next step; later than now where the last one was made "
            "less than step_minutes ago; null where there is no step to make, or the sale closes before"
        ),
    ]
    goal_at: Annotated[
        Moment | None,
        Field(
            description="When the goal is reached if the next step is made at next_step_at and one each "
            "interval from then on; null where the price does not move, or the sale closes before"
        ),
    ]
    change_percent: Annotated[
        float,
        Field(
            description="The recommended price against the current one, of the cheapest category, in percent"
        ),
    ]
    floor: MoneyOut
    ceiling: MoneyOut
    booked_revenue: Annotated[
        MoneyOut,
        Field(description="Of sold seats, at what they were sold for: without fees and tax that is added"),
    ]
    current_average_price: Annotated[
        MoneyOut,
        Field(
            description="Of the seats that are not sold, all categories, at current prices: nobody forecasts "
            "which of them will be sold"
        ),
    ]
    expected_revenue_to_come: Annotated[
        MoneyOut, Field(description="expected_tickets_to_come (unrounded) × current_average_price")
    ]
    expected_revenue: Annotated[
        MoneyOut, Field(description="Of the whole show at current prices: booked and to come")
    ]
    recommended_average_price: Annotated[
        MoneyOut, Field(description="The average of the same seats at recommended prices")
    ]
    recommended_revenue_to_come: Annotated[
        MoneyOut, Field(description="recommended_tickets_to_come (unrounded) × recommended_average_price")
    ]
    recommended_revenue: Annotated[
        MoneyOut, Field(description="Of the whole show at recommended prices: booked and to come")
    ]
    gain_percent: Annotated[
        float,
        Field(
            description="recommended_revenue_to_come over expected_revenue_to_come, less 1, in percent; 0 "
            "where the recommended prices are the current ones"
        ),
    ]
    held_out: Annotated[bool, Field(description="Keeps its base price: held out, or in such an arm")]
    automatic: Annotated[bool, Field(description="Moves by itself")]
    override: OverrideOut | None


class OutlooksOut(Wire):
    """Every show of a window, in one answer."""

    model_version: str
    as_of: Moment
    items: list[ShowOutlookOut]


class GridPoint(Wire):
    """What is expected of the whole show, sold seats included, if one price is asked from now on."""

    price: MoneyOut
    expected_tickets: float
    expected_revenue: MoneyOut


class ExplanationOut(Wire):
    """A forecast taken apart."""

    typical_tickets: float
    exact: Annotated[bool, Field(description="Else the contributions were sampled")]
    items: list[ContributionOut]


class CourseOut(Wire):
    """One category's prices: asked now, set by applying, and recommended."""

    category: str
    current: MoneyOut
    next: MoneyOut
    goal: MoneyOut


class OutlookDetailOut(ShowOutlookOut):
    """One show with why, and with what other prices would bring."""

    model_version: str
    categories: list[CourseOut]
    explanation: ExplanationOut
    grid: list[GridPoint]


class ApplyIn(Wire):
    """Shows whose recommended price is to be asked now."""

    show_ids: Annotated[list[_Id], Field(min_length=1, max_length=500)]


class ChangedPriceOut(Wire):
    """What applying made of one category's price, and where it is to end."""

    category: str
    before: Annotated[MoneyOut, Field(serialization_alias="from")]
    after: Annotated[MoneyOut, Field(serialization_alias="to")]
    goal: MoneyOut


class AppliedOut(Wire):
    """What became of one show; its own prices are those of its cheapest category, companions aside."""

    show_id: int
    applied: bool
    before: Annotated[MoneyOut | None, Field(serialization_alias="from")] = None
    after: Annotated[MoneyOut | None, Field(serialization_alias="to")] = None
    goal: MoneyOut | None = None
    steps_to_goal: Annotated[int, Field(description="That are left")] = 0
    next_step_at: Annotated[
        Moment | None, Field(description="From when on the next step can be made; null where none is left")
    ] = None
    goal_at: Annotated[
        Moment | None,
        Field(
            description="If a step is made at next_step_at and one each interval from then on, and the sale "
            "lasts so long"
        ),
    ] = None
    categories: Annotated[list[ChangedPriceOut], Field(description="Those whose price was changed")]
    why: Annotated[
        str | None,
        Field(
            description="Why nothing was changed: too_soon (the last step was made less than the theatre's "
            "interval ago), nothing_to_change, overridden, held_out, switched_off or not_on_sale"
        ),
    ]


class AppliedListOut(Wire):
    """One element for every show that was asked for."""

    items: list[AppliedOut]


class ModelOut(Wire):
    """One version of a model."""

    version: str
    kind: str
    source: Literal["shipped", "trained"]
    created_at: str
    in_use: bool
    metrics: dict[str, float]
    data: dict[str, Any]
    seconds: float | None
    champion: str
    why: str


class ModelsOut(Wire):
    """Every version, the newest first."""

    in_use: str | None
    serving: Annotated[str | None, Field(description="What answers in the process that was asked")]
    items: list[ModelOut]


class PromotionOut(Wire):
    """One change of the version in use."""

    version: str
    at: Moment
    action: str
    by: PersonOut | None
    reason: str


class ModelDetailOut(ModelOut):
    """One version with its card and when it was in use."""

    points: Annotated[list[list[float]] | None, Field(description="[expected, sold] of shows held out")]
    card: dict[str, Any]
    changes: list[PromotionOut]


class VersionPerformanceOut(Wire):
    """How one version did on shows that are over: what it expected a day before against what they sold."""

    version: str
    shows: int
    mae: float
    rmse: float
    wape: Annotated[float | None, Field(description="Sum of errors by sum of tickets")]
    bias: Annotated[float, Field(description="Tickets expected too many, on average")]
    coverage: Annotated[float, Field(description="Share of shows that lay within their interval")]
    level: float


class DriftOut(Wire):
    """How far a feature has moved in the last week; above 0.25 is much."""

    feature: str
    psi: float


class OutcomeOut(Wire):
    """One show that is over."""

    show_id: int
    movie_title: str
    starts_at: Moment
    expected: float
    low: float
    high: float
    sold: int
    version: str


class PerformanceOut(Wire):
    """How good forecasts were."""

    items: list[VersionPerformanceOut]
    drift: list[DriftOut]
    points: list[OutcomeOut]


class ChangeIn(Wire):
    """Why the version in use is changed."""

    reason: Annotated[str, Text(300, least=3)] | None = None


class InUseOut(Wire):
    """The version in use after a change."""

    in_use: str
