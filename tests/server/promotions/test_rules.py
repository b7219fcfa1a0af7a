"""For whom a code counts, and that its last use is taken once, however many want it at the same moment."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from tortoise.exceptions import IntegrityError

from server.core.clock import now
from server.core.db import rows, transaction
from server.promotions import service
from server.promotions.errors import PromotionNotValid, PromotionUsedUp, UnknownPromotion
from server.promotions.models import Promotion, PromotionUse
from server.promotions.service import Purchase
from server.venues.models import Show
from tests.server.promotions.making import booking, promotion, purchase, somebody, together


@pytest.fixture
async def show(house) -> Show:
    return await house.show()


async def nobody_before() -> bool:
    return False


async def redeem(promotion_id: int, bought: Purchase, booking_id: UUID) -> None:
    async with transaction():
        await service.redeem(promotion_id, bought, booking_id=booking_id, discount=200)


async def give_back(*booking_ids: UUID) -> None:
    async with transaction():
        await service.give_back(booking_ids)


async def take_again(booking_id: UUID) -> bool:
    async with transaction():
        return await service.take_again(booking_id)


async def counts(promotion_id: int) -> tuple[int, int]:
    """Return how often a promotion says it was used, and how many uses there are that count."""
    uses = await PromotionUse.filter(promotion_id=promotion_id, returned_at=None).count()
    return (await Promotion.get(id=promotion_id)).used, uses


@pytest.mark.usefixtures("clean_database")
async def test_a_code_is_found_however_it_is_typed():
    made = await promotion()
    assert (await service.find(" twenty ")).id == made.id
    with pytest.raises(UnknownPromotion):
        await service.find("THIRTY")


@pytest.mark.parametrize(
    ("rule", "bought", "why", "sentence"),
    [
        ({"active": False}, {}, "inactive", "This promotion is no longer offered"),
        ({"starts_at": now() + timedelta(days=1)}, {}, "not_started", "This promotion has not begun yet"),
        ({"ends_at": now() - timedelta(minutes=1)}, {}, "ended", "This promotion has ended"),
        ({"theatre_ids": [2, 3]}, {}, "theatre", "This promotion does not count at this theatre"),
        ({"currency": "GBP"}, {}, "theatre", "This promotion does not count at this theatre"),
        ({"movie_ids": [2]}, {}, "movie", "This promotion does not count for this film"),
        ({"min_seats": 3}, {}, "min_seats", "This promotion is for 3 seats or more"),
        (
            {"first_booking_only": True}, {"is_first": nobody_before}, "first_booking",
            "This promotion is for a first booking only",
        ),
    ],
)  # fmt: skip
async def test_a_rule_that_is_not_met_is_named(show, rule, bought, why, sentence):
    made, user = await promotion(**rule), await somebody()
    wanted = purchase(user, **bought)
    with pytest.raises(PromotionNotValid) as before:
        await service.ensure_usable(made, wanted)
    with pytest.raises(PromotionNotValid) as inside:
        await redeem(made.id, wanted, await booking(show, user))
    for refused in (before.value, inside.value):
        assert (refused.data["why"], refused.detail) == (why, sentence)
    assert await counts(made.id) == (0, 0)  # the refusal took nothing


async def test_a_promotion_that_meets_every_rule_counts(show):
    made, user = await promotion(
        theatre_ids=[1, 2], movie_ids=[1], min_seats=2, first_booking_only=True, total_limit=1,
        per_user_limit=1, ends_at=now() + timedelta(days=1), currency="INR", max_discount=100,
    ), await somebody()  # fmt: skip
    await service.ensure_usable(made, purchase(user))
    await redeem(made.id, purchase(user), await booking(show, user))
    assert await counts(made.id) == (1, 1)


async def test_used_up_by_everybody_and_used_up_by_one(show):
    first, second = await somebody(), await somebody()
    made = await promotion(total_limit=2, per_user_limit=1)
    await redeem(made.id, purchase(first), await booking(show, first))
    with pytest.raises(PromotionUsedUp) as refused:
        await redeem(made.id, purchase(first), await booking(show, first))
    assert refused.value.data == {"scope": "user"}
    await redeem(made.id, purchase(second), await booking(show, second))
    with pytest.raises(PromotionUsedUp) as refused:
        await service.ensure_usable(await service.find("TWENTY"), purchase(await somebody()))
    assert refused.value.data == {"scope": "everybody"}
    assert await counts(made.id) == (2, 2)


async def twenty_want_it(show: Show, made: Promotion, *, one_user: bool = False) -> Counter[str]:
    """Redeem for twenty bookings at once; return how it went for how many."""
    users = [await somebody() for _ in range(1 if one_user else 20)] * (20 if one_user else 1)
    bookings = [await booking(show, user) for user in users]

    async def want(user: UUID, booking_id: UUID) -> str:
        try:
            await redeem(made.id, purchase(user), booking_id)
        except PromotionUsedUp as refused:
            return str(refused.data["scope"])
        return "redeemed"

    return Counter(await asyncio.gather(*map(want, users, bookings)))


async def test_of_twenty_who_want_the_last_three_uses_three_get_them(show):
    made = await promotion(total_limit=3)
    assert await twenty_want_it(show, made) == {"redeemed": 3, "everybody": 17}
    assert await counts(made.id) == (3, 3)


async def test_one_customer_who_books_twenty_times_at_once_uses_it_as_often_as_they_may(show):
    made = await promotion(per_user_limit=2)
    assert await twenty_want_it(show, made, one_user=True) == {"redeemed": 2, "user": 18}
    assert await counts(made.id) == (2, 2)


async def test_control_without_the_guard_everybody_gets_the_last_use(show, monkeypatch):
    made = await promotion(total_limit=3)
    (check,) = await rows(
        "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'promotions_used_check'"
    )
    await rows("ALTER TABLE promotions DROP CONSTRAINT promotions_used_check")
    monkeypatch.setattr(service, "_TAKE", "UPDATE promotions SET used = used + 1 WHERE id = $1 RETURNING id")
    try:
        assert await twenty_want_it(show, made) == {"redeemed": 20}
        assert await counts(made.id) == (20, 20)
    finally:
        await rows("UPDATE promotions SET total_limit = NULL")
        await rows(f"ALTER TABLE promotions ADD CONSTRAINT promotions_used_check {check['text']}")


async def test_control_without_the_rows_lock_one_customer_uses_it_too_often(show, monkeypatch):
    made = await promotion(per_user_limit=2)
    # The same count, by whoever has not waited for the promotion's row.
    monkeypatch.setattr(service, "_TAKE", "SELECT id FROM promotions WHERE id = $1")
    together(monkeypatch, service, "_is_used_up_by", 4)
    how = await twenty_want_it(show, made, one_user=True)
    assert how["redeemed"] > 2


async def test_the_database_refuses_one_use_too_many_by_hand(show):
    made = await promotion(total_limit=1)
    with pytest.raises(IntegrityError, match="promotions_used_check"):
        await rows("UPDATE promotions SET used = 2 WHERE id = $1", [made.id])


@pytest.mark.parametrize(
    "wrong",
    [
        "code = 'lower'", "value = 10001", "value = 0", "kind = 'gift'", "kind = 'amount'",
        "max_discount = 100", "min_seats = 0", "total_limit = 0", "per_user_limit = 0",
        "ends_at = starts_at", "used = -1",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("clean_database")
async def test_the_database_refuses_a_promotion_that_makes_no_sense(wrong):
    await promotion()
    with pytest.raises(IntegrityError, match="check constraint"):
        await rows(f"UPDATE promotions SET {wrong}")  # noqa: S608 # written above


async def test_a_use_that_is_given_back_is_there_for_somebody_else_and_giving_it_twice_changes_nothing(show):
    first, second = await somebody(), await somebody()
    made = await promotion(total_limit=1)
    ended = await booking(show, first)
    await redeem(made.id, purchase(first), ended)
    await asyncio.gather(*(give_back(ended) for _ in range(5)))
    await give_back(ended)
    assert await counts(made.id) == (0, 0)
    await redeem(made.id, purchase(second), await booking(show, second))
    assert await counts(made.id) == (1, 1)


async def test_a_booking_without_a_promotion_gives_nothing_back(show):
    made = await promotion()
    await give_back(await booking(show, await somebody()))
    assert await counts(made.id) == (0, 0)


async def test_many_bookings_of_two_promotions_end_at_once_in_any_order(show):
    user = await somebody()
    made = [await promotion(code="ONE"), await promotion(code="TWO")]
    bookings = []
    for number in range(20):
        bookings.append(await booking(show, user))
        await redeem(made[number % 2].id, purchase(user), bookings[-1])
    await asyncio.gather(*(give_back(*bookings[at:], *bookings[:at]) for at in range(0, 20, 3)))
    assert [await counts(one.id) for one in made] == [(0, 0), (0, 0)]


async def test_late_money_takes_the_use_again_where_it_is_left(show):
    user = await somebody()
    made = await promotion(total_limit=1, per_user_limit=1)
    late = await booking(show, user)
    await redeem(made.id, purchase(user), late)
    assert await take_again(late)  # it was never given back
    await give_back(late)
    assert await take_again(late)
    assert await take_again(late)
    assert await counts(made.id) == (1, 1)


@pytest.mark.parametrize("limit", ["total_limit", "per_user_limit"])
async def test_late_money_does_not_take_a_use_that_is_gone(show, limit):
    user = await somebody()
    made = await promotion(**{limit: 1})
    late = await booking(show, user)
    await redeem(made.id, purchase(user), late)
    await give_back(late)
    await redeem(made.id, purchase(user), await booking(show, user))
    assert not await take_again(late)
    assert await counts(made.id) == (1, 1)


async def test_late_money_of_a_booking_without_a_promotion_needs_none(show):
    assert await take_again(await booking(show, await somebody()))
