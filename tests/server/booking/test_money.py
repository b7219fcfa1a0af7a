"""Money that comes late, twice or not at all; tickets given back; shows cancelled. The books balance."""

import asyncio
from datetime import UTC, datetime, timedelta
from unittest.mock import AsyncMock
from uuid import UUID

import orjson
import pytest

from seat_engine import SeatEngine
from server.accounts.models import Role, RoleGrant
from server.booking import show_cancellation
from server.booking.cancellation import TicketBack, best_share, in_coins
from server.booking.models import Booking, BookingStatus, Ticket
from server.booking.opener import ShowOpener
from server.booking.seatsync import settle_seats
from server.booking.till import Till
from server.core.db import rows
from server.core.ids import hold_id
from server.core.money import share
from server.payments import refunds
from server.payments.gateways import Gateways
from server.payments.gateways.base import Outcome, RefundOutcome, RefundStanding, Standing
from server.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from server.settings import Settings
from tests.server.booking.lapse import run_out
from tests.server.world import POLICY, Customer, House, confirm_mail

pytestmark = pytest.mark.usefixtures("the_books_balance")

PAID = Standing(Outcome.PAID)


@pytest.fixture
def gateways(servers) -> Gateways:
    return Gateways(Settings(database_url=servers.environment["DATABASE_URL"], redis_url="redis://unused"))


@pytest.fixture
def till(gateways: Gateways, engine: SeatEngine) -> Till:
    return Till(gateways, engine, ShowOpener(engine))


async def pay_refunds(gateways: Gateways) -> None:
    for refund in await Refund.all():
        await refunds.pay(gateways, refund.id)


def read(customer: Customer, booking: dict):
    return customer.get(f"/booking/{booking['id']}")


async def pay_again(customer: Customer, booking: dict) -> dict:
    """Open a second attempt on a booking; return the booking as it is then."""
    answer = await customer.api.post(
        f"/booking/{booking['id']}/payment", json={"payment_method": "mock_card"}, headers=customer.headers
    )
    return answer.json()


async def cancel(customer: Customer, booking: dict, *, key: str | None = None, **body):
    headers = {**customer.headers, **({"Idempotency-Key": key} if key else {})}
    return await customer.api.post(f"/booking/{booking['id']}/cancel", json=body, headers=headers)


# --- money that comes late or twice ---


