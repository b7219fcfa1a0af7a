"""A seat has one owner, a shopper's hold or a booking, and the map says of it what PostgreSQL says."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from seat_engine import PendingHold, ShowState
from server.accounts.models import Role
from server.booking.checkout import Checkout
from server.booking.errors import HoldMismatch
from server.booking.holds import HeldSeats, HoldDesk
from server.booking.mending import GIVEN_UP_AFTER, Mender, compare, mend
from server.booking.models import Booking
from server.booking.notes import HoldNote
from server.booking.queries import SeatTruth, seat_truths
from server.booking.sale import Sale
from server.booking.seatsync import settle_seats
from server.booking.settlement import expire
from server.booking.till import Till
from server.core.clock import now
from server.core.db import rows, transaction
from server.settings import Settings
from server.venues.layouts import get_layout
from server.venues.shows import get_show
from tests.server.world import Customer, confirm_mail

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def states(api, show):
    return (await api.get(f"/shows/{show.id}/seats")).json()["states"]


def code(answer):
    return (answer.status_code, answer.json()["code"])


async def every_holders_verb(who, hold_id):
    return [
        code(await who.api.delete(f"/holds/{hold_id}", headers=who.headers)),
        code(await who.api.patch(f"/holds/{hold_id}", json={"seats": ["A5"]}, headers=who.headers)),
        code(await who.api.patch(f"/holds/{hold_id}", json={"extend": True}, headers=who.headers)),
    ]


BOOKED = [(409, "hold_booked")] * 3


@pytest.mark.parametrize("method", ["cash", "mock_upi"])
async def test_a_booked_hold_is_neither_given_back_nor_changed_nor_extended(house, api, customer, method):
    show = await house.show()
    await confirm_mail(customer)
    booking = await customer.book(show, "A1", "A2", payment_method=method)
    hold_id = (await Booking.get()).hold_id
    assert await every_holders_verb(customer, hold_id) == BOOKED
    assert await states(api, show) == "110000000000"
    customer.hold_token = None  # the account in another browser
    assert await every_holders_verb(customer, hold_id) == BOOKED
    if method == "mock_upi":
        await customer.pay(booking)
        assert await every_holders_verb(customer, hold_id) == BOOKED


async def test_so_it_is_once_the_seats_are_sold_and_after_redis_was_lost(house, api, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1")
    await engine.close(show.id)
    await api.get(f"/shows/{show.id}/seats")
    hold_id = (await Booking.get()).hold_id
    assert await every_holders_verb(customer, hold_id) == BOOKED
    await customer.pay(booking)
    await settle_seats(engine, UUID(booking["id"]))
    assert await every_holders_verb(customer, hold_id) == BOOKED
    assert await states(api, show) == "200000000000"


async def test_a_booking_that_is_refused_leaves_the_hold_as_it_was(house, api, customer):
    show = await house.show()
    await confirm_mail(customer)
    hold = await customer.hold(show, "A1")
    other = await customer.hold(await house.show(starts_in=timedelta(days=3)), "A1")
    await rows(  # found in the transaction that writes, after the hold was made the booking's
        "INSERT INTO bookings (id, reference, user_id, show_id, status, hold_id, total, currency, "
        "price_source, created_at) "
        "VALUES (gen_random_uuid(), 'gone', $1, $2, 'cancelled', $3, 0, 'INR', 'base', now())",
        [customer.id, other["show_id"], hold["hold_id"]],
    )
    refused = await customer.try_book(show, "A1", hold_id=hold["hold_id"], payment_method="cash")
    assert code(refused) == (410, "hold_gone")
    same = (await customer.get(f"/holds/{hold['hold_id']}")).json()
    assert same["expires_at"] == hold["expires_at"], "a reservation's hours are not the hold's"
    gone = await api.delete(f"/holds/{hold['hold_id']}", headers=customer.headers)
    assert gone.status_code == 204
    assert await states(api, show) == "0" * 12


async def test_a_hold_is_booked_once_whatever_became_of_it(house, customer):
    show = await house.show()
    booking = await customer.book(show, "A1")
    hold_id = (await Booking.get()).hold_id
    await customer.post(f"/booking/{booking['id']}/cancel")
    again = await customer.try_book(show, "A1", hold_id=hold_id)
    assert code(again) == (410, "hold_gone")


async def test_another_customers_booking_by_staff_leaves_the_first_its_seats(house, api, engine, clerk):
    """The hold was released when the second booking met the first, and the seats were offered again."""
    show = await house.show()
    first, second = [await Customer.sign_up(api) for _ in range(2)]
    hold = await clerk.hold(show, "A1")
    await clerk.try_book(show, "A1", hold_id=hold["hold_id"], user_id=str(first.id))
    refused = await clerk.try_book(show, "A1", hold_id=hold["hold_id"], user_id=str(second.id))
    assert code(refused) == (409, "seats_taken")
    assert await states(api, show) == "100000000000"


@pytest.fixture
async def clerk(api):
    return await Customer.sign_up(api, role=Role.ADMIN)


async def lose(engine, show):
    """Have the map forget all holds, as an older build's release did."""
    for hold in (await engine.inspect(show.id)).holds:
        await engine.release(show.id, hold.id, holder=None)


