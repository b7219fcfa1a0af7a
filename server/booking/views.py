"""Bookings, holds and seat maps as the wire shows them."""

from datetime import timedelta
from uuid import UUID

import orjson

from server.booking.holds import HeldSeats
from server.booking.models import Booking, BookingStatus, Ticket, TicketStatus
from server.booking.schemas import (
    BookingOut,
    LineOut,
    MockApprovalOut,
    NextActionOut,
    PayAtCounterOut,
    PaymentOut,
    QuoteOut,
    TicketOut,
)
from server.core.clock import now
from server.core.wire import MoneyOut
from server.payments import service as payments
from server.payments.gateways import MockApproval, gateway_for
from server.payments.models import Payment, PaymentStatus
from server.pricing.quote import Terms
from server.programme.movies import get_movies
from server.programme.schemas import ShowSummary
from server.programme.shows import get_shows


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
    shape = QuoteOut(
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
    )
    written = shape.model_dump_json().encode()
    if len(_quotes) >= _MOST_QUOTES:
        _quotes.clear()
    _quotes[id(terms)] = (terms, written)
    return written


_MOST_QUOTES = 5_000
_quotes: dict[int, tuple[Terms, bytes]] = {}


async def bookings_out(bookings: list[Booking]) -> list[BookingOut]:
    """Make the wire shapes of bookings, in their order, with one query a kind of thing."""
    await Booking.fetch_for_list(bookings, "lines", "tickets")
    shows = await get_shows(list({booking.show_id for booking in bookings}))
    films = await get_movies(list({show.movie_id for show in shows.values()}))
    attempts = await payments.latest([booking.id for booking in bookings])
    views = []
    for booking in bookings:
        show = shows[booking.show_id]
        zone = show.starts_at.tzinfo
        views.append(
            BookingOut(
                id=booking.id,
                reference=booking.reference,
                status=booking.status.value,
                show_id=booking.show_id,
                show=show,
                movie=films[show.movie_id],
                seats=[ticket.seat_label for ticket in _ordered(booking)],
                lines=[
                    LineOut(
                        kind=line.kind, label=line.label, amount=line.amount, currency=booking.currency,
                        quantity=line.quantity, unit_amount=line.unit_amount, category=line.category,
                    )
                    for line in sorted(booking.lines, key=lambda line: line.position)
                ],
                total=MoneyOut(amount=booking.total, currency=booking.currency),
                created_at=booking.created_at.astimezone(zone),
                expires_at=booking.expires_at.astimezone(zone) if booking.expires_at else None,
                server_time=now().astimezone(zone),
                payment=_payment_out(attempts[booking.id], booking, show),
                tickets=[_ticket_out(ticket, booking) for ticket in _ordered(booking)],
                refunds=[],
            )
        )  # fmt: skip
    return views


async def booking_out(booking_id: UUID) -> BookingOut:
    """Make the wire shape of one booking that exists."""
    (view,) = await bookings_out([await Booking.get(id=booking_id)])
    return view


def _ordered(booking: Booking) -> list[Ticket]:
    return sorted(booking.tickets, key=lambda ticket: ticket.seat_index)


def _payment_out(payment: Payment, booking: Booking, show: ShowSummary) -> PaymentOut:
    action: NextActionOut | None = None
    waits = booking.status is BookingStatus.PENDING and payment.status is PaymentStatus.REQUIRES_ACTION
    if waits and booking.expires_at is not None:
        next_action = gateway_for(payment.method, mock_payments=True).next_action(
            payment.id,
            reference=booking.reference,
            until=booking.expires_at.astimezone(show.starts_at.tzinfo),
        )
        action = (
            MockApprovalOut.model_validate(next_action)
            if isinstance(next_action, MockApproval)
            else PayAtCounterOut.model_validate(next_action)
        )
    return PaymentOut(id=payment.id, method=payment.method, status=payment.status, next_action=action)


def _ticket_out(ticket: Ticket, booking: Booking) -> TicketOut:
    shown = ticket.status in {TicketStatus.VALID, TicketStatus.USED}
    return TicketOut(
        id=ticket.id,
        seat=ticket.seat_label,
        category=ticket.category,
        price=MoneyOut(amount=ticket.price, currency=booking.currency),
        status=ticket.status,
        code=ticket.code if shown else None,
        qr_url=f"/tickets/{ticket.code}/qr.svg" if shown else None,
    )
