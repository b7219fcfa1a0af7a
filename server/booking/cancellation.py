"""Giving tickets back: what the policy of the house returns, and doing it.

Prices and fees of a ticket were fixed when it was sold, so a cancellation needs no price list: of each
ticket's price the fee stays with the house, and of the rest the share that its terms name at this moment goes
back the way it came; so does that share of its points. When the house itself cancels, everything goes back.
What was paid in cash is given back in cash: rounded up to the theatre's coins, never above the tickets'
prices.

The terms are those that were shown when it was sold, and what is better now counts: of the policy then and
the theatre's policy today, and of the show's start then and today, those count that return most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from server.booking import accessibility, states
from server.booking import offer as offers
from server.booking.errors import NotCancellable, RefundChanged, UnknownSeats
from server.booking.models import Booking, BookingStatus, Ticket, TicketStatus
from server.booking.states import Event
from server.core import outbox
from server.core.db import rows
from server.core.jobs import Job
from server.core.money import share
from server.payments import refunds
from server.payments import service as payments
from server.payments.ledger import post
from server.payments.models import Movement, Payment, PaymentMethod, RefundReason
from server.venues.models import SeatCategory
from server.venues.shows import ShowFacts

_WHOLE = 100
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TicketBack:
    """One ticket that is given back: of its price, what is returned and what is kept."""

    ticket: Ticket
    returned: int
    points: int
    """Of the points that paid beside the price, what comes back."""

    @property
    def kept(self) -> int:
        """What the house keeps, minor units."""
        return self.ticket.price - self.returned


@dataclass(frozen=True, slots=True)
class CancellationQuote:
    """What giving these tickets back would mean now."""

    tickets: tuple[TicketBack, ...]
    percent: int
    """The share of the seats' price that is returned at this moment."""
    as_bought: int
    """The same by the terms of the purchase alone."""
    changes_at: datetime | None
    """When that share falls next; None when it is at its lowest."""

    @property
    def refund(self) -> int:
        """What goes back, minor units."""
        return sum(back.returned for back in self.tickets)

    @property
    def kept(self) -> int:
        """What the house keeps, minor units."""
        return sum(back.kept for back in self.tickets)

    @property
    def points(self) -> int:
        """Points that come back."""
        return sum(back.points for back in self.tickets)


Policy = Sequence[dict[str, int]]
"""``{hours_before, refund_percent}`` each: from so many hours before the show on, no more than the next
step's share is returned, and nothing after the last."""


def policy_share(policy: Policy, starts_at: datetime, at: datetime) -> int:
    """Return the percentage that a policy returns at a moment."""
    for step in sorted(policy, key=lambda step: -step["hours_before"]):
        if at <= starts_at - timedelta(hours=step["hours_before"]):
            return step["refund_percent"]
    return 0


def best_share(
    policies: Sequence[Policy], starts: Sequence[datetime], at: datetime
) -> tuple[int, datetime | None]:
    """Return the most that any of these policies returns for any of these starts, and when it falls next."""

    def most(moment: datetime) -> int:
        return max(policy_share(policy, start, moment) for policy in policies for start in starts)

    percent = most(at)
    ends = {
        start - timedelta(hours=step["hours_before"])
        for policy in policies
        for start in starts
        for step in policy
    }
    falls = (end for end in sorted(ends) if end >= at and most(end + _INSTANT) < percent)
    return percent, next(falls, None)


def policy_of(booking: Booking, show: ShowFacts) -> Policy:
    """Return the policy that a booking was bought by."""
    if booking.cancellation_policy is None:
        return show.rules.cancellation_policy
    return booking.cancellation_policy


def quote(
    booking: Booking,
    tickets: Sequence[Ticket],
    labels: Sequence[str] | None,
    show: ShowFacts,
    at: datetime,
    *,
    payment: Payment | None,
) -> CancellationQuote:
    """Say what giving back these seats of a booking, or all that are left, would return at a moment.

    ``payment`` is what paid for them: money that came in cash goes back in the theatre's coins. Raises
    ``NotCancellable`` and ``UnknownSeats``.
    """
    if booking.status is not BookingStatus.CONFIRMED:
        raise NotCancellable
    if at >= show.starts_at:
        raise NotCancellable("The show has begun")
    chosen = _chosen(tickets, labels)
    bought, bought_for = policy_of(booking, show), booking.sold_start or show.starts_at
    percent, changes_at = best_share(
        (bought, show.rules.cancellation_policy), (bought_for, show.starts_at), at
    )
    return CancellationQuote(
        in_coins(
            [_back(ticket, percent) for ticket in chosen],
            show.rules.rounding_unit if payment is not None and payment.method is PaymentMethod.CASH else 1,
        ),
        percent,
        policy_share(bought, bought_for, at),
        changes_at,
    )