async def test_a_waiting_seat_that_is_offered_is_put_back_by_the_first_who_fails(
    house, api, customer, engine
):
    show, other = await house.show(), await Customer.sign_up(api)
    await customer.book(show, "A1", "A2")
    await lose(engine, show)
    assert await states(api, show) == "0" * 12
    refused = await other.try_book(show, "A2", "A3")
    assert (code(refused), refused.json()["seats"]) == ((409, "seats_taken"), ["A2"])
    assert await states(api, show) == "110000000000"
    best = await api.post(f"/shows/{show.id}/holds", json={"best": {"count": 6, "category": "standard"}})
    assert code(best) == (409, "not_enough_together")
    booking = await Booking.get()
    (kept,) = (await engine.inspect(show.id)).holds
    assert abs(kept.deadline - booking.expires_at) < timedelta(seconds=1)


async def test_the_clock_mends_what_nobody_has_met(house, api, customer, engine):
    show = await house.show()
    await customer.pay(await customer.book(show, "A1"))
    await customer.book(show, "A2")
    await mend(engine, show.id)
    await lose(engine, show)
    await engine.free(show.id, [0])
    await engine.sell(show.id, [5])
    await engine.block(show.id, [6])
    mender = Mender(engine)
    while show.id not in await mender.look():
        pass
    assert await states(api, show) == "210000000000"
    assert show.id not in await mender.look()


async def test_a_process_that_dies_while_it_books_keeps_no_seats(house, customer, engine):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    hours = datetime.now(UTC) + timedelta(hours=2)
    await engine.book(show.id, hold["hold_id"], holder="somebody", deadline=hours, attempt="dead")
    truth = (await seat_truths([show.id]))[show.id]
    state = await engine.inspect(show.id)
    assert compare(state, truth, given_up_before=datetime.now(UTC) - GIVEN_UP_AFTER).seats == []
    late = compare(state, truth, given_up_before=datetime.now(UTC))
    assert [given_up.id for given_up in late.let_go] == [hold["hold_id"]]


def test_a_customers_hold_is_the_maps_own_business():
    held = PendingHold("b", "somebody", (1,), datetime.now(UTC))
    state = ShowState("e", "0120", ())
    drift = compare(state, SeatTruth(sold={"a": [2]}), given_up_before=LONG_AGO)
    assert drift.seats == []
    assert compare(
        state, SeatTruth(sold={"a": [2]}, pending={"b": held}), given_up_before=LONG_AGO
    ).seats == [1]


