"""Sales at the counter: for cash until the sale ends, for a customer's account or nobody's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.accounts.models import Role, RoleGrant
from server.booking.models import Booking
from server.booking.reservations import booking_of_hold
from server.booking.sale import Sale
from server.core.clock import now
from server.core.db import rows
from server.notifications.channels import FileChannel
from server.notifications.service import send_cancellation, send_confirmation
from server.venues.models import Theatre
from tests.server.booking.lapse import run_out
from tests.server.promotions.making import balance, coming, grant, promotion
from tests.server.world import Customer, House, confirm_mail

pytestmark = pytest.mark.usefixtures("the_books_balance")


@pytest.fixture
async def clerk(api, house) -> Customer:
    """Somebody who sells at the theatre's counter, with points of their own."""
    staff = await Customer.sign_up(api, role=Role.STAFF)
    await RoleGrant.filter(user_id=staff.id).update(theatre_id=house.theatre.id)
    await grant(staff.id, 50)
    return staff


def receive(clerk: Customer, booking: dict[str, Any]):
    return clerk.post(f"/payments/cash/{booking['payment']['id']}/receive")


async def hold_at(who: Customer, show, *seats: str, **more: Any):
    answer = await who.post(f"/shows/{show.id}/holds", seats=seats, **more)
    who.hold_token = answer.json().get("hold_token")
    return answer


def fees(priced: dict[str, Any]) -> list[tuple[str, int]]:
    return [(line["label"], line["amount"]) for line in priced["lines"] if line["kind"] == "fee"]


@pytest.mark.parametrize("starts_in", [timedelta(minutes=20), timedelta(minutes=-5)])
@pytest.mark.parametrize("named", [True, False])
async def test_the_counter_takes_cash_until_the_sale_ends(house, clerk, customer, starts_in, named):
    await confirm_mail(customer)
    show = await house.show(starts_in=starts_in)
    whose = str(customer.id) if named else None
    sold = await clerk.try_book(show, "A1", user_id=whose, payment_method="cash")
    assert sold.status_code == 201, sold.text
    booking = sold.json()
    assert (booking["sale"], booking["user_id"]) == ("counter", whose)
    until = datetime.fromisoformat(booking["expires_at"])
    assert now() < until <= show.sales_close_at
    assert until <= now() + timedelta(minutes=10), "somebody stands there: seats do not wait for hours"
    assert (await receive(clerk, booking)).json()["status"] == "succeeded"
    shown = (await clerk.get(f"/booking/{booking['id']}")).json()
    assert (shown["status"], shown["tickets"][0]["status"]) == ("confirmed", "valid")
    own = await customer.try_book(show, "A2", payment_method="cash")
    assert (own.status_code, own.json()["code"]) == (422, "payment_method_not_offered")


async def test_what_a_customer_reserved_is_paid_at_the_counter_in_the_last_minutes(house, clerk, customer):
    await confirm_mail(customer)
    show = await house.show(starts_in=timedelta(hours=3))
    waiting = await customer.book(show, "A1")
    lapsed = await customer.book(show, "A2", payment_method="cash")
    starts_at = now() + timedelta(minutes=5)
    await rows(
        "UPDATE shows SET starts_at = $2, sales_close_at = $3 WHERE id = $1",
        [show.id, starts_at, starts_at + timedelta(minutes=10)],
    )
    again = f"/booking/{waiting['id']}/payment"
    refused = await customer.post(again, payment_method="cash")
    assert refused.json()["code"] == "payment_method_not_offered"
    taken = (await clerk.post(again, payment_method="cash")).json()
    assert taken["expires_at"] >= waiting["expires_at"], "paying another way does not shorten its time"
    assert (await receive(clerk, taken)).json()["status"] == "succeeded"
    await run_out(lapsed)
    assert (await receive(clerk, lapsed)).json()["status"] == "succeeded", "its seats were still free"
    assert (await Booking.get(id=waiting["id"])).user_id == customer.id


