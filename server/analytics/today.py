"""The day so far: what was sold, what went back, how full today's shows are.

Each theatre's day is its own: it begins at midnight in the theatre's zone. A sale counts on the day in which
it was confirmed, a seat on the day of its show.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.analytics.schemas import (
    Conversion,
    CurrencyToday,
    HourToday,
    TheatreName,
    TheatreToday,
    Today,
)
from server.core.clock import now
from server.core.db import rows
from server.core.gathering import Gathered, Recent
from server.core.wire import MoneyOut
from server.venues.sellable import SEAT_COUNTS

FRESH_SECONDS = 3.0
"""How old figures may be where ``recent_today`` is asked."""
_LONGEST_DAY = timedelta(hours=26)
"""Nowhere did today begin longer ago: 25 hours on the day on which clocks go back."""
_DRIFT = timedelta(hours=1)
_HOUR = timedelta(hours=1)

_THEATRES = """
    SELECT t.id, t.name, c.slug AS city, t.currency, t.time_zone
    FROM theatres t JOIN cities c ON c.id = t.city_id
    WHERE $1::int[] IS NULL OR t.id = ANY($1) ORDER BY c.name, t.name, t.id
"""

# $1 theatres, $2 when each one's day began, $3 now, $4 how far back any day reaches
_DAYS = "unnest($1::int[], $2::timestamptz[]) AS d(theatre_id, begins)"

_SALES = f"""
    SELECT s.theatre_id, date_bin('1 hour', b.confirmed_at, $5) AS hour, count(*) AS bookings,
           sum(b.total)::bigint AS revenue, sum(k.tickets)::bigint AS tickets
    FROM bookings b JOIN shows s ON s.id = b.show_id JOIN {_DAYS} ON d.theatre_id = s.theatre_id
    CROSS JOIN LATERAL (SELECT count(*) AS tickets FROM tickets WHERE booking_id = b.id) k
    WHERE b.confirmed_at >= $4 AND b.confirmed_at >= d.begins AND b.confirmed_at <= $3
    GROUP BY 1, 2
"""  # noqa: S608 # constants of this module

# Money that came for nothing (late, or twice) never was revenue, and going back it is none that is lost.
# Ids tell the time at which they were made, so that today's refunds and bookings stand at the index's end.
_REFUNDS = f"""
    SELECT s.theatre_id, sum(r.amount)::bigint AS refunded
    FROM refunds r JOIN bookings b ON b.id = r.booking_id JOIN shows s ON s.id = b.show_id
    JOIN {_DAYS} ON d.theatre_id = s.theatre_id
    WHERE r.id >= $5 AND r.created_at >= $4 AND r.created_at >= d.begins AND r.created_at <= $3
      AND r.reason IN ('customer_cancelled', 'show_cancelled', 'house_cancelled')
    GROUP BY 1
"""  # noqa: S608 # constants of this module

_BEGUN = f"""
    SELECT count(*) AS bookings, count(b.confirmed_at) AS paid,
           count(*) FILTER (WHERE b.status = 'pending' AND b.expires_at > $3) AS waiting
    FROM bookings b JOIN shows s ON s.id = b.show_id JOIN {_DAYS} ON d.theatre_id = s.theatre_id
    WHERE b.id >= $5 AND b.created_at >= $4 AND b.created_at >= d.begins AND b.created_at <= $3
"""  # noqa: S608 # constants of this module

_SHOWS = f"""
    SELECT s.theatre_id, count(*) AS shows, sum(room.capacity)::bigint AS capacity,
           sum(gone.sold)::bigint AS occupied
    FROM unnest($1::int[], $2::date[]) AS d(theatre_id, today)
    JOIN shows s ON s.theatre_id = d.theatre_id AND s.local_date = d.today AND s.status <> 'cancelled'
    JOIN seat_layouts l ON l.id = s.layout_id
    {SEAT_COUNTS}
    GROUP BY 1
"""  # noqa: S608 # constants of the server


@dataclass(slots=True)
class _Day:
    """One theatre's day so far."""

    id: int
    name: str
    city: str
    currency: str
    zone: ZoneInfo
    at: datetime
    hours: dict[datetime, dict[str, int]] = field(default_factory=dict)
    refunded: int = 0
    shows: int = 0
    capacity: int = 0
    occupied: int = 0

    @property
    def today(self) -> date:
        """The date there."""
        return self.at.astimezone(self.zone).date()

    @property
    def begins(self) -> datetime:
        """Its midnight, in UTC."""
        return datetime.combine(self.today, datetime.min.time(), self.zone).astimezone(UTC)

    def sold(self, what: str) -> int:
        """Add up bookings, tickets or revenue."""
        return sum(hour[what] for hour in self.hours.values())

    def money(self, amount: int) -> MoneyOut:
        """Return an amount in the theatre's currency."""
        return MoneyOut(amount=amount, currency=self.currency)


