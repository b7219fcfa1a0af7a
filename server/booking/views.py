"""Bookings, holds and seat maps as the wire shows them."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo
from typing import TypeVar
from uuid import UUID

import orjson

from server.booking.cancellation import CancellationQuote, policy_of
from server.booking.holds import HeldSeats
from server.booking.models import Booking, BookingStatus, PriceLine, Ticket, TicketStatus
from server.booking.schemas import (
    BookingOut,
    CancellationOut,
    LineOut,
    MockApprovalOut,
    NextActionOut,
    PayAtCounterOut,
    PaymentOut,
    QuoteOut,
    RefundOut,
    StripePaymentOut,
    TicketOut,
)
from server.core.clock import now
from server.core.db import models
from server.core.wire import MoneyOut
from server.payments import refunds
from server.payments import service as payments
from server.payments.gateways.base import MockApproval, NextAction, PayAtCounter
from server.payments.gateways.mock import mock_action
from server.payments.models import Payment, PaymentMethod, PaymentStatus, Refund
from server.pricing.quote import Terms
from server.programme.movies import get_movies
from server.programme.schemas import MovieSummary, ShowSummary
from server.programme.shows import get_shows
from server.venues.schemas import CancellationRule
from server.venues.shows import ShowFacts


def hold_json(held: HeldSeats, *, token: str, max_life: timedelta) -> bytes:
    """Write a hold in the shape of ``HoldOut``, times in the theatre's zone.

    Straight from its values: building and checking the model costs more than taking the seats.
    """
    hold, zone = held.hold, held.show.time_zone
    return orjson.dumps({
        "hold_id": hold.id,
        "hold_token": token,
        "show_id": hold.show_id,
        "seats": held.labels,
        "expires_at": hold.deadline.astimezone(zone),
        "extendable_until": (hold.created + max_life).astimezone(zone),
        "server_time": now().astimezone(zone),
        "quote": orjson.Fragment(_terms_json(held.quote.terms)),
    })  # fmt: skip


def _terms_json(terms: Terms) -> bytes:
    """Write terms in the shape of ``QuoteOut``; once for all holds that share them."""
    kept = _quotes.get(id(terms))
    if kept is not None and kept[0] is terms:
        return kept[1]
    written = quote_out(terms).model_dump_json().encode()
    if len(_quotes) >= _MOST_QUOTES:
        _quotes.clear()
    _quotes[id(terms)] = (terms, written)
    return written


def quote_out(terms: Terms) -> QuoteOut:
    """Make the wire shape of what seats cost."""
    return QuoteOut(
        lines=[
            LineOut(
                kind=line.kind,
                label=line.label,
                amount=line.amount,
                currency=terms.currency,
                quantity=line.quantity,
                unit_amount=line.unit_amount,
                category=line.category,
            )
            for line in terms.lines
        ],
        total=MoneyOut(amount=terms.total, currency=terms.currency),
        included_tax=MoneyOut(amount=terms.included_tax, currency=terms.currency),
        source=terms.source,
        model_version=terms.model_version,
        sale="counter" if terms.counter else "online",
        cancellation_policy=_rules_out(terms.cancellation_policy or ()),
    )


def _rules_out(policy: Sequence[dict[str, int]]) -> list[CancellationRule]:
    return [CancellationRule.model_validate(rule) for rule in policy]


_MOST_QUOTES = 5_000
_quotes: dict[int, tuple[Terms, bytes]] = {}


async def bookings_out(bookings: list[Booking]) -> list[BookingOut]:
    """Make the wire shapes of bookings, in their order, with one query a kind of thing."""
    ids = [booking.id for booking in bookings]
    lines = grouped(await models(PriceLine, _LINES, [ids]))
    tickets = grouped(await models(Ticket, _TICKETS, [ids]))
    shows = await get_shows(list({booking.show_id for booking in bookings}))
    films = await get_movies(list({show.movie_id for show in shows.values()}))
    attempts = await payments.latest(ids)
    back = await refunds.of_bookings(ids)
    return [
        _booking_out(
            booking,
            lines.get(booking.id, []),
            tickets.get(booking.id, []),
            shows[booking.show_id],
            films[shows[booking.show_id].movie_id],
            attempts[booking.id],
            back.get(booking.id, []),
        )
        for booking in bookings
    ]


async def booking_out(booking_id: UUID) -> BookingOut:
    """Make the wire shape of one booking that exists."""
    (view,) = await bookings_out(await models(Booking, "SELECT * FROM bookings WHERE id = $1", [booking_id]))
    return view


_LINES = "SELECT * FROM price_lines WHERE booking_id = ANY($1) ORDER BY booking_id, position"
_TICKETS = "SELECT * FROM tickets WHERE booking_id = ANY($1) ORDER BY booking_id, seat_index"
Part = TypeVar("Part", PriceLine, Ticket)


def grouped(parts: list[Part]) -> dict[UUID, list[Part]]:
    """Return the parts of bookings by booking, in their order."""
    found: dict[UUID, list[Part]] = {}
    for part in parts:
        found.setdefault(part.booking_id, []).append(part)
    return found


def next_action_out(action: NextAction) -> NextActionOut:
    """Make the wire shape of what the customer must do."""
    if isinstance(action, MockApproval):
        return MockApprovalOut.model_validate(action)
    if isinstance(action, PayAtCounter):
        return PayAtCounterOut.model_validate(action)
    return StripePaymentOut.model_validate(action)


def cancellation_out(
    booking: Booking, quoted: CancellationQuote, show: ShowFacts, *, at_counter: bool
) -> CancellationOut:
    """Make the wire shape of a cancellation's quote, times in the theatre's zone."""
    return CancellationOut(
        seats=[back.ticket.seat_label for back in quoted.tickets],
        percent=quoted.percent,
        refund=MoneyOut(amount=quoted.refund, currency=booking.currency),
        kept=MoneyOut(amount=quoted.kept, currency=booking.currency),
        points=quoted.points,
        cancellation_policy=_rules_out(policy_of(booking, show)),
        better_now=quoted.percent > quoted.as_bought,
        changes_at=show.local(quoted.changes_at) if quoted.changes_at else None,
        at_counter=at_counter,
    )


def _booking_out(
    booking: Booking,
    lines: list[PriceLine],
    tickets: list[Ticket],
    show: ShowSummary,
    movie: MovieSummary,
    attempt: Payment,
    back: list[Refund],
) -> BookingOut:
    zone = show.starts_at.tzinfo
    return BookingOut(
        id=booking.id,
        reference=booking.reference,
        user_id=booking.user_id,
        sale="online" if booking.sold_by is None else "counter",
        status=booking.status.value,
        show_id=booking.show_id,
        show=show,
        movie=movie,
        seats=[ticket.seat_label for ticket in tickets],
        lines=[
            LineOut(
                kind=line.kind, label=line.label, amount=line.amount, currency=booking.currency,
                quantity=line.quantity, unit_amount=line.unit_amount, category=line.category,
            )
            for line in lines
        ],
        total=MoneyOut(amount=booking.total, currency=booking.currency),
        created_at=booking.created_at.astimezone(zone),
        expires_at=booking.expires_at.astimezone(zone) if booking.expires_at else None,
        closed_by=booking.closed_by,
        cancellable=booking.status is BookingStatus.CONFIRMED
        and now() < show.starts_at
        and any(ticket.status is TicketStatus.VALID for ticket in tickets),
        cancellation_policy=None
        if booking.cancellation_policy is None
        else _rules_out(booking.cancellation_policy),
        server_time=now().astimezone(zone),
        payment=_payment_out(attempt, booking, zone),
        tickets=[_ticket_out(ticket, booking) for ticket in tickets],
        refunds=[_refund_out(refund, zone) for refund in back],
    )  # fmt: skip


def _payment_out(payment: Payment, booking: Booking, zone: tzinfo | None) -> PaymentOut:
    """Make the wire shape of an attempt; what only its provider can say of the next step is not in it."""
    action: NextActionOut | None = None
    waits = booking.status is BookingStatus.PENDING and payment.status is PaymentStatus.REQUIRES_ACTION
    if waits and booking.expires_at is not None:
        if payment.method is PaymentMethod.CASH:
            until = booking.expires_at.astimezone(zone)
            action = next_action_out(PayAtCounter(until=until, reference=booking.reference))
        elif payment.method is not PaymentMethod.STRIPE:
            action = next_action_out(mock_action(payment.id))
    return PaymentOut(
        id=payment.id,
        method=payment.method,
        status=payment.status,
        decline_reason=payment.decline_reason,
        next_action=action,
    )


def _refund_out(refund: Refund, zone: tzinfo | None) -> RefundOut:
    return RefundOut(
        id=refund.id,
        amount=MoneyOut(amount=refund.amount, currency=refund.currency),
        status=refund.status,
        reason=refund.reason,
        method=refund.payment.method,
        at_counter=refunds.waits_at_counter(refund),
        created_at=refund.created_at.astimezone(zone),
        settled_at=refund.settled_at.astimezone(zone) if refund.settled_at else None,
    )


def _ticket_out(ticket: Ticket, booking: Booking) -> TicketOut:
    shown = ticket.status in {TicketStatus.VALID, TicketStatus.USED}
    cancelled = ticket.status is TicketStatus.CANCELLED
    return TicketOut(
        id=ticket.id,
        seat=ticket.seat_label,
        category=ticket.category,
        price=MoneyOut(amount=ticket.price, currency=booking.currency),
        status=ticket.status,
        points=ticket.points,
        refunded=MoneyOut(amount=ticket.refunded, currency=booking.currency) if cancelled else None,
        points_returned=ticket.points_returned if cancelled else None,
        code=ticket.code if shown else None,
        qr_url=f"/tickets/{ticket.code}/qr.svg" if shown else None,
    )
