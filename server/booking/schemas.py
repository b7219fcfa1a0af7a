"""Wire shapes of seat maps, holds and bookings."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from server.booking.models import TicketStatus
from server.booking.sale import SaleKind
from server.core.text import Text
from server.core.wire import Cursor, Moment, MoneyOut, Query, Wire
from server.payments.models import PaymentMethod, PaymentStatus, RefundReason, RefundStatus
from server.pricing.reckoning import LineKind
from server.programme.schemas import MovieSummary, ScreenRef, ShowSummary, TheatreRef
from server.venues.models import SeatCategory
from server.venues.schemas import CancellationRule

SeatLabel = Annotated[str, Text(8, form=str.upper)]
SeatLabels = Annotated[list[SeatLabel], Field(min_length=1, max_length=50)]


class SeatOut(Wire):
    """One seat. Positions and width in grid units (one seat pitch); y grows away from the screen."""

    index: int
    label: str
    row: str
    number: int
    x: float
    y: float
    w: float
    category: str
    zone: str


class RowOut(Wire):
    """One row of seats, front to back."""

    label: str
    y: float


class ScreenPlace(Wire):
    """Where the screen hangs, in grid units."""

    x: float
    width: float


class LayoutOut(Wire):
    """One version of a screen's seats; it never changes."""

    id: int
    version: int
    width: float
    height: float
    screen: ScreenPlace
    rows: list[RowOut]
    seats: list[SeatOut]


class PriceOut(MoneyOut):
    """What a category costs now, and who set it."""

    source: Literal["override", "ml", "base"]


class SeatMap(Wire):
    """A show's layout, live state and prices.

    ``states`` has one character per seat in index order: 0 free, 1 held, 2 sold, 3 not on sale: kept
    back, or of a category that the show has no price for. ``epoch`` and ``version`` are where the live socket
    resumes.
    """

    show_id: int
    epoch: str
    version: int
    layout: LayoutOut
    states: Annotated[str, Field(pattern="^[0-3]*$")]
    prices: dict[str, PriceOut]
    max_seats: int
    server_time: Moment


class BestSeats(Wire):
    """So many of the best free seats together, in one category or any, with a wheelchair place or without."""

    count: Annotated[int, Field(ge=1, le=50)]
    category: SeatCategory | None = None
    accessible: bool = False


OverrideReason = Annotated[
    Annotated[str, Text(300, least=3)] | None,
    Field(description="For the house's people: why the rules of accessible places are passed over"),
]


class HoldRequest(Wire):
    """Seats to hold: by label, or the best there are. Exactly one of the two."""

    seats: SeatLabels | None = None
    best: BestSeats | None = None
    override_reason: OverrideReason = None
    sale: Annotated[
        SaleKind, Field(description="At the counter its fee is quoted; for people of the show's theatre")
    ] = "online"

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.seats is None) == (self.best is None):
            raise ValueError("name the seats, or ask for the best, and not both")
        if self.best is not None and self.override_reason is not None:
            raise ValueError("the best seats keep the rules of accessible places: name the seats instead")
        return self


class HoldChange(Wire):
    """Another choice of seats, or more time, or both."""

    seats: SeatLabels | None = None
    extend: bool = False
    override_reason: OverrideReason = None


class LineOut(Wire):
    """One line of a price; amounts in minor units. Promotion and points are negative."""

    kind: LineKind
    label: str
    amount: int
    currency: str
    quantity: int | None = None
    unit_amount: int | None = None
    category: str | None = None


PromoCode = Annotated[
    str, Field(min_length=1, max_length=64, description="A promotion's code, however it is typed")
]
PointsToSpend = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="No more of them are taken than are needed")
]


class QuoteOut(Wire):
    """What these seats cost, fixed while they are held. The lines add up to the total."""

    lines: list[LineOut]
    total: MoneyOut
    included_tax: MoneyOut
    source: Literal["override", "ml", "base"]
    model_version: str | None
    sale: SaleKind
    cancellation_policy: Annotated[
        list[CancellationRule], Field(description="What a cancelled ticket will return; it holds once bought")
    ]