async def test_paying_again_puts_seats_back_that_the_map_has_lost(house, api, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1")
    await lose(engine, show)
    await customer.post(f"/booking/{booking['id']}/payment", payment_method="mock_card")
    assert await states(api, show) == "100000000000"


async def test_a_release_beside_a_booking_never_frees_what_is_booked(house, api, customer):
    """The two run at once, again and again: the seats were given back, or they are booked."""
    show = await house.show()
    for _ in range(8):
        hold = await customer.hold(show, "A1")
        booked, released = await asyncio.gather(
            customer.try_book(show, "A1", hold_id=hold["hold_id"]),
            api.delete(f"/holds/{hold['hold_id']}", headers=customer.headers),
        )
        shown = (await states(api, show))[0]
        if booked.status_code == 201:
            assert (shown, released.status_code) == ("1", 409)
            await customer.post(f"/booking/{booked.json()['id']}/cancel")
            await api.delete(f"/holds/{hold['hold_id']}", headers=customer.headers)
        else:
            assert (shown, released.status_code) == ("0", 204)


async def test_what_is_booked_is_what_is_held_by_then(house, customer, engine):
    """A change that comes between reading a hold and booking it: one of the two wins, and never both."""
    show = await house.show()
    held = await customer.hold(show, "A1", "A2")
    was = await engine.get_hold(show.id, held["hold_id"])
    await customer.api.patch(
        f"/holds/{held['hold_id']}", json={"seats": ["A3", "A4"]}, headers=customer.headers
    )
    facts, layout = await get_show(show.id), await get_layout(show.layout_id)
    read = HeldSeats(was, facts, layout, HoldNote.unpack(was.note).quote)
    desk = cast("HoldDesk", SimpleNamespace(engine=engine))
    checkout = Checkout(desk, cast("Till", None), cast("Settings", None))
    with pytest.raises(HoldMismatch) as refused:
        await checkout._claim(read, Sale(customer.id, None), now() + timedelta(hours=1), "one")
    assert refused.value.data["seats"] == ["A3", "A4"]
    assert (await customer.api.delete(f"/holds/{held['hold_id']}", headers=customer.headers)).is_success


async def test_a_change_beside_a_booking_never_parts_the_seats_from_it(house, api, customer):
    show = await house.show()
    for turn in range(12):
        hold = await customer.hold(show, "A1", "A2")

        async def change(hold=hold, wait=turn % 4 / 400):
            await asyncio.sleep(wait)
            return await customer.api.patch(
                f"/holds/{hold['hold_id']}", json={"seats": ["A4", "A5"]}, headers=customer.headers
            )

        booked, changed = await asyncio.gather(
            customer.try_book(show, "A1", "A2", hold_id=hold["hold_id"]), change()
        )
        assert (booked.status_code, changed.status_code) in {(201, 409), (422, 200)}, (booked, changed)
        assert (await states(api, show))[:6] == ("110000" if booked.status_code == 201 else "000110")
        if booked.status_code == 201:
            await customer.post(f"/booking/{booked.json()['id']}/cancel")
        await api.delete(f"/holds/{hold['hold_id']}", headers=customer.headers)


@pytest.mark.parametrize("paid", [False, True])
async def test_seats_in_a_bookings_hold_that_it_does_not_have_go_back(house, api, customer, engine, paid):
    show = await house.show()
    booking = await customer.book(show, "A1")
    hold_id = (await Booking.get(id=booking["id"])).hold_id
    if paid:
        await customer.pay(booking)
        await settle_seats(engine, UUID(booking["id"]))
    await engine.keep(show.id, hold_id, [3], holder="somebody", deadline=now() + timedelta(hours=1))
    assert (await states(api, show))[3] == "1"
    assert await mend(engine, show.id) == [3]
    assert (await states(api, show))[:4] == ("2000" if paid else "1000")


async def test_a_booking_is_repeated_for_the_same_seats_only(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1", "A2")
    first = await customer.try_book(show, "A1", "A2", hold_id=hold["hold_id"])
    again = await customer.try_book(show, "A2", "A1", hold_id=hold["hold_id"])
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    other = await customer.try_book(show, "A3", hold_id=hold["hold_id"], promo="NOSUCH")
    assert code(other) == (422, "hold_mismatch")
    assert other.json()["seats"] == ["A1", "A2"]


class Crowd:
    """Customers of one small show who do whatever comes to mind."""

    def __init__(self, seed, show, people):
        self.choose = random.Random(seed)
        self.show, self.people = show, people
        self.holds: list[tuple[Customer, dict[str, Any]]] = []
        self.bookings: list[tuple[Customer, dict[str, Any]]] = []

    def some_seats(self):
        return self.choose.sample(["A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3"], self.choose.randint(1, 2))

    async def hold(self):
        who = self.choose.choice(self.people)
        path, body = f"/shows/{self.show.id}/holds", {"seats": self.some_seats()}
        answer = await who.api.post(path, json=body, headers=who.headers)
        if answer.status_code == 201:
            who.hold_token = answer.json()["hold_token"]
            self.holds.append((who, answer.json()))

    async def book(self):
        whose, held = self.choose.choice(self.holds[-2:])  # older ones have mostly ended
        who = self.choose.choice([whose, whose, *self.people])
        method = self.choose.choice(["cash", "mock_upi"])
        answer = await who.try_book(self.show, *held["seats"], hold_id=held["hold_id"], payment_method=method)
        if answer.status_code == 201:
            self.bookings.append((who, answer.json()))

    async def release(self):
        who, held = self.choose.choice(self.holds)
        await who.api.delete(f"/holds/{held['hold_id']}", headers=who.headers)

    async def change(self):
        who, held = self.choose.choice(self.holds)
        body = self.choose.choice([{"seats": self.some_seats()}, {"extend": True}])
        await who.api.patch(f"/holds/{held['hold_id']}", json=body, headers=who.headers)

    async def pay(self):
        who, booking = self.choose.choice(self.bookings)
        await who.pay(booking, self.choose.choice(["approve", "approve", "decline"]))

    async def pay_again(self):
        who, booking = self.choose.choice(self.bookings)
        method = self.choose.choice(["cash", "mock_card"])
        answer = await who.post(f"/booking/{booking['id']}/payment", payment_method=method)
        if answer.status_code == 201:
            self.bookings.append((who, answer.json()))

    async def cancel(self):
        who, booking = self.choose.choice(self.bookings)
        await who.post(f"/booking/{booking['id']}/cancel")

    async def time_is_over(self):
        _, booking = self.choose.choice(self.bookings)
        over = "UPDATE bookings SET expires_at = now() WHERE id = $1 AND status = 'pending'"
        await rows(over, [booking["id"]])
        async with transaction():
            await expire(UUID(booking["id"]), at=now())

    async def act(self):
        ways = [self.hold, self.hold]
        if self.holds:
            ways += [self.book, self.book, self.release, self.change]
        if self.bookings:
            ways += [self.pay, self.pay_again, self.cancel, self.time_is_over]
        way = self.choose.choice(ways)
        await way()
        return way.__name__


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_anybody_does_the_map_says_what_postgresql_says(house, api, engine, seed):
    """Random calls and the jobs that follow; the two are compared after every step."""
    show = await house.show()
    people = [await Customer.sign_up(api) for _ in range(2)]
    await confirm_mail(*people)
    crowd = Crowd(seed, show, people)
    for _ in range(40):
        done = await crowd.act()
        for job in await rows("SELECT args->>'booking_id' AS id FROM outbox WHERE actor = 'settle_seats'"):
            await settle_seats(engine, UUID(job["id"]))
        await rows("DELETE FROM outbox")
        state = await engine.inspect(show.id)
        truth = (await seat_truths([show.id]))[show.id]
        assert compare(state, truth, given_up_before=datetime.now(UTC)).seats == [], done
    assert len(crowd.bookings) > 1