async def test_late_money_takes_the_seats_again_where_they_are_free(house, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1", "A2")
    await run_out(booking)
    await settle_seats(engine, Booking(id=booking["id"]).id)
    assert (await customer.pay(booking)).json()["status"] == "succeeded"
    after = (await read(customer, booking)).json()
    assert (after["status"], after["closed_by"]) == ("confirmed", None)
    assert {ticket["status"] for ticket in after["tickets"]} == {"valid"}
    await settle_seats(engine, Booking(id=booking["id"]).id)
    assert (await customer.get(f"/shows/{show.id}/seats")).json()["states"] == "220000000000"


async def test_late_money_whose_seats_are_sold_goes_back_in_full(house, api, customer, engine, gateways):
    show = await house.show()
    booking = await customer.book(show, "A1", "A2")
    await run_out(booking)
    await settle_seats(engine, Booking(id=booking["id"]).id)
    other = await Customer.sign_up(api)
    await other.pay(await other.book(show, "A2"))
    assert (await customer.pay(booking)).json()["status"] == "returned"
    await pay_refunds(gateways)
    after = (await read(customer, booking)).json()
    assert after["status"] == "expired"
    (refund,) = after["refunds"]
    assert (refund["status"], refund["reason"], refund["amount"]) == (
        "succeeded",
        "late_money",
        after["total"],
    )
    assert [job["actor"] for job in await rows("SELECT actor FROM outbox WHERE actor LIKE 'send_c%'")] == [
        "send_confirmation", "send_cancellation",
    ]  # fmt: skip


async def test_late_money_whose_seats_are_held_by_somebody_goes_back(house, api, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1")
    await run_out(booking)
    await settle_seats(engine, Booking(id=booking["id"]).id)
    await (await Customer.sign_up(api)).hold(show, "A1")
    assert (await customer.pay(booking)).json()["status"] == "returned"


async def test_seats_that_late_money_took_in_vain_are_on_sale_again(house, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1", "A2")
    await run_out(booking)
    await settle_seats(engine, Booking(id=booking["id"]).id)
    await rows("UPDATE shows SET status = 'closed' WHERE id = $1", [show.id])
    assert (await customer.pay(booking)).json()["status"] == "returned"
    assert (await engine.snapshot(show.id)).states == "0" * 12


async def test_late_money_that_comes_second_is_returned_and_breaks_nothing(
    house, customer, till, monkeypatch
):
    """It read the booking as expired; the first one's money confirmed it before the tickets were read."""
    booking = await customer.book(await house.show(), "A1")
    second = UUID((await pay_again(customer, booking))["payment"]["id"])
    await run_out(booking)
    as_it_was = await Booking.get(), await Payment.get(id=second)
    assert (await till.settle(UUID(booking["payment"]["id"]), PAID)).status is PaymentStatus.SUCCEEDED
    with monkeypatch.context() as patch:
        patch.setattr(Booking, "get", AsyncMock(return_value=as_it_was[0]))
        assert (await till.settle(second, PAID)).status is PaymentStatus.RETURNED
    assert (await Booking.get()).status is BookingStatus.CONFIRMED


async def test_seats_paid_for_in_the_last_moment_are_offered_to_nobody(house, customer, engine, till):
    show, a_second = await house.show(), timedelta(seconds=1)
    booking = await customer.book(show, "A1")
    lasting = await engine.get_hold(show.id, (await Booking.get()).hold_id)
    await engine.release(show.id, lasting.id, holder=None)
    short = hold_id(show.id)
    await engine.hold(show.id, [0], hold_id=short, holder="h", ttl=a_second, max_life=a_second)
    await Booking.filter(id=booking["id"]).update(hold_id=short)
    await till.settle(UUID(booking["payment"]["id"]), PAID)
    await asyncio.sleep(1.1)
    await engine.sweep_all()
    assert (await engine.snapshot(show.id)).states == "1" + "0" * 11


async def test_money_for_a_booking_that_was_given_up_goes_back(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await cancel(customer, booking)
    assert (await customer.pay(booking)).json()["status"] == "returned"
    assert (await Booking.get()).status is BookingStatus.CANCELLED


async def test_an_attempt_that_was_called_off_takes_no_money_any_more(house, customer, till):
    booking = await customer.book(await house.show(), "A1")
    await cancel(customer, booking)
    await till.call_off(Payment(id=booking["payment"]["id"]).id)
    refused = await customer.pay(booking)
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_settled")


async def test_a_second_charge_goes_back_and_leaves_the_booking_alone(house, customer, gateways):
    first = await customer.book(await house.show(), "A1")
    again = await pay_again(customer, first)
    answers = await asyncio.gather(customer.pay(first), customer.pay(again))
    assert sorted(answer.json()["status"] for answer in answers) == ["returned", "succeeded"]
    await pay_refunds(gateways)
    after = (await read(customer, first)).json()
    assert after["status"] == "confirmed"
    assert [(refund["reason"], refund["amount"]) for refund in after["refunds"]] == [
        ("duplicate", after["total"])
    ]


async def test_a_booking_whose_last_word_was_no_has_failed_when_its_time_is_over(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking, "decline")
    await run_out(booking)
    after = (await read(customer, booking)).json()
    assert (after["status"], after["closed_by"]) == ("failed", "payment_failed")


async def test_what_the_bank_said_is_applied_even_if_nobody_was_there_to_hear_it(house, customer, till):
    booking = await customer.book(await house.show(), "A1")
    payment_id = booking["payment"]["id"]
    await rows(
        "INSERT INTO mock_transactions (payment_id, status, amount, changed_at) "
        "SELECT id, 'approved', amount, now() FROM payments"
    )
    await rows(
        "INSERT INTO payment_events (id, method, kind, subject, payment_id, received_at) "
        "SELECT 'e1', method, 'mock.paid', id::text, id, now() FROM payments WHERE id = $1",
        [payment_id],
    )
    assert await asyncio.gather(*(till.apply("e1") for _ in range(3)))
    assert (await Booking.get()).status is BookingStatus.CONFIRMED
    assert await till.apply("e1") == "applied before"
    assert len(await rows("SELECT id FROM ledger")) == 1


# --- tickets given back ---


@pytest.mark.parametrize(
    ("starts_in", "percent"),
    [
        (timedelta(hours=30), 100),
        (timedelta(hours=10), 75),
        (timedelta(hours=2), 50),
        (timedelta(minutes=30), 0),
    ],
)
async def test_the_policy_says_what_comes_back_and_the_fee_stays(
    house, customer, gateways, starts_in, percent
):
    booking = await customer.book(await house.show(starts_in=starts_in), "A1", "B2")
    await customer.pay(booking)
    quoted = (await customer.get(f"/booking/{booking['id']}/cancellation")).json()
    fees = sum(ticket.fee for ticket in await Ticket.all())
    assert fees == 2 * 2089, "1770 and 18 % tax on it, each"
    assert quoted["percent"] == percent
    assert quoted["refund"]["amount"] + quoted["kept"]["amount"] == booking["total"]["amount"]
    assert abs(quoted["refund"]["amount"] - (booking["total"]["amount"] - fees) * percent / 100) <= 1
    cancelled = (await cancel(customer, booking, refund=quoted["refund"]["amount"])).json()
    assert (cancelled["status"], cancelled["closed_by"]) == ("cancelled", "tickets_cancelled")
    assert [r["amount"]["amount"] for r in cancelled["refunds"]] == [quoted["refund"]["amount"]] * bool(
        percent
    )
    await pay_refunds(gateways)
    assert {refund.status for refund in await Refund.all()} <= {RefundStatus.SUCCEEDED}


async def test_seats_are_given_back_one_by_one_and_are_on_sale_again(house, api, customer, engine):
    show = await house.show()
    booking = await customer.book(show, "A1", "A2", "A3")
    await customer.pay(booking)
    partly = (await cancel(customer, booking, seats=["A2"])).json()
    assert partly["status"] == "confirmed"
    assert [ticket["status"] for ticket in partly["tickets"]] == ["valid", "cancelled", "valid"]
    for _ in range(2):
        await settle_seats(engine, Booking(id=booking["id"]).id)
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "202000000000"
    other = await Customer.sign_up(api)
    await other.pay(await other.book(show, "A2"))
    # A late copy of the first booking's job does not put the seat on sale a second time.
    await settle_seats(engine, Booking(id=booking["id"]).id)
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "222000000000"
    whole = (await cancel(customer, booking)).json()
    assert whole["status"] == "cancelled"
    assert len(whole["refunds"]) == 2


async def test_cancelling_twice_is_cancelling_once(house, customer):
    booking = await customer.book(await house.show(), "A1", "A2")
    await customer.pay(booking)
    keyed = await asyncio.gather(*(cancel(customer, booking, key="k", seats=["A1"]) for _ in range(5)))
    assert len({answer.text for answer in keyed}) == 1
    await asyncio.gather(*(cancel(customer, booking, seats=["A1"]) for _ in range(3)))
    assert await Refund.all().count() == 1
    other = await cancel(customer, booking, key="k", seats=["A2"])
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_refund_that_is_not_what_was_agreed_to_is_refused(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    refused = await cancel(customer, booking, refund=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "refund_changed")
    assert refused.json()["refund"] == booking["total"]["amount"] - 2089
    assert await Refund.all().count() == 0


@pytest.mark.parametrize("seats", [["A9"], ["A2"]])
async def test_seats_that_are_not_of_the_booking_are_not_cancelled(house, customer, seats):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    refused = await cancel(customer, booking, seats=seats)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_seats")


async def test_a_used_ticket_and_a_show_that_has_begun_are_not_cancelled(house, customer):
    show = await house.show()
    booking = await customer.book(show, "A1", "A2")
    await customer.pay(booking)
    await rows("UPDATE tickets SET status = 'used' WHERE seat_label = 'A1'")
    used = await cancel(customer, booking)
    assert (used.status_code, used.json()["seats"]) == (409, ["A1"])
    await rows(
        "UPDATE shows SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' "
        "WHERE id = $1",
        [show.id],
    )
    begun = await cancel(customer, booking, seats=["A2"])
    assert (begun.status_code, begun.json()["code"]) == (409, "not_cancellable")


# --- refunds that do not go well ---


async def test_a_refused_refund_is_tried_again_and_then_shown_to_a_person(house, api, customer, gateways):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    await cancel(customer, booking)
    refund = await Refund.get()
    for _ in range(refunds.MAX_ATTEMPTS):
        await refunds.record(refund.id, RefundStanding(RefundOutcome.FAILED, reason="account closed"))
    refund = await Refund.get()
    assert (refund.status, refund.last_error) == (RefundStatus.NEEDS_ATTENTION, "account closed")
    await refunds.pay(gateways, refund.id)
    assert (await Refund.get()).status is RefundStatus.NEEDS_ATTENTION, "it waits for a person"

    admin = await Customer.sign_up(api, role=Role.ADMIN)
    listed = (await admin.get("/admin/refunds?status=needs_attention")).json()["items"]
    assert [item["id"] for item in listed] == [str(refund.id)]
    assert (await api.post(f"/admin/refunds/{refund.id}/retry", headers=customer.headers)).status_code == 403
    retried = await api.post(f"/admin/refunds/{refund.id}/retry", headers=admin.headers)
    assert retried.json()["status"] == "pending"
    await refunds.pay(gateways, refund.id)
    assert (await Refund.get()).status is RefundStatus.SUCCEEDED
    again = await api.post(f"/admin/refunds/{refund.id}/retry", headers=admin.headers)
    assert (again.status_code, again.json()["code"]) == (409, "refund_settled")


async def test_a_refund_that_comes_back_from_the_bank_is_owed_again(house, customer, gateways):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    await cancel(customer, booking)
    await pay_refunds(gateways)
    refund = await Refund.get()
    await refunds.record(refund.id, RefundStanding(RefundOutcome.FAILED, reason="no such account"))
    assert (await Refund.get()).status is RefundStatus.NEEDS_ATTENTION


async def test_cash_is_fetched_at_the_counter(house, api, customer, gateways):
    await confirm_mail(customer)
    booking = await customer.book(await house.show(), "A1", payment_method="cash")
    staff = await Customer.sign_up(api, role=Role.STAFF)
    await api.post(f"/payments/cash/{booking['payment']['id']}/receive", headers=staff.headers)
    cancelled = (await cancel(customer, booking)).json()
    await pay_refunds(gateways)
    (refund,) = (await read(customer, booking)).json()["refunds"]
    assert (refund["status"], refund["at_counter"]) == ("pending", True)
    paid = await api.post(
        f"/admin/refunds/{refund['id']}/paid", json={"reason": "at the counter"}, headers=staff.headers
    )
    assert paid.json()["status"] == "succeeded"
    assert cancelled["refunds"][0]["id"] == refund["id"]


_COINS = [("JPY", 10, 1_783), ("INR", 100, 14_533), ("KWD", 5, 4_251)]


async def paid_at_counter(api, house, customer, *seats: str, prices: dict, hours: int) -> dict:
    """Have seats be paid in cash; return the booking."""
    await confirm_mail(customer)
    show = await house.show(starts_in=timedelta(hours=hours), prices=prices)
    booking = await customer.book(show, *seats, payment_method="cash")
    staff = await Customer.sign_up(api, role=Role.STAFF)
    received = await api.post(f"/payments/cash/{booking['payment']['id']}/receive", headers=staff.headers)
    assert received.status_code == 200, received.text
    return booking


async def quoted(customer: Customer, booking: dict, seat: str) -> int:
    answer = await customer.get(f"/booking/{booking['id']}/cancellation?seats={seat}")
    assert answer.status_code == 200, answer.text
    refund: int = answer.json()["refund"]["amount"]
    return refund


@pytest.mark.parametrize(("currency", "unit", "price"), _COINS)
async def test_cash_given_back_seat_by_seat_is_in_coins_and_in_all_what_was_paid(
    api, customer, currency, unit, price
):
    house = await House.build(currency=currency, rounding_unit=unit, fee_per_ticket=0, tax_rate=1_850)
    booking = await paid_at_counter(
        api, house, customer, "A1", "A2", "A3", "B1", "B2", hours=30,
        prices={"standard": price, "recliner": price + 1_237},
    )  # fmt: skip
    returned = []
    for seat in ("B1", "A3", "A1", "B2", "A2"):
        refund = await quoted(customer, booking, seat)
        assert refund > 0
        assert refund % unit == 0, "what no coin pays cannot be given back"
        answer = await cancel(customer, booking, seats=[seat], refund=refund)
        assert answer.status_code == 200, answer.text
        returned.append(refund)
    assert sum(returned) == booking["total"]["amount"]
    assert [one.amount for one in await Refund.all().order_by("created_at", "id")] == returned
    assert (await rows("SELECT amount FROM ledger WHERE kind = 'kept'")) == []


@pytest.mark.parametrize(("currency", "unit", "price"), _COINS)
async def test_a_share_of_cash_is_rounded_up_to_coins_and_a_cards_is_not(
    api, customer, currency, unit, price
):
    house = await House.build(currency=currency, rounding_unit=unit, fee_per_ticket=133, tax_rate=1_800)
    seats, prices = ("A1", "A2", "A3"), {"standard": price, "recliner": price + 1_237}
    booking = await paid_at_counter(api, house, customer, *seats, prices=prices, hours=20)
    kept = 0
    for seat in seats:
        refund = await quoted(customer, booking, seat)
        (ticket,) = await Ticket.filter(booking_id=booking["id"], seat_label=seat)
        exact = share(ticket.price - ticket.fee, 7_500)
        assert refund % unit == 0
        assert exact <= refund < exact + unit
        assert refund <= ticket.price
        kept += ticket.price - refund
        assert (await cancel(customer, booking, seats=[seat], refund=refund)).status_code == 200
    (posted,) = await rows("SELECT sum(amount)::int AS kept FROM ledger WHERE kind = 'kept'")
    assert posted["kept"] == kept

    by_card = await customer.book(await house.show(starts_in=timedelta(hours=17), prices=prices), "A1")
    await customer.pay(by_card)
    (ticket,) = await Ticket.filter(booking_id=by_card["id"])
    assert await quoted(customer, by_card, "A1") == share(ticket.price - ticket.fee, 7_500)


async def test_all_seats_of_cash_together_return_what_the_terms_say_to_less_than_a_coin(api, customer):
    house = await House.build(rounding_unit=100)
    booking = await paid_at_counter(
        api, house, customer, "A1", "A2", "B1", hours=20, prices={"standard": 14_533, "recliner": 29_917}
    )
    tickets = await Ticket.filter(booking_id=booking["id"])
    exact = sum(share(ticket.price - ticket.fee, 7_500) for ticket in tickets)
    quote = (await customer.get(f"/booking/{booking['id']}/cancellation")).json()
    refund, kept = quote["refund"]["amount"], quote["kept"]["amount"]
    assert exact % 100 != 0
    assert refund == -(-exact // 100) * 100
    assert refund + kept == booking["total"]["amount"]
    assert (await cancel(customer, booking, refund=refund)).status_code == 200


def test_what_was_not_sold_in_coins_returns_no_more_than_its_price():
    """Of a theatre that took another unit since: a coin more than was paid is never given."""

    def back(price: int, returned: int) -> TicketBack:
        return TicketBack(Ticket(price=price, fee=0), returned, 0)

    def rounded(*backs: TicketBack) -> list[int]:
        return [one.returned for one in in_coins(backs, 100)]

    assert rounded(back(33_333, 33_333)) == [33_333]
    assert rounded(back(33_333, 33_333), back(33_334, 33_334)) == [33_333, 33_334]
    assert rounded(back(33_333, 25_010)) == [25_100]
    assert rounded(back(33_310, 33_305), back(33_390, 33_305)) == [33_310, 33_390]
    assert rounded(back(33_300, 0)) == [0]
    assert rounded() == []


# --- the terms that it was bought by ---

_LENIENT = [{"hours_before": 0, "refund_percent": 100}]
_STEPS = [{"hours_before": 24, "refund_percent": 80}, {"hours_before": 4, "refund_percent": 40}]


@pytest.mark.parametrize(
    ("later", "percent", "better"),
    [([], 75, False), ([{"hours_before": 2, "refund_percent": 80}], 80, True), (_LENIENT, 100, True)],
)
async def test_terms_hold_as_they_were_bought_and_better_ones_count(
    house, api, customer, gateways, later, percent, better
):
    """Twenty hours before the show the policy of the purchase returns 75 %."""
    show = await house.show(starts_in=timedelta(hours=20))
    held = await customer.hold(show, "A1", "A2")
    assert held["quote"]["cancellation_policy"] == POLICY
    await rows("UPDATE theatres SET cancellation_policy = $1", [orjson.dumps(_STEPS).decode()])
    booked = await customer.try_book(show, "A1", "A2", hold_id=held["hold_id"])
    booking = booked.json()
    assert booking["cancellation_policy"] == POLICY, "as it was shown when the seats were held"
    await customer.pay(booking)
    await rows("UPDATE theatres SET cancellation_policy = $1", [orjson.dumps(later).decode()])
    quoted = (await customer.get(f"/booking/{booking['id']}/cancellation?seats=A1")).json()
    assert (quoted["percent"], quoted["better_now"]) == (percent, better)
    assert quoted["cancellation_policy"] == POLICY
    seat = booking["tickets"][0]["price"]["amount"] - 2089
    assert abs(quoted["refund"]["amount"] - seat * percent / 100) <= 1
    back = await cancel(customer, booking, seats=["A1"], refund=quoted["refund"]["amount"])
    assert back.status_code == 200, back.text
    # The house's own cancelling gives everything back, by whatever terms.
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    await api.post(f"/admin/shows/{show.id}/cancel", json={"reason": "No power"}, headers=admin.headers)
    await show_cancellation.end_batch(show.id)
    refunded = [one["amount"]["amount"] for one in (await read(customer, booking)).json()["refunds"]]
    assert sorted(refunded) == sorted([quoted["refund"]["amount"], booking["tickets"][1]["price"]["amount"]])


@pytest.mark.parametrize(("moved_to", "percent"), [(2, 75), (20, 75), (40, 100)])
async def test_a_show_that_is_moved_worsens_nobodys_terms(house, customer, moved_to, percent):
    show = await house.show(starts_in=timedelta(hours=20))
    booking = await customer.book(show, "A1")
    await customer.pay(booking)
    await rows(
        "UPDATE shows SET starts_at = now() + make_interval(hours => $2, mins => 1), "
        "ends_at = now() + make_interval(hours => $2 + 2) WHERE id = $1",
        [show.id, moved_to],
    )
    quoted = (await customer.get(f"/booking/{booking['id']}/cancellation")).json()
    assert quoted["percent"] == percent


async def test_what_a_theatre_changes_later_changes_nothing_that_was_sold(house, customer):
    """Rates of points, fee, tax and rounding; also until when it waits once its payment is tried again."""
    await confirm_mail(customer)
    show = await house.show(starts_in=timedelta(hours=20))
    booking = await customer.book(show, "A1", payment_method="cash")
    sold = (await read(customer, booking)).json()
    await rows(
        "UPDATE theatres SET points_rate = 0, fee_per_ticket = 9900, tax_rate = 2800, tax_name = 'VAT', "
        "rounding_unit = 100, cash_release_before_start = 90"
    )
    assert (await read(customer, booking)).json() | {"server_time": ""} == sold | {"server_time": ""}
    again = await pay_again(customer, booking)
    assert again["expires_at"] < booking["expires_at"], "who pays by card now has the time of a card"
    await customer.pay(again)
    (earned,) = await rows("SELECT delta FROM points_ledger WHERE reason = 'earned'")
    assert earned["delta"] == booking["total"]["amount"] * 5 // 10_000


def test_the_next_fall_of_the_best_terms_is_told():
    start, at = datetime(2026, 12, 1, 20, tzinfo=UTC), datetime(2026, 11, 30, 22, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert best_share([POLICY], [start], at) == (75, start - 4 * hour)
    assert best_share([POLICY, _STEPS], [start], at) == (75, start - 4 * hour)
    assert best_share([_STEPS], [start], at) == (40, start - 4 * hour)
    assert best_share([POLICY], [start, start + 4 * hour], at) == (100, start - 20 * hour)
    flat = [{"hours_before": 24, "refund_percent": 50}, {"hours_before": 1, "refund_percent": 50}]
    assert best_share([flat], [start], start - 30 * hour) == (50, start - hour), "a step that changes nothing"
    assert best_share([[]], [start], at) == (0, None)
    assert best_share([POLICY], [start], start - 4 * hour) == (75, start - 4 * hour), "to the very moment"
    assert best_share([_LENIENT], [start], start) == (100, start)


async def test_staff_find_the_cash_they_owe_with_whose_it_is_and_what_for(house, api, customer):
    await confirm_mail(customer)
    show = await house.show()
    booking = await customer.book(show, "A1", payment_method="cash")
    staff = await Customer.sign_up(api, role=Role.STAFF)
    await api.post(f"/payments/cash/{booking['payment']['id']}/receive", headers=staff.headers)
    (owed,) = (await cancel(customer, booking)).json()["refunds"]
    (listed,) = (await staff.get("/admin/refunds?status=pending")).json()["items"]
    assert listed["booking_reference"] == booking["reference"]
    assert listed["customer"] == {"id": str(customer.id), "name": "A Person", "email": customer.email}
    assert (listed["show"]["id"], listed["show"]["movie_title"]) == (show.id, "Mayabazar")
    assert listed["show"]["theatre"]["id"] == house.theatre.id
    assert (listed["amount"], listed["reason"]) == (owed["amount"], "customer_cancelled")
    assert (listed["method"], listed["at_counter"]) == ("cash", True)
    assert (await staff.get(f"/admin/refunds/{listed['id']}")).json() == listed
    for words, found in ((booking["reference"].lower(), 1), (customer.email, 1), ("%", 0), ("nobody", 0)):
        answer = await api.get("/admin/refunds", params={"q": words}, headers=staff.headers)
        assert len(answer.json()["items"]) == found, words
    assert (await api.post(f"/admin/refunds/{listed['id']}/retry", headers=staff.headers)).status_code == 403


async def test_what_a_provider_may_still_pay_is_not_paid_by_hand_as_well(house, api, customer, gateways):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    await cancel(customer, booking)
    refund, admin = await Refund.get(), await Customer.sign_up(api, role=Role.ADMIN)
    path, how = f"/admin/refunds/{refund.id}/paid", {"reason": "From the till"}
    failed = RefundStanding(RefundOutcome.FAILED, reason="account closed")
    for attempt in range(refunds.MAX_ATTEMPTS):
        early = await api.post(path, json=how, headers=admin.headers)
        assert (early.status_code, early.json()["code"]) == (409, "refund_under_way"), attempt
        await refunds.record(refund.id, failed)
    paid = await api.post(path, json=how, headers=admin.headers)
    assert paid.json()["status"] == "succeeded", "nobody else will pay it"


# --- the house cancels a show ---


async def test_a_cancelled_show_gives_everybody_everything_back(house, api, customer, gateways, monkeypatch):
    monkeypatch.setattr(show_cancellation, "BATCH", 2)
    show = await house.show()
    paid = [await customer.book(show, f"A{number}") for number in range(1, 5)]
    for booking in paid:
        await customer.pay(booking)
    await cancel(customer, paid[3])
    waiting = await customer.book(show, "B1")
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    reason = {"reason": "The projector broke"}
    begun = await api.post(f"/admin/shows/{show.id}/cancel", json=reason, headers=admin.headers)
    assert (begun.status_code, begun.json()["bookings"], begun.json()["left"]) == (202, 4, 4)
    assert (await customer.try_book(show, "B2")).json()["code"] == "show_not_on_sale"

    batches: list[int] = []
    while not batches or batches[-1]:
        batches.append(await show_cancellation.end_batch(show.id))
    assert batches == [2, 2, 0]
    await pay_refunds(gateways)
    progress = (await admin.get(f"/admin/shows/{show.id}/cancellation")).json()
    assert (progress["left"], progress["refunds_open"]) == (0, 0)
    assert progress["finished_at"] is not None
    assert progress["owed"] == progress["paid_back"]
    assert progress["owed"]["amount"] == sum(booking["total"]["amount"] for booking in paid[:3]), "fees too"
    assert (await read(customer, waiting)).json()["closed_by"] == "show_cancelled"
    assert (await customer.pay(waiting)).json()["status"] == "returned", (
        "money cannot be too late to come back"
    )
    (entry,) = await rows("SELECT action, reason FROM audit_log")
    assert entry == {"action": "show.cancel", "reason": "The projector broke"}


async def test_a_manager_cancels_shows_of_their_own_theatre_only(house, api, customer):
    show = await house.show()
    manager = await Customer.sign_up(api, role=Role.MANAGER)
    path, reason = f"/admin/shows/{show.id}/cancel", {"reason": "No staff today"}
    await RoleGrant.filter(user_id=manager.id).update(theatre_id=(await House.build()).theatre.id)
    assert (await api.post(path, json=reason, headers=manager.headers)).status_code == 403
    await RoleGrant.filter(user_id=manager.id).update(theatre_id=house.theatre.id)
    assert (await api.post(path, json=reason, headers=manager.headers)).status_code == 202
    assert (await api.post(path, json=reason, headers=manager.headers)).status_code == 202, "once is enough"
    assert len(await rows("SELECT id FROM audit_log")) == 1