async def test_a_walk_in_belongs_to_nobody_and_brings_the_clerk_nothing(house, clerk, tmp_path):
    show = await house.show()
    held = (await hold_at(clerk, show, "A1", "A2", sale="counter")).json()
    assert (held["quote"]["sale"], fees(held["quote"])) == ("counter", [])
    wanted = {"user_id": None, "hold_id": held["hold_id"], "payment_method": "cash"}
    booking = (await clerk.try_book(show, "A1", "A2", **wanted)).json()
    assert booking["total"] == held["quote"]["total"]
    assert booking["total"]["amount"] == 44000 + 7920, "no fee, and GST on the seats alone"
    again = await clerk.try_book(show, "A1", "A2", **wanted)
    assert again.json()["id"] == booking["id"], "the same hold is the same sale"
    await receive(clerk, booking)

    assert (await coming(clerk.id), await balance(clerk.id)) == (0, 50)
    assert await rows("SELECT 1 FROM points_ledger WHERE booking_id IS NOT NULL") == []
    assert (await clerk.get("/me/bookings")).json()["items"] == []
    assert (await clerk.get("/me/export")).json()["bookings"] == []
    channel = FileChannel(tmp_path, sender="Movie Magic <tickets@example.com>")
    booking_id, web = UUID(booking["id"]), "http://127.0.0.1:3000"
    assert not await send_confirmation(booking_id, channel=channel, web_url=web)
    assert not await send_cancellation(booking_id, None, channel=channel, web_url=web)
    (written,) = await rows("SELECT user_id, sold_by FROM bookings")
    assert written == {"user_id": None, "sold_by": clerk.id}
    audited = await rows("SELECT actor_id, action FROM audit_log ORDER BY id")
    assert [(one["actor_id"], one["action"]) for one in audited] == [
        (clerk.id, "booking.sell"), (clerk.id, "cash.receive"),
    ]  # fmt: skip

    colleague = await Customer.sign_up(clerk.api, role=Role.STAFF)
    back = await colleague.post(f"/booking/{booking['id']}/cancel", seats=["A2"])
    (refund,) = back.json()["refunds"]
    assert (refund["amount"]["amount"], refund["at_counter"]) == (25960, True)
    paid = await colleague.post(f"/admin/refunds/{refund['id']}/paid", reason="at the counter")
    assert paid.json()["status"] == "succeeded"


async def test_a_counter_sale_to_a_customer_is_the_customers(house, clerk, customer):
    show = await house.show()
    await grant(customer.id, 30)
    await promotion(per_user_limit=1, first_booking_only=True)
    held = (await hold_at(clerk, show, "A1", sale="counter")).json()
    asked = {"promo": "twenty", "points": 20, "user_id": str(customer.id)}
    quoted = (await clerk.post(f"/holds/{held['hold_id']}/quote", **asked)).json()
    sold = await clerk.try_book(show, "A1", hold_id=held["hold_id"], payment_method="cash", **asked)
    assert (sold.status_code, sold.json()["total"]) == (201, quoted["total"]), sold.text
    assert (await balance(customer.id), await balance(clerk.id)) == (10, 50)
    (use,) = await rows("SELECT user_id FROM promotion_uses")
    assert use["user_id"] == customer.id
    await receive(clerk, sold.json())
    assert await coming(customer.id) > 0
    assert await coming(clerk.id) == 0
    assert [one["id"] for one in (await customer.get("/me/bookings")).json()["items"]] == [sold.json()["id"]]
    # The customer's use is used up, and the clerk's is not.
    assert (await clerk.try_book(show, "A2", promo="twenty")).status_code == 201
    twice = await customer.try_book(show, "A3", promo="twenty")
    assert twice.json()["code"] in {"promotion_used_up", "promotion_not_valid"}


async def test_a_walk_in_has_no_points_and_no_promotion_that_is_counted_by_account(house, clerk):
    show = await house.show()
    held = (await hold_at(clerk, show, "A1", sale="counter")).json()
    quote = f"/holds/{held['hold_id']}/quote"
    assert (await clerk.post(quote, points=10)).json()["code"] == "points_not_taken"
    await promotion(code="ONCE", per_user_limit=1)
    await promotion(code="FIRST", first_booking_only=True)
    await promotion(code="ALL", total_limit=1)
    for code in ("ONCE", "FIRST"):
        refused = await clerk.post(quote, promo=code)
        assert (refused.json()["code"], refused.json()["why"]) == ("promotion_not_valid", "account")
    sold = await clerk.try_book(show, "A1", user_id=None, hold_id=held["hold_id"], promo="ALL")
    assert sold.status_code == 201, sold.text
    (use,) = await rows("SELECT user_id FROM promotion_uses")
    assert use["user_id"] is None