async def cancel_tickets(
    booking: Booking,
    labels: Sequence[str] | None,
    show: ShowFacts,
    *,
    at: datetime,
    agreed: int | None = None,
    alone: bool = False,
) -> None:
    """Give back seats of a locked booking, or all that are left, by its terms.

    Asked again for the same seats it changes nothing. ``agreed`` is the refund the customer was shown;
    ``alone`` lets a companion's seat lose its wheelchair place, for the house's people. Raises what ``quote``
    raises, ``CompanionAlone`` and ``RefundChanged``.
    """
    tickets = await Ticket.filter(booking_id=booking.id).order_by("seat_index")
    if _given_back_already(booking, tickets, labels):
        return
    payment = await payments.succeeded(booking.id)
    quoted = quote(booking, tickets, labels, show, at, payment=payment)
    if not alone:
        await ensure_nobody_is_left_alone(tickets, quoted, show)
    if agreed is not None and agreed != quoted.refund:
        raise RefundChanged(refund=quoted.refund)
    await _write(booking, quoted.tickets, at=at, reason=RefundReason.CUSTOMER_CANCELLED)
    given_back = [back.ticket for back in quoted.tickets]
    left = [ticket for ticket in tickets if ticket.status in _ISSUED and ticket not in given_back]
    await offers.unearn(booking.id, kept=sum(ticket.price for ticket in left))
    if not left:
        await states.transition(booking, Event.TICKETS_CANCELLED, at=at)
    await outbox.put(Job.SETTLE_SEATS, booking_id=str(booking.id))


async def ensure_nobody_is_left_alone(
    tickets: Sequence[Ticket], quoted: CancellationQuote, show: ShowFacts
) -> None:
    """Raise ``CompanionAlone`` if what is left of a booking has a companion without the wheelchair place."""
    given_back = [back.ticket for back in quoted.tickets]
    left = [ticket for ticket in tickets if ticket.status in _ISSUED and ticket not in given_back]
    if any(ticket.category == SeatCategory.COMPANION for ticket in left):
        await accessibility.ensure_companions_stay(
            show, [ticket.seat_index for ticket in left], [ticket.seat_index for ticket in given_back]
        )


async def cancel_for_show(booking: Booking, *, at: datetime) -> None:
    """Give everything back on a locked, confirmed booking whose show the house cancels, fees too."""
    tickets = await Ticket.filter(booking_id=booking.id, status__in=_ISSUED).order_by("seat_index")
    backs = tuple(TicketBack(ticket, ticket.price, ticket.points) for ticket in tickets)
    await _write(booking, backs, at=at, reason=RefundReason.SHOW_CANCELLED)
    await offers.give_back_use(booking.id)
    await offers.unearn(booking.id, kept=0)
    await states.transition(booking, Event.SHOW_CANCELLED, at=at)


_ISSUED = (TicketStatus.VALID, TicketStatus.USED)

_CANCEL = """
    UPDATE tickets
    SET status = 'cancelled', cancelled_at = $2, refunded = b.returned, points_returned = b.points
    FROM unnest($1::uuid[], $3::int[], $4::int[]) AS b(id, returned, points) WHERE tickets.id = b.id
"""


async def _write(
    booking: Booking, backs: Sequence[TicketBack], *, at: datetime, reason: RefundReason
) -> None:
    """Cancel the tickets, and owe and keep what each returns and leaves."""
    await rows(
        _CANCEL,
        [
            [back.ticket.id for back in backs], at, [back.returned for back in backs],
            [back.points for back in backs],
        ],
    )  # fmt: skip
    if points := sum(back.points for back in backs):
        await offers.give_back_points(booking.id, points)
    returned, kept = sum(back.returned for back in backs), sum(back.kept for back in backs)
    payment = await payments.succeeded(booking.id)
    refund_id: UUID | None = None
    if payment is not None:
        refund = await refunds.owe(payment, returned, reason, movement=Movement.CANCELLED)
        refund_id = refund.id if refund else None
        await post(Movement.KEPT, kept, payment_id=payment.id)
    await outbox.put(
        Job.SEND_CANCELLATION, booking_id=str(booking.id), refund_id=str(refund_id) if refund_id else None
    )


def _chosen(tickets: Sequence[Ticket], labels: Sequence[str] | None) -> list[Ticket]:
    by_label = {ticket.seat_label: ticket for ticket in tickets}
    if labels is None:
        chosen = [ticket for ticket in tickets if ticket.status in _ISSUED]
    else:
        unknown = [label for label in labels if label not in by_label]
        if unknown:
            raise UnknownSeats(seats=unknown)
        chosen = [by_label[label] for label in dict.fromkeys(labels)]
    stuck = [ticket.seat_label for ticket in chosen if ticket.status is not TicketStatus.VALID]
    if stuck or not chosen:
        raise NotCancellable(seats=stuck)
    return chosen


def _given_back_already(booking: Booking, tickets: Sequence[Ticket], labels: Sequence[str] | None) -> bool:
    if labels is None:
        return booking.status is BookingStatus.CANCELLED
    named = [ticket for ticket in tickets if ticket.seat_label in set(labels)]
    return len(named) == len(set(labels)) and all(t.status is TicketStatus.CANCELLED for t in named)


def _back(ticket: Ticket, percent: int) -> TicketBack:
    returned = share(ticket.price - ticket.fee, percent * _WHOLE)
    return TicketBack(ticket, returned, share(ticket.points, percent * _WHOLE))


def in_coins(backs: Sequence[TicketBack], unit: int) -> tuple[TicketBack, ...]:
    """Round what tickets return together up to a multiple of ``unit`` (minor units), within their prices.

    Whoever gives a seat back at the counter gets no less than the terms say and never more than was paid for
    it. A ticket's price is a multiple of the theatre's unit as it was when it was sold.
    """
    lacking, rounded = -sum(back.returned for back in backs) % unit, []
    for back in backs:
        more = min(lacking, back.kept)
        lacking -= more
        rounded.append(replace(back, returned=back.returned + more))
    return tuple(rounded)