async def today(theatre_ids: Sequence[int] | None, *, at: datetime) -> Today:
    """Return the day so far of these theatres, of all where None is given, as of a moment."""
    days = {
        found["id"]: _Day(
            id=found["id"], name=found["name"], city=found["city"], currency=found["currency"],
            zone=ZoneInfo(found["time_zone"]), at=at,
        )
        for found in await rows(_THEATRES, [theatre_ids])
    }  # fmt: skip
    begun = await _read(days, at) if days else Conversion(bookings=0, paid=0, waiting=0)
    seats, occupied = (sum(getattr(day, name) for day in days.values()) for name in ("capacity", "occupied"))
    return Today(
        as_of=at,
        currencies=list(_by_currency(days)),
        bookings=sum(day.sold("bookings") for day in days.values()),
        tickets=sum(day.sold("tickets") for day in days.values()),
        shows=sum(day.shows for day in days.values()),
        seats=seats,
        occupied=occupied,
        occupancy=_share(occupied, seats),
        by_theatre=[_theatre(day) for day in days.values()],
        by_hour=list(_by_hour(days, at)),
        conversion=begun,
    )


async def recent_today(theatre_ids: Collection[int] | None) -> Today:
    """Return the day so far as it was at most a few seconds ago: many who watch cost no more than one."""
    found = await _recent.get(None if theatre_ids is None else tuple(sorted(theatre_ids)))
    if found is None:
        raise RuntimeError("figures were read and are not there")
    return found


async def day_figures(theatre_ids: Collection[int] | None) -> dict[str, Any]:
    """Return the same as plain values, for those who are sent it again and again."""
    return (await recent_today(theatre_ids)).model_dump(mode="json")


async def _read_each(scopes: list[tuple[int, ...] | None]) -> dict[tuple[int, ...] | None, Today]:
    return {scope: await today(scope, at=now()) for scope in scopes}


_recent: Recent[tuple[int, ...] | None, Today] = Recent(Gathered(_read_each), seconds=FRESH_SECONDS, most=500)


async def _read(days: dict[int, _Day], at: datetime) -> Conversion:
    """Fill the days in; return what became of the bookings that were begun in them."""
    window = [list(days), [day.begins for day in days.values()], at, at - _LONGEST_DAY]
    oldest = _first_id(at - _LONGEST_DAY - _DRIFT)
    for found in await rows(_SALES, [*window, _first_hour(days)]):
        days[found.pop("theatre_id")].hours[found.pop("hour")] = found
    for found in await rows(_REFUNDS, [*window, oldest]):
        days[found["theatre_id"]].refunded = found["refunded"]
    for found in await rows(_SHOWS, [list(days), [day.today for day in days.values()]]):
        day = days[found["theatre_id"]]
        day.shows, day.capacity, day.occupied = found["shows"], found["capacity"], found["occupied"]
    (begun,) = await rows(_BEGUN, [*window, oldest])
    return Conversion.model_validate(begun)


def _first_id(moment: datetime) -> UUID:
    """Return the least id that can have been made at a moment: the first 48 bits are its milliseconds."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def _theatre(day: _Day) -> TheatreToday:
    return TheatreToday(
        theatre=TheatreName(id=day.id, name=day.name, city=day.city),
        local_date=day.today,
        bookings=day.sold("bookings"),
        tickets=day.sold("tickets"),
        revenue=day.money(day.sold("revenue")),
        refunded=day.money(day.refunded),
        shows=day.shows,
        capacity=day.capacity,
        occupied=day.occupied,
        occupancy=_share(day.occupied, day.capacity),
    )


def _by_currency(days: dict[int, _Day]) -> Iterator[CurrencyToday]:
    for currency in sorted({day.currency for day in days.values()}):
        of = [day for day in days.values() if day.currency == currency]
        yield CurrencyToday(
            currency=currency,
            revenue=MoneyOut(amount=sum(day.sold("revenue") for day in of), currency=currency),
            refunded=MoneyOut(amount=sum(day.refunded for day in of), currency=currency),
        )


def _by_hour(days: dict[int, _Day], at: datetime) -> Iterator[HourToday]:
    """Yield every hour since the first midnight."""
    if not days:
        return
    zone, first = _shared_zone(days), _first_hour(days)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    revenue: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day in days.values():
        for begins, hour in day.hours.items():
            place = (begins - first) // _HOUR
            counts[place]["bookings"] += hour["bookings"]
            counts[place]["tickets"] += hour["tickets"]
            revenue[place][day.currency] += hour["revenue"]
    for place in range((at - first) // _HOUR + 1):
        yield HourToday(
            hour=(first + place * _HOUR).astimezone(zone),
            bookings=counts[place]["bookings"],
            tickets=counts[place]["tickets"],
            revenue=[
                MoneyOut(amount=amount, currency=currency)
                for currency, amount in sorted(revenue[place].items())
            ],
        )


def _shared_zone(days: dict[int, _Day]) -> ZoneInfo:
    """Return the zone in which hours are told: the theatres' own where it is one, else UTC."""
    zones = {day.zone for day in days.values()}
    return zones.pop() if len(zones) == 1 else ZoneInfo("UTC")


def _first_hour(days: dict[int, _Day]) -> datetime:
    """Return the hour, whole in the zone in which hours are told, in which the first day began."""
    first = min(day.begins for day in days.values()).astimezone(_shared_zone(days))
    return first.replace(minute=0).astimezone(UTC)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
