"""Points: earned by paying, spent once, given back and reversed; the balance is never below nothing."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from server.core.clock import now
from server.core.db import rows, transaction
from server.core.money import Money
from server.loyalty import service
from server.loyalty.errors import NotEnoughPoints
from server.loyalty.models import PointsEntry
from server.venues.models import Show
from tests.patience import PATIENCE
from tests.server.promotions.making import balance, booking, coming, grant, somebody, together


@pytest.fixture
async def show(house) -> Show:
    """A show at a theatre that gives five points for each ₹100."""
    return await house.show()


@pytest.fixture
async def user(show) -> UUID:
    """Somebody with a hundred points."""
    user_id = await somebody()
    await grant(user_id, 100)
    return user_id


async def within(call) -> object:
    async with transaction():
        return await call


async def written() -> list[tuple[str, int]]:
    return [(entry.reason.value, entry.delta) for entry in await PointsEntry.all().order_by("id")]


async def let_it_end(show: Show, by: timedelta = timedelta(seconds=1)) -> None:
    """Let the show have ended, as the ledger would have written it; only a test may change it."""
    await rows("ALTER TABLE points_ledger DISABLE TRIGGER points_ledger_append_only")
    await rows("UPDATE points_ledger SET available_at = $1 WHERE reason = 'earned'", [now() - by])
    await rows("ALTER TABLE points_ledger ENABLE TRIGGER points_ledger_append_only")


# --- spending ---


async def test_points_are_spent_once_a_booking(show, user):
    made = await booking(show, user)
    for _ in range(2):
        await within(service.redeem(user, made, 60))
    assert await balance(user) == 40
    assert await written() == [("granted", 100), ("redeemed", -60)]


async def test_more_points_than_there_are_cannot_be_spent(show, user):
    with pytest.raises(NotEnoughPoints) as refused:
        await within(service.redeem(user, await booking(show, user), 101))
    assert refused.value.data == {"balance": 100}
    assert await balance(user) == 100


async def eight_bookings_spend_forty(show: Show, user: UUID) -> Counter[str]:
    bookings = [await booking(show, user) for _ in range(8)]

    async def spend(booking_id: UUID) -> str:
        try:
            await within(service.redeem(user, booking_id, 40))
        except NotEnoughPoints:
            return "refused"
        return "spent"

    return Counter(await asyncio.gather(*map(spend, bookings)))


async def test_the_same_points_are_not_spent_twice_at_the_same_moment(show, user):
    assert await eight_bookings_spend_forty(show, user) == {"spent": 2, "refused": 6}
    assert await balance(user) == 20


async def test_control_without_the_lock_they_are(show, user, monkeypatch):
    async def no_lock(_: UUID) -> None:
        await rows("SELECT 1")

    monkeypatch.setattr(service, "lock", no_lock)
    together(monkeypatch, service, "ensure_balance", 8)
    assert await eight_bookings_spend_forty(show, user) == {"spent": 8}
    assert await balance(user) == 100 - 8 * 40


async def test_customers_do_not_wait_for_each_other(show, user):
    other = await somebody()
    await grant(other, 10)
    async with transaction():
        await service.redeem(user, await booking(show, user), 10)
        # In a connection of its own, and within the time in which the first has not committed.
        task = asyncio.create_task(asyncio.wait_for(_alone(other, await booking(show, other)), PATIENCE))
        await task
    assert (await balance(user), await balance(other)) == (90, 0)


async def _alone(user: UUID, booking_id: UUID) -> None:
    await within(service.redeem(user, booking_id, 10))


# --- giving back what was spent ---


async def test_points_come_back_whole_when_a_booking_ends_and_only_once(show, user):
    first, second, without = [await booking(show, user) for _ in range(3)]
    await within(service.redeem(user, first, 30))
    await within(service.redeem(user, second, 20))
    for _ in range(2):
        await within(service.give_back([first, second, without]))
    assert await balance(user) == 100
    assert sorted(await written()) == [
        ("granted", 100), ("redeemed", -30), ("redeemed", -20), ("returned", 20), ("returned", 30),
    ]  # fmt: skip


async def test_points_come_back_in_parts_and_never_more_than_were_spent(show, user):
    made = await booking(show, user)
    await within(service.redeem(user, made, 30))
    for points in (10, 0, 15, 15, 15):
        await within(service.give_back_some(made, points))
    assert await balance(user) == 100
    assert await written() == [
        ("granted", 100), ("redeemed", -30), ("returned", 10), ("returned", 15), ("returned", 5),
    ]  # fmt: skip
    await within(service.give_back([made]))
    await within(service.give_back_some(await booking(show, user), 5))
    assert await balance(user) == 100


async def test_late_money_spends_the_points_again_where_they_are_still_there(show, user):
    late = await booking(show, user)
    await within(service.redeem(user, late, 60))
    await within(service.give_back([late]))
    assert [await within(service.take_again(late)) for _ in range(2)] == [True, True]
    assert await balance(user) == 40
    await within(service.give_back([late]))
    await within(service.redeem(user, await booking(show, user), 50))
    assert await within(service.take_again(late)) is False
    assert await balance(user) == 50


async def test_late_money_of_a_booking_without_points_needs_none(show, user):
    assert await within(service.take_again(await booking(show, user))) is True


# --- earning ---


@pytest.mark.parametrize(
    ("currency", "rate", "paid", "points"),
    [
        ("INR", 5, 103900, 51), ("INR", 5, 1999, 0), ("INR", 5, 2000, 1), ("INR", 0, 103900, 0),
        ("JPY", 3, 1900, 57), ("KWD", 200, 4750, 9), ("CHF", 50, 1995, 9), ("GBP", 500, 1250, 62),
    ],
)  # fmt: skip
async def test_so_many_points_for_each_hundred_that_are_paid(show, user, currency, rate, paid, points):
    await rows("UPDATE theatres SET points_rate = $1", [rate])
    await within(service.earn(await booking(show, user), Money(paid, currency)))
    assert await coming(user) == points


async def test_points_are_earned_once_and_come_when_the_show_has_ended(show, user):
    made = await booking(show, user)
    for _ in range(2):
        await within(service.earn(made, Money(103900, "INR")))
    assert (await balance(user), await coming(user)) == (100, 51)
    assert (await PointsEntry.get(reason="earned")).available_at == show.ends_at
    await let_it_end(show)
    assert (await balance(user), await coming(user)) == (151, 0)


async def test_what_is_coming_cannot_be_spent(show, user):
    await within(service.earn(await booking(show, user), Money(103900, "INR")))
    with pytest.raises(NotEnoughPoints):
        await within(service.redeem(user, await booking(show, user), 101))


async def test_a_payment_too_small_for_a_point_writes_nothing(show, user):
    await within(service.earn(await booking(show, user), Money(100, "INR")))
    assert await written() == [("granted", 100)]


async def test_points_are_reversed_in_proportion_to_what_is_given_back_and_only_once(show, user):
    made = await booking(show, user)
    await within(service.earn(made, Money(103900, "INR")))
    for kept, left in ((103900, 51), (70000, 34), (70000, 34), (0, 0), (0, 0)):
        await within(service.unearn(made, kept=kept, total=103900))
        assert await coming(user) == left
    assert await balance(user) == 100


async def test_points_that_were_never_earned_are_not_reversed(show, user):
    await within(service.unearn(await booking(show, user), kept=0, total=1000))
    assert await written() == [("granted", 100)]


async def test_points_already_spent_are_not_reversed_below_nothing(show, user):
    made = await booking(show, user)
    await within(service.earn(made, Money(103900, "INR")))
    await let_it_end(show)
    await within(service.redeem(user, await booking(show, user), 141))
    await within(service.unearn(made, kept=0, total=103900))
    assert await balance(user) == 0
    assert (await written())[-1] == ("reversed", -10)


# --- the ledger and its page ---


@pytest.mark.parametrize("statement", ["UPDATE points_ledger SET delta = 1", "DELETE FROM points_ledger"])
async def test_the_ledger_of_points_cannot_be_changed(user, statement):
    with pytest.raises(Exception, match="points_ledger is append-only"):
        await rows(statement)


@pytest.mark.parametrize(
    ("delta", "reason"), [(0, "granted"), (-1, "granted"), (1, "redeemed"), (-1, "earned"), (1, "stolen")]
)
async def test_the_database_refuses_entries_that_make_no_sense(show, user, delta, reason):
    with pytest.raises(Exception, match="points_ledger_delta_check"):
        await rows(
            "INSERT INTO points_ledger (user_id, booking_id, delta, reason, available_at, created_at) "
            "VALUES ($1, $2, $3, $4, now(), now())",
            [user, await booking(show, user), delta, reason],
        )


async def test_a_customer_sees_their_points_page_by_page_and_nobody_elses(customer, show):
    await grant(customer.id, 100)
    await grant(await somebody(), 7)
    made = await booking(show, customer.id)
    await within(service.redeem(customer.id, made, 30))
    await within(service.earn(made, Money(40000, "INR")))
    seen, cursor = [], ""
    while cursor is not None:
        page = (await customer.get(f"/me/points?limit=2&cursor={cursor}")).json()
        assert (page["balance"], page["coming"]) == (70, 20)
        seen += [(entry["reason"], entry["delta"], entry["booking_id"]) for entry in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [("earned", 20, str(made)), ("redeemed", -30, str(made)), ("granted", 100, None)]


async def test_points_need_somebody_to_be_signed_in_and_a_cursor_of_this_list(customer):
    assert (await customer.api.get("/me/points")).status_code == 401
    assert (await customer.get("/me/points?cursor=bm8")).json()["code"] == "bad_cursor"
