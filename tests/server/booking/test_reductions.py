"""Promotions and points where seats are sold and given back: over HTTP, and the books balance after it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from asyncpg import DeadlockDetectedError

from seat_engine import Hold, SeatEngine
from server.booking import offer as offers
from server.booking import reservations, show_cancellation
from server.booking.cancellation import cancel_for_show
from server.booking.holds import HeldSeats
from server.booking.models import Booking, BookingStatus
from server.booking.offer import make_offer
from server.booking.reservations import Reservation, reserve
from server.booking.sale import Sale
from server.booking.seatsync import settle_seats
from server.booking.settlement import lock
from server.core.clock import now
from server.core.db import rows, transaction
from server.payments.models import PaymentMethod
from server.pricing.quote import price_sheet
from server.promotions.models import Promotion
from server.venues.layouts import get_layout
from server.venues.models import Show
from server.venues.shows import get_show
from tests.server.booking.lapse import run_out
from tests.server.promotions.making import balance, coming, grant, promotion, somebody, together
from tests.server.world import Customer

pytestmark = pytest.mark.usefixtures("the_books_balance")


async def used() -> int:
    return (await Promotion.get()).used


async def quote(customer: Customer, hold: dict, **wanted):
    return await customer.api.post(f"/holds/{hold['hold_id']}/quote", json=wanted, headers=customer.headers)


def kinds(lines: list[dict]) -> dict[str, int]:
    return {line["kind"]: line["amount"] for line in lines}


async def test_a_price_is_shown_with_promotion_and_points_and_the_booking_is_made_at_it(house, customer):
    show, made = await house.show(), await promotion(total_limit=1)
    await grant(customer.id, 60)
    hold = await customer.hold(show, "A1", "A2")
    shown = (await quote(customer, hold, promo=" twenty ", points=50)).json()
    assert kinds(shown["lines"]) == {
        "seats": 44000, "fee": 3540, "promotion": -8800, "tax": 6973, "points": -5000,
    }  # fmt: skip
    assert (await used(), await balance(customer.id)) == (0, 60)
    wanted = {"hold_id": hold["hold_id"], "promo": "TWENTY", "points": 50}
    booking = (await customer.try_book(show, "A1", "A2", **wanted)).json()
    assert (booking["lines"], booking["total"]) == (shown["lines"], shown["total"])
    assert [ticket["points"] for ticket in booking["tickets"]] == [25, 25]
    assert (await used(), await balance(customer.id)) == (made.total_limit, 10)
    assert (await customer.pay(booking)).json()["status"] == "succeeded"
    assert await coming(customer.id) == shown["total"]["amount"] * 5 // 10000


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"promo": "NOSUCH"}, 422, "unknown_promotion"),
        ({"promo": "TWENTY"}, 422, "promotion_not_valid"),
        ({"points": 1}, 409, "not_enough_points"),
        ({"points": -1}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_had_is_refused_and_the_seats_stay_held(house, customer, wanted, status, code):
    show = await house.show()
    await promotion(min_seats=3)
    hold = await customer.hold(show, "A1")
    for answer in (
        await quote(customer, hold, **wanted),
        await customer.try_book(show, "A1", hold_id=hold["hold_id"], **wanted),
    ):
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await customer.get(f"/holds/{hold['hold_id']}")).status_code == 200
    assert await Booking.all().count() == 0


async def test_of_ten_who_want_the_last_use_one_gets_it_and_the_others_keep_their_seats(house, api, customer):
    show = await house.show()
    await promotion(total_limit=1)
    people = [customer, *[await Customer.sign_up(api) for _ in range(9)]]
    holds = [await who.hold(show, seat) for who, seat in zip(people, SEATS, strict=True)]
    answers = await asyncio.gather(
        *(
            who.try_book(show, seat, hold_id=hold["hold_id"], promo="TWENTY")
            for who, seat, hold in zip(people, SEATS, holds, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"promotion_used_up"}
    loser = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    again = await people[loser].try_book(show, SEATS[loser], hold_id=holds[loser]["hold_id"])
    assert again.status_code == 201


SEATS = ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "B4"]


async def test_what_points_pay_whole_is_confirmed_at_once(house, customer):
    await grant(customer.id, 1000)
    booking = await customer.book(await house.show(), "A1", points=1000)
    assert (booking["status"], booking["total"]["amount"]) == ("confirmed", 0)
    assert await balance(customer.id) == 1000 - 281  # ₹280.49, of which the last point pays a part
    await customer.api.post(f"/booking/{booking['id']}/cancel", headers=customer.headers)
    assert await balance(customer.id) == 1000


@pytest.mark.parametrize("how", ["deadline", "given up"])
async def test_a_booking_that_ends_unpaid_gives_back_what_it_took(house, customer, how):
    await promotion(total_limit=1)
    await grant(customer.id, 20)
    booking = await customer.book(await house.show(), "A1", promo="TWENTY", points=20)
    if how == "deadline":
        await run_out(booking)
    else:
        await customer.api.post(f"/booking/{booking['id']}/cancel", headers=customer.headers)
    assert (await used(), await balance(customer.id)) == (0, 20)


async def test_late_money_takes_the_promotion_and_the_points_again(house, customer, engine: SeatEngine):
    await promotion(total_limit=1)
    await grant(customer.id, 20)
    booking = await customer.book(await house.show(), "A1", promo="TWENTY", points=20)
    await run_out(booking)
    await settle_seats(engine, UUID(booking["id"]))
    assert (await customer.pay(booking)).json()["status"] == "succeeded"
    assert (await used(), await balance(customer.id)) == (1, 0)


async def test_late_money_for_a_use_that_somebody_else_has_goes_back(
    house, api, customer, engine: SeatEngine
):
    show, other = await house.show(), await Customer.sign_up(api)
    await promotion(total_limit=1)
    await grant(customer.id, 20)
    booking = await customer.book(show, "A1", promo="TWENTY", points=20)
    await run_out(booking)
    await settle_seats(engine, UUID(booking["id"]))
    await other.book(show, "B1", promo="TWENTY")
    assert (await customer.pay(booking)).json()["status"] == "returned"
    assert (await used(), await balance(customer.id)) == (1, 20)
    assert (await engine.snapshot(show.id)).states == "0" * 6 + "1" + "0" * 5


async def test_seats_given_back_bring_their_share_of_points_and_lose_what_they_earned(house, customer):
    show = await house.show(starts_in=timedelta(hours=5))  # 75 % comes back
    await promotion()
    await grant(customer.id, 40)
    booking = await customer.book(show, "A1", "A2", promo="TWENTY", points=40)
    await customer.pay(booking)
    earned = await coming(customer.id)
    said = (await customer.get(f"/booking/{booking['id']}/cancellation?seats=A1")).json()
    assert said["points"] == 15
    after = await customer.api.post(
        f"/booking/{booking['id']}/cancel", json={"seats": ["A1"]}, headers=customer.headers
    )
    assert [ticket["points_returned"] for ticket in after.json()["tickets"]] == [15, None]
    assert await balance(customer.id) == 15
    assert 0 < await coming(customer.id) < earned
    await customer.api.post(f"/booking/{booking['id']}/cancel", headers=customer.headers)
    assert (await balance(customer.id), await coming(customer.id), await used()) == (30, 0, 1)


async def test_a_cancelled_show_gives_back_points_and_the_use_but_not_what_was_forfeited(house, customer):
    show = await house.show(starts_in=timedelta(hours=5))
    await promotion(total_limit=1)
    await grant(customer.id, 40)
    booking = await customer.book(show, "A1", "A2", promo="TWENTY", points=40)
    await customer.pay(booking)
    await customer.api.post(
        f"/booking/{booking['id']}/cancel", json={"seats": ["A1"]}, headers=customer.headers
    )
    async with transaction():
        await cancel_for_show(await lock(UUID(booking["id"])), at=now())
    assert (await balance(customer.id), await coming(customer.id), await used()) == (35, 0, 0)


async def test_a_batch_of_a_cancelled_show_ends_paid_and_unpaid_bookings_of_several_promotions(
    house, api, customer
):
    show = await house.show()
    codes = [(await promotion(code=code)).code for code in ("ONE", "TWO", "THREE")]
    for place, seat in enumerate(SEATS[:6]):
        booking = await customer.book(show, seat, promo=codes[-place % 3])
        if place % 2:
            await customer.pay(booking)
    await rows("UPDATE shows SET status = 'cancelled' WHERE id = $1", [show.id])
    assert await show_cancellation.end_batch(show.id) == 6
    assert {made.used for made in await Promotion.all()} == {0}


# --- two sales, each of which ends what the other buys with ---


async def held(show: Show, *seats: int) -> HeldSeats:
    facts = await get_show(show.id)
    layout = await get_layout(facts.layout_id)
    sheet = price_sheet(facts).quote([layout.seats[index] for index in seats])
    return HeldSeats(Hold(f"{show.id}-{seats}", show.id, seats, "x", 0, 0, b""), facts, layout, sheet)


async def each_ends_what_the_other_buys_with(house, customer) -> Sequence[BaseException | UUID]:
    """Two overdue bookings with a promotion each; their seats are bought with the other's, at once."""
    show = await house.show()
    await promotion(code="ONE")
    await promotion(code="TWO")
    for seat, code in (("A1", "ONE"), ("A5", "TWO")):
        await customer.book(show, seat, promo=code)
    await rows("UPDATE bookings SET expires_at = now() - interval '1 second'")

    async def buy(seat: int, code: str, user: UUID) -> UUID:
        taken = await held(show, seat)
        offer = await make_offer(taken, user_id=user, promo=code, points=0, at=now())
        until = now() + timedelta(minutes=5)
        async with transaction():
            return await reserve(Reservation(Sale(user, None), taken, offer, PaymentMethod.MOCK_UPI, until))

    buyers = [await somebody(), await somebody()]
    return await asyncio.gather(buy(0, "TWO", buyers[0]), buy(4, "ONE", buyers[1]), return_exceptions=True)


async def test_neither_waits_for_the_other_for_ever(house, customer):
    made = await each_ends_what_the_other_buys_with(house, customer)
    assert [type(one) for one in made] == [UUID, UUID]
    assert await Booking.filter(status=BookingStatus.EXPIRED).count() == 2


async def test_control_without_the_order_of_locks_they_do(house, customer, monkeypatch):
    async def no_locks(*_args, **_more) -> None:
        return None

    monkeypatch.setattr(offers, "lock", no_locks)
    together(monkeypatch, reservations, "expire_locked", 2)
    made = await each_ends_what_the_other_buys_with(house, customer)
    assert [type(one) for one in made if isinstance(one, Exception)] == [DeadlockDetectedError]
