"""The day so far, theatre by theatre."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.models import Role, RoleGrant
from server.analytics import today as figures
from server.analytics.today import today
from server.booking.models import Booking, Ticket
from server.core.clock import now
from server.core.db import row, rows
from server.core.ids import new_id
from server.payments.models import Payment, PaymentMethod, PaymentStatus, Refund, RefundReason
from server.venues.models import SeatBlock, Show, ShowStatus
from tests.server.promotions.making import booking as make_booking
from tests.server.promotions.making import somebody
from tests.server.world import PASSWORD, Customer, House

KOLKATA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=KOLKATA)


async def sold(
    show: Show, at: datetime, *seats: int, total: int = 1000, ticket: str = "valid", **facts: Any
) -> UUID:
    """Sell seats at a moment."""
    booking_id = await make_booking(
        show, await somebody(), **{"status": "confirmed", "total": total, "confirmed_at": at, **facts}
    )
    await rows("UPDATE bookings SET created_at = $2 WHERE id = $1", [booking_id, at])
    for seat in seats:
        await Ticket.create(
            booking_id=booking_id, show_id=show.id, seat_index=seat, seat_label=f"A{seat}",
            category="standard", price=total // len(seats), status=ticket,
        )  # fmt: skip
    return booking_id


async def refunded(booking_id: UUID, amount: int, at: datetime, reason: RefundReason) -> None:
    booking = await Booking.get(id=booking_id)
    payment = await Payment.create(
        booking_id=booking_id, method=PaymentMethod.CASH, status=PaymentStatus.RETURNED,
        amount=booking.total, currency=booking.currency,
    )  # fmt: skip
    refund = await Refund.create(
        booking_id=booking_id, payment=payment, amount=amount, currency=booking.currency, reason=reason
    )
    await rows("UPDATE refunds SET created_at = $2 WHERE id = $1", [refund.id, at])


@pytest.fixture
async def show(house: House) -> Show:
    """A show this evening."""
    return await house.show(starts_at=NOON + timedelta(hours=8))


async def test_a_day_begins_at_the_theatres_own_midnight(house, show):
    midnight = NOON.replace(hour=0)
    await sold(show, midnight - timedelta(seconds=1), 0, total=5)
    await sold(show, midnight, 1, 2, total=30)
    await sold(show, NOON, 3, total=700)
    await sold(show, NOON + timedelta(seconds=1), 4, total=9000)  # as of noon that is to come
    seen = await today(None, at=NOON)
    (theatre,) = seen.by_theatre
    assert (theatre.local_date, theatre.bookings, theatre.tickets) == (date(2026, 11, 27), 2, 3)
    assert (theatre.revenue.amount, theatre.revenue.currency) == (730, "INR")
    assert [(one.currency, one.revenue.amount, one.refunded.amount) for one in seen.currencies] == [
        ("INR", 730, 0)
    ]
    assert [hour.hour for hour in seen.by_hour] == [midnight + timedelta(hours=n) for n in range(13)]
    assert seen.by_hour[0].hour.isoformat() == "2026-11-27T00:00:00+05:30"
    assert [hour.tickets for hour in seen.by_hour] == [2, *[0] * 11, 1]
    assert [money.amount for hour in seen.by_hour for money in hour.revenue] == [30, 700]


async def test_theatres_in_other_zones_have_other_days_and_other_money(house):
    york = await House.build(zone="America/New_York", currency="USD")
    at = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)  # 8 a.m. of the 27th there, 9.30 p.m. of the 26th here
    late = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)  # 1.30 a.m. of the 27th there, 3 p.m. of the 26th here
    theirs = await york.show(starts_at=datetime(2026, 11, 27, 1, 0, tzinfo=UTC))
    ours = await house.show(starts_at=datetime(2026, 11, 27, 14, 0, tzinfo=UTC))
    await sold(ours, late, 0, total=100)
    await sold(ours, late - timedelta(hours=2), 1, total=1)  # yesterday there
    await sold(theirs, late, 0, 1, total=2000, currency="USD")
    await sold(theirs, late - timedelta(hours=14), 2, total=300, currency="USD")
    seen = await today(None, at=at)
    by_id = {one.theatre.id: one for one in seen.by_theatre}
    assert [(by_id[place.theatre.id].local_date.day, by_id[place.theatre.id].tickets, by_id[
        place.theatre.id].shows) for place in (house, york)] == [(27, 1, 1), (26, 3, 1)]  # fmt: skip
    assert [(one.currency, one.revenue.amount) for one in seen.currencies] == [("INR", 100), ("USD", 2300)]
    assert (seen.by_hour[0].hour, seen.by_hour[-1].hour) == (
        datetime(2026, 11, 26, 5, 0, tzinfo=UTC), datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
    )  # fmt: skip
    (busy,) = (hour for hour in seen.by_hour if hour.hour == late)
    assert [(money.currency, money.amount) for money in busy.revenue] == [("INR", 100), ("USD", 2000)]
    alone = await today([york.theatre.id], at=at)
    assert [one.theatre.id for one in alone.by_theatre] == [york.theatre.id]
    assert (alone.tickets, alone.by_hour[0].hour.isoformat()) == (3, "2026-11-26T00:00:00-05:00")


async def test_occupancy_is_of_todays_shows_whenever_their_seats_were_sold(house, show):
    await sold(show, NOON - timedelta(days=9), 0, 1, 2)
    await SeatBlock.create(show=show, seat_index=10, reason="Repair")
    await SeatBlock.create(show=show, seat_index=11, reason="Repair")
    await house.show(starts_at=NOON + timedelta(hours=32))  # tomorrow
    await house.show(starts_at=NOON - timedelta(hours=4), status=ShowStatus.CANCELLED)
    await sold(show, NOON, 5, ticket="reserved", status="pending", confirmed_at=None)
    seen = await today(None, at=NOON)
    assert (seen.shows, seen.seats, seen.occupied, seen.occupancy) == (1, 10, 3, 0.3)
    assert seen.by_theatre[0].occupancy == 0.3


async def test_refunds_stand_beside_the_revenue_and_count_on_the_day_they_are_made(house, show):
    old = await sold(show, NOON - timedelta(days=3), 0, total=500)
    await refunded(old, 400, NOON - timedelta(hours=1), RefundReason.CUSTOMER_CANCELLED)
    sold_today = await sold(show, NOON - timedelta(hours=2), 1, total=1000)
    await refunded(sold_today, 1000, NOON, RefundReason.SHOW_CANCELLED)
    late = await sold(show, NOON - timedelta(days=2), 2, total=50)
    await refunded(late, 50, NOON - timedelta(days=1), RefundReason.CUSTOMER_CANCELLED)  # yesterday
    twice = await sold(show, NOON - timedelta(days=2), 3, total=70)
    await refunded(twice, 70, NOON, RefundReason.DUPLICATE)  # never was revenue
    (theatre,) = (await today(None, at=NOON)).by_theatre
    assert (theatre.revenue.amount, theatre.refunded.amount) == (1000, 1400)


async def test_what_became_of_the_bookings_that_were_begun_today(house, show):
    unpaid: dict[str, Any] = {"confirmed_at": None}
    await sold(show, NOON, 0)
    await sold(show, NOON, 1, status="cancelled")  # paid, and given back since
    await sold(show, NOON, status="pending", expires_at=NOON + timedelta(minutes=5), **unpaid)
    await sold(show, NOON, status="pending", expires_at=NOON - timedelta(minutes=5), **unpaid)
    await sold(show, NOON, status="expired", **unpaid)
    await sold(show, NOON - timedelta(days=1), status="expired", **unpaid)
    begun = (await today(None, at=NOON)).conversion
    assert (begun.bookings, begun.paid, begun.waiting) == (5, 2, 1)


async def test_a_house_without_theatres_has_a_day_without_sales(clean_database):
    seen = await today(None, at=NOON)
    assert (seen.bookings, seen.occupancy, seen.currencies, seen.by_theatre, seen.by_hour) == (
        0,
        0,
        [],
        [],
        [],
    )
    assert (await today([], at=NOON)).by_theatre == []


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Europe/London", date(2026, 10, 25), 25), ("Europe/London", date(2026, 3, 29), 23)],
    ids=["clocks go back", "clocks go forward"],
)
async def test_a_day_on_which_clocks_change_has_all_of_its_hours(clean_database, zone, day, hours):
    london = await House.build(zone=zone, currency="GBP")
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    last = (midnight.astimezone(UTC) + timedelta(hours=hours)) - timedelta(minutes=1)
    show = await london.show(starts_at=last)
    await sold(show, midnight, 0)
    await sold(show, last, 1)
    seen = await today(None, at=last)
    assert (seen.tickets, seen.by_theatre[0].local_date, len(seen.by_hour)) == (2, day, hours)
    assert [seen.by_hour[place].tickets for place in (0, -1)] == [1, 1]


@given(moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 # in UTC
def test_ids_tell_when_they_were_made(moment):
    """Bookings and refunds of today are looked for from an id on: none made since may be below it."""
    assert figures._first_id(moment) <= UUID(int=(int(moment.timestamp() * 1000) << 80) + 1)
    assert figures._first_id(moment - timedelta(milliseconds=2)) < figures._first_id(moment)


async def test_an_id_made_now_is_beyond_that_of_a_moment_ago():
    began = now()
    assert figures._first_id(began - timedelta(milliseconds=1)) < new_id()
    assert new_id() < figures._first_id(now() + timedelta(milliseconds=5))


async def signed_in(api: httpx.AsyncClient, **grant: Any) -> Customer:
    person = await Customer.sign_up(api)
    await RoleGrant.create(user_id=person.id, **grant)
    answer = await api.post("/auth/login", json={"email": person.email, "password": PASSWORD})
    person.access_token = answer.json()["access_token"]
    return person


async def test_what_is_sold_through_the_api_is_seen_and_a_manager_sees_their_own(api, house, customer):
    other = await House.build()
    show = await house.show(starts_in=timedelta(minutes=30))
    booking = await customer.book(show, "A1", "A2")
    await customer.pay(booking)
    admin = await signed_in(api, role=Role.ADMIN)
    manager = await signed_in(api, role=Role.MANAGER, theatre_id=other.theatre.id)
    answer = await admin.get("/admin/analytics/today")
    seen = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (seen["tickets"], seen["conversion"]) == (2, {"bookings": 1, "paid": 1, "waiting": 0})
    assert seen["currencies"][0]["revenue"]["amount"] == booking["total"]["amount"]
    theirs = (await manager.get("/admin/analytics/today")).json()
    assert ([one["theatre"]["id"] for one in theirs["by_theatre"]], theirs["tickets"]) == (
        [other.theatre.id], 0,
    )  # fmt: skip


async def test_a_days_sales_are_found_by_an_index(house, show):
    """With a year of bookings behind it, a day is not looked for among all of them."""
    user_id = await somebody()
    await rows(
        "INSERT INTO bookings (id, reference, user_id, show_id, status, hold_id, total, currency, "
        "price_source, created_at, confirmed_at) SELECT gen_random_uuid(), 'OLD-' || i, $1, $2, 'confirmed', "
        "'h' || i, 1, 'INR', 'base', at, at FROM (SELECT i, $3::timestamptz - i * interval '1 hour' AS at "
        "FROM generate_series(30, 20000) i) old",
        [user_id, show.id, NOON],
    )
    await rows("ANALYZE bookings")
    plan = await rows(
        "EXPLAIN " + figures._SALES,
        [[house.theatre.id], [NOON - timedelta(hours=12)], NOON, NOON - timedelta(hours=26), NOON],
    )
    said = "\n".join(line["QUERY PLAN"] for line in plan)
    assert "bookings_by_confirmation" in said, said
    assert await row("SELECT 1 FROM bookings WHERE reference = 'OLD-30'")