class HoldOut(Wire):
    """A hold, and the token that proves whose it is."""

    hold_id: str
    hold_token: str
    show_id: int
    seats: list[str]
    expires_at: Moment
    extendable_until: Moment
    server_time: Moment
    quote: QuoteOut


class BookingRequest(Wire):
    """Book seats, from a hold where there is one, and choose how to pay.

    What is not for the caller's own account is a sale at the counter, by people of the show's theatre.
    """

    user_id: Annotated[
        UUID | None,
        Field(
            description="The buyer: the caller's own account, at the counter a customer's, null a walk-in's"
        ),
    ]
    sale: Annotated[SaleKind | None, Field(description="Known by the buyer unless it is said")] = None
    show_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    seats: SeatLabels
    payment_method: PaymentMethod
    hold_id: Annotated[str | None, Field(max_length=64)] = None
    promo: PromoCode | None = None
    points: PointsToSpend = 0
    override_reason: OverrideReason = None


class QuoteRequest(Wire):
    """What would be paid for held seats with a promotion's code and with points, by whom."""

    user_id: Annotated[
        UUID | None, Field(description="At the counter the buyer's account; null or none: a walk-in's")
    ] = None

    promo: PromoCode | None = None
    points: PointsToSpend = 0


class PaymentChoice(Wire):
    """Another attempt to pay."""

    payment_method: PaymentMethod


class MockApprovalOut(Wire):
    """POST to one of these addresses stands for what the customer says to the bank."""

    type: Literal["mock_approval"]
    approve_url: str
    decline_url: str


class PayAtCounterOut(Wire):
    """Pay at the box office until then, naming the reference."""

    type: Literal["pay_at_counter"]
    until: Moment
    reference: str


class StripePaymentOut(Wire):
    """Complete Stripe's Payment Element with this secret, which is for the paying customer alone."""

    type: Literal["stripe"]
    client_secret: str
    publishable_key: str
    script_url: str


NextActionOut = Annotated[MockApprovalOut | PayAtCounterOut | StripePaymentOut, Field(discriminator="type")]


class PaymentOut(Wire):
    """The newest attempt to pay."""

    id: UUID
    method: PaymentMethod
    status: PaymentStatus
    decline_reason: str | None
    next_action: NextActionOut | None


class TicketOut(Wire):
    """One seat of a booking. The code, and the QR that carries it, exist for tickets that are valid."""

    id: UUID
    seat: str
    category: str
    price: MoneyOut
    status: TicketStatus
    points: Annotated[int, Field(description="Points that paid beside the price")]
    refunded: Annotated[MoneyOut | None, Field(description="What was returned for it, once it is cancelled")]
    points_returned: Annotated[
        int | None, Field(description="Of the points, what was returned, once it is cancelled")
    ]
    code: str | None
    qr_url: str | None


class RefundOut(Wire):
    """Money on its way back, the way it came."""

    id: UUID
    amount: MoneyOut
    status: RefundStatus
    reason: RefundReason
    method: PaymentMethod
    at_counter: Annotated[bool, Field(description="The customer fetches it at the counter")]
    created_at: Moment
    settled_at: Moment | None


