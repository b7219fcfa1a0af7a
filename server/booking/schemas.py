"""Wire shapes of seat maps, holds and bookings."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from server.booking.models import TicketStatus
from server.core.wire import Moment, MoneyOut, Query, Wire
from server.payments.models import PaymentMethod, PaymentStatus
from server.programme.schemas import MovieSummary, ShowSummary
from server.venues.models import SeatCategory

SeatLabel = Annotated[str, StringConstraints(min_length=1, max_length=8, to_upper=True)]
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

    ``states`` has one character per seat in index order: 0 free, 1 held, 2 sold, 3 blocked. ``epoch``
    and ``version`` are where the live socket resumes.
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


class HoldRequest(Wire):
    """Seats to hold: by label, or the best there are. Exactly one of the two."""

    seats: SeatLabels | None = None
    best: BestSeats | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.seats is None) == (self.best is None):
            raise ValueError("name the seats, or ask for the best, and not both")
        return self


class HoldChange(Wire):
    """Another choice of seats, or more time, or both."""

    seats: SeatLabels | None = None
    extend: bool = False


class LineOut(Wire):
    """One line of a price; amounts in minor units."""

    kind: str
    label: str
    amount: int
    currency: str
    quantity: int | None = None
    unit_amount: int | None = None
    category: str | None = None


class QuoteOut(Wire):
    """What these seats cost, fixed while they are held. The lines add up to the total."""

    lines: list[LineOut]
    total: MoneyOut
    included_tax: MoneyOut
    source: Literal["override", "ml", "base"]
    model_version: str | None


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
    """Book seats, from a hold where there is one, and choose how to pay."""

    user_id: UUID
    show_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    seats: SeatLabels
    payment_method: PaymentMethod
    hold_id: Annotated[str | None, Field(max_length=64)] = None


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


NextActionOut = Annotated[MockApprovalOut | PayAtCounterOut, Field(discriminator="type")]


class PaymentOut(Wire):
    """The newest attempt to pay."""

    id: UUID
    method: PaymentMethod
    status: PaymentStatus
    next_action: NextActionOut | None


class TicketOut(Wire):
    """One seat of a booking. The code, and the QR that carries it, exist for tickets that are valid."""

    id: UUID
    seat: str
    category: str
    price: MoneyOut
    status: TicketStatus
    code: str | None
    qr_url: str | None


class RefundOut(Wire):
    """Money on its way back."""

    id: UUID
    amount: MoneyOut
    status: str


class BookingOut(Wire):
    """A booking, with everything its page shows."""

    id: UUID
    reference: str
    status: Literal["pending", "confirmed", "failed", "expired", "cancelled"]
    show_id: int
    show: ShowSummary
    movie: MovieSummary
    seats: list[str]
    lines: list[LineOut]
    total: MoneyOut
    created_at: Moment
    expires_at: Moment | None
    server_time: Moment
    payment: PaymentOut
    tickets: list[TicketOut]
    refunds: list[RefundOut]


class PaymentStatusOut(Wire):
    """How an attempt ended."""

    payment_id: UUID
    status: PaymentStatus


class PageQuery(Query):
    """Where in a list to go on."""

    cursor: Annotated[str | None, Field(max_length=300)] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