async def test_the_fee_is_that_of_where_it_is_sold_wherever_it_was_held(house, clerk):
    await Theatre.filter(id=house.theatre.id).update(counter_fee_per_ticket=500)
    show = await house.show()
    online = (await hold_at(clerk, show, "A1")).json()
    assert fees(online["quote"]) == [("Convenience fee", 1770)]
    await confirm_mail(clerk)
    sold = (await clerk.try_book(show, "A1", user_id=None, hold_id=online["hold_id"])).json()
    assert fees(sold) == [("Counter fee", 500)]
    at_counter = (await hold_at(clerk, show, "A2", sale="counter")).json()
    assert fees(at_counter["quote"]) == [("Counter fee", 500)]
    changed = await clerk.api.patch(
        f"/holds/{at_counter['hold_id']}", json={"seats": ["A2", "A3"]}, headers=clerk.headers
    )
    assert fees(changed.json()["quote"]) == [("Counter fee", 1000)]
    private = await clerk.try_book(show, "A2", "A3", hold_id=at_counter["hold_id"])
    assert (private.json()["sale"], fees(private.json())) == ("online", [("Convenience fee", 3540)])
    best = await clerk.post(f"/shows/{show.id}/holds", best={"count": 2}, sale="counter")
    assert fees(best.json()["quote"]) == [("Counter fee", 1000)]
    await clerk.pay(private.json())
    assert await coming(clerk.id) > 0, "a private purchase is a customer's"
    assert (await clerk.try_book(show, "A5", payment_method="cash")).json()["sale"] == "online"


async def test_nobody_gets_the_counters_terms_by_asking_for_them(house, api, customer, clerk):
    show = await house.show(starts_in=timedelta(minutes=20))
    elsewhere = await Customer.sign_up(api, role=Role.MANAGER)
    await confirm_mail(customer, elsewhere)
    await RoleGrant.filter(user_id=elsewhere.id).update(theatre_id=(await House.build()).theatre.id)
    for who, seat in ((customer, "A3"), (elsewhere, "A4")):
        for asked, code in (
            ({"user_id": None}, "not_your_account"),
            ({"user_id": None, "sale": "counter"}, "not_your_account"),
            ({"user_id": str(clerk.id)}, "not_your_account"),
            ({"user_id": str(who.id), "sale": "counter"}, "not_allowed"),
            ({"user_id": str(who.id)}, "payment_method_not_offered"),
        ):
            answer = await who.try_book(show, seat, payment_method="cash", **asked)
            assert answer.json()["code"] == code, asked
        assert (await hold_at(who, show, "A1", sale="counter")).json()["code"] == "not_allowed"
    assert (await api.post(f"/shows/{show.id}/holds", json={"seats": ["A1"], "sale": "counter"})).json()[
        "code"
    ] == "not_allowed"
    own = await clerk.try_book(show, "A1", sale="counter", payment_method="cash")
    assert (own.status_code, own.json()["code"]) == (403, "own_booking")
    online = await clerk.try_book(show, "A1", user_id=str(customer.id), sale="online")
    assert online.json()["code"] == "not_your_account"
    assert (await clerk.try_book(show, "A1", user_id=str(uuid4()))).status_code == 404
    hold = await customer.hold(show, "A2")
    asked = await customer.post(f"/holds/{hold['hold_id']}/quote", user_id=str(clerk.id))
    assert (asked.status_code, asked.json()["code"]) == (403, "not_your_account")
    await rows("UPDATE users SET deleted_at = now() WHERE id = $1", [elsewhere.id])
    assert (await clerk.try_book(show, "A1", user_id=str(elsewhere.id))).status_code == 404
    assert await Booking.all().count() == 0


async def test_a_walk_ins_hold_is_answered_to_who_sold_it(house, clerk):
    show = await house.show()
    sold = (await clerk.try_book(show, "A1", user_id=None)).json()
    hold_id = (await Booking.get(id=sold["id"])).hold_id
    assert await booking_of_hold(hold_id, Sale(None, clerk.id), show.id) == UUID(sold["id"])
    assert await booking_of_hold(hold_id, Sale(None, uuid4()), show.id) is None


async def test_the_counter_sells_nothing_once_the_sale_is_over(house, clerk, customer):
    show = await house.show(starts_in=timedelta(minutes=-11))
    over = await clerk.try_book(show, "A3", user_id=None, payment_method="cash")
    assert (over.status_code, over.json()["code"]) == (409, "show_past")
    waiting = await customer.book(await house.show(), "A1")
    await rows("UPDATE shows SET sales_close_at = now() WHERE sales_close_at > now()")
    again = await clerk.post(f"/booking/{waiting['id']}/payment", payment_method="cash")
    assert (again.status_code, again.json()["code"]) == (409, "show_past")