class BookingOut(Wire):
    """A booking, with everything its page shows."""

    id: UUID
    reference: str
    user_id: Annotated[UUID | None, Field(description="Whose it is; null: a walk-in's")] = None
    sale: SaleKind = "online"
    status: Literal["pending", "confirmed", "failed", "expired", "cancelled"]
    show_id: int
    show: ShowSummary
    movie: MovieSummary
    seats: list[str]
    lines: list[LineOut]
    total: MoneyOut
    created_at: Moment
    expires_at: Moment | None
    closed_by: Annotated[
        Literal["payment_failed", "deadline", "given_up", "tickets_cancelled", "show_cancelled"] | None,
        Field(description="What ended it"),
    ]
    cancellable: Annotated[bool, Field(description="Whether tickets can be given back now")]
    cancellation_policy: Annotated[
        list[CancellationRule] | None,
        Field(description="What a cancelled ticket returns, as it was bought; null: as the theatre has it"),
    ] = None
    server_time: Moment
    payment: PaymentOut
    tickets: list[TicketOut]
    refunds: list[RefundOut]


class CancellationQuery(Query):
    """Which seats, by label and separated by commas; all that are left unless told."""

    seats: Annotated[str | None, Field(max_length=400)] = None

    @property
    def labels(self) -> list[str] | None:
        """The labels, or None for all."""
        if self.seats is None:
            return None
        return [label.strip().upper() for label in self.seats.split(",") if label.strip()]


class CancellationOut(Wire):
    """What giving these seats back would mean now."""

    seats: list[str]
    percent: Annotated[int, Field(description="The share of the seats' price that is returned")]
    refund: Annotated[
        MoneyOut,
        Field(
            description="What goes back; of a payment in cash rounded up to the theatre's coins, within the "
            "tickets' prices"
        ),
    ]
    kept: MoneyOut
    points: Annotated[int, Field(description="Points that come back")]
    cancellation_policy: Annotated[
        list[CancellationRule], Field(description="The terms it was bought by; what is better now counts")
    ]
    better_now: Annotated[bool, Field(description="More comes back than by the terms it was bought by")]
    changes_at: Annotated[Moment | None, Field(description="When less will be returned")]
    at_counter: bool


class CancellationRequest(Wire):
    """Seats to give back, all that are left unless told, and the refund that was agreed to."""

    seats: SeatLabels | None = None
    refund: Annotated[
        int | None,
        Field(ge=0, le=2**31 - 1, description="As quoted, minor units; refused if it is another by now"),
    ] = None
    override_reason: OverrideReason = None


class ShowCancellationRequest(Wire):
    """Why a show is cancelled; customers are told."""

    reason: Annotated[str, Text(300, least=3)]


class ShowCancellationOut(Wire):
    """How far giving everybody their money back has come."""

    show_id: int
    reason: str
    created_at: Moment
    finished_at: Annotated[Moment | None, Field(description="When the last booking was ended")]
    bookings: int
    left: int
    owed: MoneyOut
    paid_back: MoneyOut
    refunds_open: int
    refunds_stuck: int


class PaymentStatusOut(Wire):
    """How an attempt ended."""

    payment_id: UUID
    status: PaymentStatus


class PageQuery(Query):
    """Where in a list to go on."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class RefundCustomer(Wire):
    """Whose money it is."""

    id: UUID
    name: str
    email: str


class RefundShow(Wire):
    """What had been bought; the time carries the theatre's offset."""

    id: int
    movie_title: str
    theatre: TheatreRef
    screen: ScreenRef
    starts_at: Moment
    time_zone: str


class HouseRefundOut(RefundOut):
    """A refund with what the house's people need to see to it."""

    booking_id: UUID
    booking_reference: str
    customer: Annotated[
        RefundCustomer | None, Field(description="None where nobody is named, and for who has left")
    ]
    show: RefundShow
    payment_id: UUID
    attempts: int
    due_at: Annotated[Moment | None, Field(description="When it is tried or asked about next")]
    provider_reference: str | None
    last_error: str | None


class RefundQuery(PageQuery):
    """Refunds of one status, or all; of one booking, or of one customer."""

    status: RefundStatus | None = None
    q: Annotated[
        str | None,
        Field(max_length=120, description="Part of a booking's reference, or of a name or an address"),
    ] = None


class RefundSettlement(Wire):
    """How a person paid a refund."""

    reason: Annotated[str, Text(300, least=3)]
