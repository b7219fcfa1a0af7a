"""Sales of the demo house: what an audience would have bought by now, so that a seat map looks lived in.

Only shows that this very load has added are sold into: nobody has seen them yet, so their live state
cannot be open anywhere with these seats free. Every sale is whole: booking, price lines, tickets and a
succeeded payment that agree with each other, priced by the house's own quote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import orjson

from server.booking.models import BookingStatus, TicketStatus
from server.core import db
from server.core.ids import booking_reference, new_id, ticket_code
from server.demo.copying import copy
from server.payments.models import Movement, PaymentMethod, PaymentStatus
from server.pricing.current import current_prices
from server.pricing.quote import Quote, make_quote
from server.venues.layouts import Layout, Seat, blocked_seats, get_layout
from server.venues.shows import ShowFacts, read_shows

AUDIENCE = "audience@example.com"
_NO_PASSWORD = "!"  # noqa: S105 - no hash looks like this, so nobody signs in as the audience
_PARTIES = (1, 2, 2, 2, 2, 3, 4, 4, 5)
_AISLE = 0.6
"""Neighbours are closer than this, in seat widths; an aisle is wider."""
_SOLD_WITHIN = timedelta(days=4)
"""Shows farther away have sold nothing yet."""
_USUAL_LEAD_HOURS, _MOST_LEAD_HOURS = 30.0, 240.0


@dataclass(frozen=True, slots=True)
class Sale:
    """One party's seats at one show."""

    booking_id: UUID
    payment_id: UUID
    show: ShowFacts
    quote: Quote
    at: datetime


async def sell_into(first_new_show: int, *, now: datetime, seed: int) -> int:
    """Sell into shows with an id from ``first_new_show`` on; return how many tickets."""
    found = await db.rows(
        "SELECT s.id, m.popularity FROM shows s JOIN movies m ON m.id = s.movie_id "
        "WHERE s.id >= $1 AND s.status IN ('on_sale', 'closed') AND s.starts_at < $2 ORDER BY s.id",
        [first_new_show, now + _SOLD_WITHIN],
    )
    if not found:
        return 0
    facts = await read_shows([listed["id"] for listed in found])
    highest = max(show["popularity"] for show in found) or 1
    sales: list[Sale] = []
    for listed in found:
        show = facts[listed["id"]]
        layout = await get_layout(show.layout_id)
        blocked = set(await blocked_seats(show.id))
        chance = Random(f"{seed} sales {show.theatre_id} {show.starts_at.isoformat()}")  # noqa: S311 - a demo
        share = _share(show, now, listed["popularity"] / highest, chance)
        sales += [
            Sale(
                new_id(),
                new_id(),
                show,
                make_quote(party, current_prices(show), show.rules),
                _bought_at(show, now, chance),
            )
            for party in _parties(layout, blocked, share, chance)
        ]
    await _write(sales, await _audience())
    return sum(len(sale.quote.seats) for sale in sales)


def _share(show: ShowFacts, now: datetime, popularity: float, chance: Random) -> float:
    """Return how full a show is by now: near, evening, weekend and a popular film sell more."""
    local = show.local(show.starts_at)
    nearness = min(1 - (show.starts_at - now) / (_SOLD_WITHIN * 1.25), 1.0)
    evening = 1.0 if 17 <= local.hour < 22 else 0.55  # noqa: PLR2004 - hours of the day
    weekend = 1.0 if local.weekday() >= 4 else 0.7  # noqa: PLR2004 - Friday to Sunday
    # Of what is over, less: a house lives from half-empty evenings, and a start waits for every row.
    usual = 0.6 if show.starts_at < now else 1.1
    liking = 0.3 + 0.7 * popularity
    return min(0.93, usual * nearness * evening * weekend * liking * chance.uniform(0.6, 1.2))


