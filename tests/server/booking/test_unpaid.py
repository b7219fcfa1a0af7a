"""Reservations cost nothing: how many may wait, for how long, and for whom."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.models import Role, User
from server.booking import unpaid
from server.booking.models import Booking
from server.booking.unpaid import UnpaidCaps
from server.core.db import rows, transaction
from tests.conftest import another_api
from tests.server.world import Customer, confirm_mail


def code(answer):
    return (answer.status_code, answer.json()["code"])


def lasts(booking):
    return datetime.fromisoformat(booking["expires_at"]) - datetime.fromisoformat(booking["server_time"])


@pytest.fixture(scope="module")
def strict(servers, database):
    """An API with limits that a few bookings reach."""
    with another_api(
        servers, UNPAID_BOOKINGS="2", UNPAID_SEATS="5", UNPAID_ADDRESS_SEATS="7", HOLDS_HOLDER_SEATS="6",
        HOLDS_ADDRESS_SEATS="10",
    ) as url:  # fmt: skip
        yield url


@pytest.fixture
async def shops(house, api, strict):
    """Make somebody whose mail is confirmed and who shops where limits are strict, each with a new token."""

    async def come(address="203.0.113.9"):
        who = await Customer.sign_up(api)
        await confirm_mail(who)

        async def book(show, *seats, method="cash"):
            return await api.post(
                f"{strict}/booking",
                json={
                    "user_id": str(who.id), "show_id": show.id, "seats": seats, "payment_method": method,
                },
                headers={"Authorization": f"Bearer {who.access_token}", "X-Forwarded-For": address},
            )  # fmt: skip

        return who, book

    return come


async def test_an_account_may_have_so_many_bookings_and_seats_waiting(house, shops):
    first, second = await house.show(), await house.show(starts_in=timedelta(days=2))
    third = await house.show(starts_in=timedelta(days=3))
    who, book = await shops()
    booked = (await book(first, "A1", "A2", "A3")).json()
    refused = await book(second, "A1", "A2", "A3")
    assert code(refused) == (409, "too_many_unpaid")
    assert (refused.json()["scope"], refused.json()["limit"]) == ("account", 5)
    assert 0 < refused.json()["frees_in"] <= 7200
    assert (await book(second, "A1")).status_code == 201
    assert code(await book(third, "A1")) == (409, "too_many_unpaid")
    await who.post(f"/booking/{booked['id']}/cancel")
    assert (await book(third, "B1", method="mock_upi")).status_code == 201


async def test_what_waits_counts_as_held_and_a_new_token_is_nobody_new(house, api, strict, shops):
    show = await house.show()
    who, book = await shops()
    assert (await book(show, "A1", "A2", "A3", "A4")).status_code == 201
    headers = {"Authorization": f"Bearer {who.access_token}", "X-Forwarded-For": "203.0.113.9"}
    for token in ("new", "newer"):
        answer = await api.post(
            f"{strict}/shows/{show.id}/holds", json={"seats": ["A5", "A6", "B1"]},
            headers={**headers, "X-Hold-Token": token},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["scope"]) == (429, "holder")
    # Held before signing in, by tokens that nobody knows: the account counts when it books.
    for token, seats in (("t1", ["B3"]), ("t2", ["B4"])):
        there = {"X-Hold-Token": token, "X-Forwarded-For": "203.0.113.10"}
        held = await api.post(f"{strict}/shows/{show.id}/holds", json={"seats": seats}, headers=there)
        body = {
            "user_id": str(who.id), "show_id": show.id, "seats": seats, "payment_method": "cash",
            "hold_id": held.json()["hold_id"],
        }  # fmt: skip
        answer = await api.post(f"{strict}/booking", json=body, headers={**headers, **there})
    assert code(answer) == (409, "too_many_unpaid")


async def test_many_accounts_at_one_address_share_its_room(house, shops):
    show, other = await house.show(), await house.show(starts_in=timedelta(days=2))
    for seats in (["A1", "A2", "A3"], ["A4", "A5"]):
        _, book = await shops()
        assert (await book(show, *seats)).status_code == 201
    _, book = await shops()
    refused = await book(other, "A1", "A2", "A3")
    assert (code(refused), refused.json()["scope"]) == ((409, "too_many_unpaid"), "address")
    _, elsewhere = await shops("203.0.113.10")
    assert (await elsewhere(other, "A1", "A2", "A3")).status_code == 201


async def test_what_was_paid_or_is_over_waits_no_more(house, shops):
    show, other = await house.show(), await house.show(starts_in=timedelta(days=2))
    who, book = await shops()
    paid = (await book(show, "A1", "A2", "A3", method="mock_upi")).json()
    await who.pay(paid)
    assert (await Booking.get()).placed_from is None, "where it came from is nobody's business any more"
    assert (await book(other, "A1", "A2", "A3")).status_code == 201
    await rows("UPDATE bookings SET expires_at = now() WHERE status = 'pending'")
    assert (await book(other, "B1", "B2", "B3")).status_code == 201


async def at_once(shops, show):
    _, book = await shops()
    answers = await asyncio.gather(*(book(show, seat) for seat in ("A1", "A2", "A3", "A4", "A5", "A6")))
    return Counter(answer.status_code for answer in answers)


async def test_requests_at_once_do_not_get_past_the_limit(house, shops):
    assert await at_once(shops, await house.show()) == {201: 2, 409: 4}


async def test_control_without_the_lock_they_do(house, customer):
    """Two transactions that have both counted before either has written are both let through."""
    caps, show = UnpaidCaps(1, 0, 0, 0, 0), await house.show()
    counted = asyncio.Barrier(2)

    async def reserve(*, locked: bool):
        async with transaction():
            if locked:
                await unpaid.lock(customer.id)
            await unpaid.ensure_room(caps, user_id=customer.id, address=None, show_id=show.id, seats=1)
            if not locked:
                await counted.wait()
            await rows(
                "WITH b AS (INSERT INTO bookings (id, reference, user_id, show_id, status, hold_id, total, "
                "currency, price_source, created_at, expires_at) SELECT gen_random_uuid(), "
                "gen_random_uuid()::text::varchar(24), $1, $2, 'pending', 'h', 0, 'INR', 'base', now(), "
                "now() + interval '1 hour' RETURNING id) INSERT INTO tickets (id, booking_id, show_id, "
                "seat_index, seat_label, category, price, code, status, created_at) SELECT "
                "gen_random_uuid(), id, $2, (random() * 1000000)::int, 'A1', 'standard', 0, "
                "gen_random_uuid()::text::varchar(32), 'reserved', now() FROM b",
                [customer.id, show.id],
            )

    await asyncio.gather(reserve(locked=False), reserve(locked=False))
    assert await Booking.all().count() == 2
    await rows("DELETE FROM tickets")
    await rows("DELETE FROM bookings")
    ends = await asyncio.gather(reserve(locked=True), reserve(locked=True), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "TooManyUnpaid"]


async def test_seats_are_kept_unpaid_for_those_who_can_be_reached(house, customer):
    show = await house.show()
    refused = await customer.try_book(show, "A1", payment_method="cash")
    assert code(refused) == (403, "contact_not_verified")
    booking = await customer.book(show, "A1")
    again = await customer.post(f"/booking/{booking['id']}/payment", payment_method="cash")
    assert code(again) == (403, "contact_not_verified")
    await User.filter(id=customer.id).update(phone="+919876543210", phone_verified_at=datetime.now(UTC))
    assert (await customer.try_book(show, "A2", payment_method="cash")).status_code == 201


async def test_at_the_counter_nobody_is_asked_and_nobody_is_counted(house, api, customer):
    clerk = await Customer.sign_up(api, role=Role.ADMIN)
    sold = await clerk.try_book(await house.show(), "A1", user_id=str(customer.id), payment_method="cash")
    assert sold.status_code == 201


async def test_what_the_counter_sells_to_somebody_uses_up_nothing_of_theirs(house, strict, shops, api):
    who, book = await shops()
    clerk = await Customer.sign_up(api, role=Role.ADMIN)
    for day in range(2, 5):
        show = await house.show(starts_in=timedelta(days=day))
        assert (await clerk.try_book(show, "A1", user_id=str(who.id), payment_method="cash")).is_success
    assert (await book(await house.show(), "A2")).status_code == 201


async def test_a_hold_from_before_signing_in_counts_once_it_is_booked(house, api, strict, shops):
    show = await house.show()
    who, _ = await shops()
    seats = ["A1", "A2", "A3", "A4"]
    held = (await api.post(f"{strict}/shows/{show.id}/holds", json={"seats": seats})).json()
    signed_in = {"Authorization": f"Bearer {who.access_token}"}
    body = {
        "user_id": str(who.id), "show_id": show.id, "seats": seats, "hold_id": held["hold_id"],
        "payment_method": "cash",
    }  # fmt: skip
    token = {"X-Hold-Token": held["hold_token"]}
    assert (await api.post(f"{strict}/booking", json=body, headers={**signed_in, **token})).is_success
    more = await api.post(
        f"{strict}/shows/{show.id}/holds", json={"seats": ["B1", "B2", "B3"]}, headers=signed_in
    )
    assert code(more) == (429, "too_many_holds")


async def test_a_reservation_ends_after_two_hours_or_half_an_hour_before_the_show(house, customer):
    await confirm_mail(customer)
    far, near = await house.show(), await house.show(starts_in=timedelta(hours=1))
    assert (
        timedelta(minutes=119)
        < lasts(await customer.book(far, "A1", payment_method="cash"))
        <= (timedelta(hours=2))
    )
    assert lasts(await customer.book(near, "A1", payment_method="cash")) <= timedelta(minutes=30)


async def test_a_theatre_says_how_long_it_keeps_seats(house, customer):
    house.theatre.cash_reservation_minutes = 15
    await house.theatre.save()
    await confirm_mail(customer)
    assert lasts(await customer.book(await house.show(), "A1", payment_method="cash")) <= (
        timedelta(minutes=15)
    )


async def test_going_from_one_way_of_paying_to_another_gains_no_time(house, customer):
    await confirm_mail(customer)
    booking = await customer.book(await house.show(), "A1", payment_method="cash")
    first = datetime.fromisoformat(booking["expires_at"])
    for method in ("mock_upi", "cash", "mock_card", "mock_upi", "cash"):
        again = await customer.post(f"/booking/{booking['id']}/payment", payment_method=method)
        assert datetime.fromisoformat(again.json()["expires_at"]) <= first + timedelta(seconds=1), method
    await rows("UPDATE bookings SET created_at = created_at - interval '3 hours'")
    await customer.post(f"/booking/{booking['id']}/payment", payment_method="mock_upi")
    late = await customer.post(f"/booking/{booking['id']}/payment", payment_method="cash")
    assert code(late) == (422, "payment_method_not_offered")