def _parties(layout: Layout, blocked: set[int], share: float, chance: Random) -> Iterator[list[Seat]]:
    """Yield parties of neighbours, most in the middle behind the middle, until the share is sold."""
    left = round(len(layout.seats) * share)
    rows: dict[str, list[Seat]] = {}
    for seat in layout.seats:
        if seat.index not in blocked and seat.category not in {"wheelchair", "companion"}:
            rows.setdefault(seat.row, []).append(seat)
    taken: set[int] = set()
    tries = 0
    while left > 0 and tries < 40 * len(rows):
        tries += 1
        row = rows[_row_near_the_best(list(rows), chance)]
        size = min(chance.choice(_PARTIES), left)
        middle = chance.gauss(len(row) / 2, len(row) / 4)
        first = max(0, min(len(row) - size, round(middle - size / 2)))
        party = row[first : first + size]
        if party and not taken & {seat.index for seat in party} and _together(party):
            taken |= {seat.index for seat in party}
            left -= len(party)
            yield party


def _row_near_the_best(rows: list[str], chance: Random) -> str:
    place = chance.gauss(len(rows) * 0.65, len(rows) * 0.25)
    return rows[max(0, min(len(rows) - 1, round(place)))]


def _together(party: list[Seat]) -> bool:
    return all(abs(left.x + left.w - right.x) < _AISLE for left, right in pairwise(party))


def _bought_at(show: ShowFacts, now: datetime, chance: Random) -> datetime:
    """Return when a party bought: some time ago, and for a show that is over mostly in its last two days."""
    if show.starts_at > now:
        return now - timedelta(minutes=chance.randint(5, 4000))
    return show.starts_at - timedelta(hours=min(chance.expovariate(1 / _USUAL_LEAD_HOURS), _MOST_LEAD_HOURS))


async def _audience() -> UUID:
    """Return the account all demo sales belong to, made once; nobody can sign in to it."""
    found = await db.row("SELECT id FROM users WHERE email = $1", [AUDIENCE])
    if found:
        return UUID(str(found["id"]))
    user_id = new_id()
    await db.rows(
        "INSERT INTO users (id, email, name, password_hash, locale, created_at) "
        "VALUES ($1, $2, 'The audience', $3, 'en', now())",
        [user_id, AUDIENCE, _NO_PASSWORD],
    )
    return user_id


async def _write(sales: list[Sale], user_id: UUID) -> None:
    await copy(
        "bookings",
        ("id", "reference", "user_id", "show_id", "status", "hold_id", "total", "currency", "price_source",
         "created_at", "confirmed_at", "cancellation_policy", "points_rate", "sold_start"),
        [
            (s.booking_id, booking_reference(s.at.date()), user_id, s.show.id,
             BookingStatus.CONFIRMED.value, f"{s.show.id}-{s.booking_id.hex}", s.quote.total,
             s.quote.currency, s.quote.source, s.at, s.at,
             orjson.dumps(s.show.rules.cancellation_policy).decode(), s.show.rules.points_rate,
             s.show.starts_at)
            for s in sales
        ],
    )  # fmt: skip
    await copy(
        "price_lines",
        ("booking_id", "position", "kind", "label", "category", "quantity", "unit_amount", "amount"),
        [
            (s.booking_id, position, line.kind, line.label, line.category, line.quantity, line.unit_amount,
             line.amount)
            for s in sales for position, line in enumerate(s.quote.lines)
        ],
    )  # fmt: skip
    await copy(
        "tickets",
        ("id", "booking_id", "show_id", "seat_index", "seat_label", "category", "price", "fee", "code",
         "status", "created_at"),
        [
            (new_id(), s.booking_id, s.show.id, seat.index, seat.label, seat.category, seat.amount,
             seat.fee, ticket_code(), TicketStatus.VALID.value, s.at)
            for s in sales for seat in s.quote.seats
        ],
    )  # fmt: skip
    await copy(
        "payments",
        ("id", "booking_id", "method", "status", "amount", "currency", "created_at", "settled_at"),
        [
            (s.payment_id, s.booking_id, PaymentMethod.MOCK_UPI.value, PaymentStatus.SUCCEEDED.value,
             s.quote.total, s.quote.currency, s.at, s.at)
            for s in sales
        ],
    )  # fmt: skip
    await copy(
        "mock_transactions",
        ("payment_id", "status", "amount", "changed_at"),
        [(s.payment_id, "approved", s.quote.total, s.at) for s in sales],
    )
    await copy(
        "ledger",
        ("booking_id", "payment_id", "kind", "amount", "currency", "created_at"),
        [
            (s.booking_id, s.payment_id, Movement.CAPTURED.value, s.quote.total, s.quote.currency, s.at)
            for s in sales if s.quote.total
        ],
    )  # fmt: skip
