"""What a party pays after a promotion and points: offered, taken inside the sale, and given back."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from seat_engine import Hold
from server.booking import offer as offers
from server.booking.holds import HeldSeats
from server.booking.models import PriceLine
from server.booking.offer import Offer, make_offer
from server.core.clock import now
from server.core.db import rows, transaction
from server.core.errors import DomainError
from server.core.money import Money
from server.loyalty import service as loyalty
from server.loyalty.errors import NotEnoughPoints, PointsNotTaken
from server.loyalty.models import PointsEntry
from server.pricing.quote import price_sheet
from server.promotions.errors import PromotionNotValid, PromotionUsedUp, UnknownPromotion
from server.promotions.models import Promotion, PromotionUse
from server.venues.layouts import get_layout
from server.venues.models import Show
from server.venues.shows import get_show
from tests.server.promotions.making import balance, booking, coming, grant, promotion, somebody, together
from tests.server.world import House


@pytest.fixture
async def show(clean_database) -> Show:
    """A show at a theatre of whole rupees, where a point is one and ₹100 earn five."""
    house = await House.build(rounding_unit=100, point_value=100, points_rate=5)
    return await house.show()


async def hold(show: Show, *seats: int) -> HeldSeats:
    facts = await get_show(show.id)
    layout = await get_layout(facts.layout_id)
    quote = price_sheet(facts).quote([layout.seats[index] for index in seats])
    return HeldSeats(Hold("h", show.id, seats, "x", 0, 0, b""), facts, layout, quote)


async def offered(held: HeldSeats, user: UUID, promo: str | None = None, points: int = 0) -> Offer:
    return await make_offer(held, user_id=user, promo=promo, points=points, at=now())


async def redeem(offer: Offer, held: HeldSeats, user: UUID) -> UUID:
    """Make a booking of an offer, in one transaction, as whoever sells does."""
    async with transaction():
        made = await booking(held.show, user, total=offer.quote.total)
        await offers.redeem(offer, booking_id=made, user_id=user, show=held.show, at=now())
    return made


async def give_back(*booking_ids: UUID) -> None:
    async with transaction():
        await offers.give_back(*booking_ids)


async def test_an_offer_of_nothing_is_the_held_quote(show):
    held = await hold(show, 0, 1)
    assert await offered(held, await somebody()) == Offer(held.quote, None, 0, 0)


async def test_a_promotion_and_points_are_offered_and_nothing_is_taken_by_looking(show):
    held, user, made = await hold(show, 0, 1), await somebody(), await promotion(total_limit=1)
    await grant(user, 150)
    offer = await offered(held, user, "twenty", 150)
    assert [(line.kind, line.amount) for line in offer.quote.lines] == [
        ("seats", 44000), ("fee", 3540), ("promotion", -8800), ("tax", 6973), ("points", -15000),
        ("rounding", -13),
    ]  # fmt: skip
    assert (offer.promotion_id, offer.discount, offer.points, offer.quote.total) == (
        made.id,
        8800,
        150,
        30700,
    )
    assert (await Promotion.get()).used == 0
    assert await balance(user) == 150


async def test_a_line_of_many_points_fits_into_the_books(show):
    await PriceLine.create(
        booking_id=await booking(show, await somebody()), position=0, kind="points", label="Points",
        quantity=500_000, amount=-500_000,
    )  # fmt: skip
    assert (await PriceLine.get()).quantity == 500_000


async def test_no_more_points_are_taken_than_are_needed(show):
    held, user = await hold(show, 0), await somebody()
    await grant(user, 10_000)
    offer = await offered(held, user, None, 10_000)
    assert (offer.quote.total, offer.points) == (0, 281)  # ₹280.49 with fee and tax
    await redeem(offer, held, user)
    assert await balance(user) == 9_719


@pytest.mark.parametrize(
    ("promo", "points", "refusal"),
    [("NONE", 0, UnknownPromotion), ("LATER", 0, PromotionNotValid), ("GONE", 0, PromotionUsedUp),
     (None, 1, NotEnoughPoints)],
)  # fmt: skip
async def test_what_cannot_be_offered_is_refused(show, promo, points, refusal):
    await promotion(code="LATER", starts_at=now() + timedelta(days=1))
    await promotion(code="GONE", total_limit=1, used=1)
    with pytest.raises(refusal):
        await offered(await hold(show, 0), await somebody(), promo, points)


async def test_a_theatre_that_takes_no_points_says_so(clean_database):
    show = await (await House.build(point_value=0)).show()
    user = await somebody()
    await grant(user, 100)
    with pytest.raises(PointsNotTaken):
        await offered(await hold(show, 0), user, None, 10)


async def test_a_promotion_that_takes_nothing_off_is_not_used_up(clean_database):
    house = await House.build()
    held = await hold(await house.show(prices={"standard": 0, "recliner": 1}), 0)
    user, made = await somebody(), await promotion(total_limit=1)
    offer = await offered(held, user, made.code)
    assert offer == Offer(held.quote, None, 0, 0)
    await redeem(offer, held, user)
    assert await PromotionUse.all().count() == 0


async def test_an_offer_is_taken_whole_and_given_back_whole(show):
    held, user, made = await hold(show, 0, 1), await somebody(), await promotion(total_limit=1)
    await grant(user, 150)
    booked = await redeem(await offered(held, user, made.code, 50), held, user)
    assert ((await Promotion.get()).used, await balance(user)) == (1, 100)
    use = await PromotionUse.get()
    assert (use.booking_id, use.user_id, use.discount) == (booked, user, 8800)
    for _ in range(2):
        await give_back(booked)
        assert ((await Promotion.get()).used, await balance(user)) == (0, 150)


async def test_an_offer_that_somebody_was_quicker_with_takes_nothing(show):
    held, first, second = await hold(show, 0), await somebody(), await somebody()
    made = await promotion(total_limit=1)
    await grant(second, 10)
    slow = await offered(held, second, made.code, 10)
    await redeem(await offered(held, first, made.code), held, first)
    with pytest.raises(PromotionUsedUp):
        await redeem(slow, held, second)
    assert await balance(second) == 10
    assert await PromotionUse.all().count() == 1


async def test_points_spent_elsewhere_meanwhile_take_the_promotion_back_with_them(show):
    held, user, made = await hold(show, 0), await somebody(), await promotion(total_limit=5)
    await grant(user, 10)
    slow = await offered(held, user, made.code, 10)
    await redeem(await offered(held, user, None, 5), held, user)
    with pytest.raises(NotEnoughPoints):
        await redeem(slow, held, user)
    assert (await Promotion.get()).used == 0


# --- the first booking ---


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"status": "confirmed"}, False),
        ({"status": "pending"}, False),
        ({"status": "pending", "expires_at": now() - timedelta(seconds=1)}, True),
        ({"status": "expired"}, True),
        ({"status": "failed"}, True),
        ({"status": "cancelled", "closed_by": "given_up"}, True),
        ({"status": "cancelled", "closed_by": "tickets_cancelled", "confirmed_at": now()}, False),
        ({"status": "cancelled", "closed_by": "show_cancelled", "confirmed_at": now()}, True),
    ],
)
async def test_a_booking_is_the_first_unless_another_waits_or_was_paid_and_not_taken_away(show, facts, first):
    held, user = await hold(show, 0), await somebody()
    await booking(show, user, **facts)
    await booking(show, await somebody(), status="confirmed")
    await promotion(first_booking_only=True)
    if first:
        await redeem(await offered(held, user, "TWENTY"), held, user)
    else:
        with pytest.raises(PromotionNotValid) as refused:
            await offered(held, user, "TWENTY")
        assert refused.value.data["why"] == "first_booking"


async def first_bookings(show: Show) -> tuple[list[Offer], HeldSeats, UUID]:
    """Offer somebody eight first bookings, by four promotions in turn."""
    held, user = await hold(show, 0), await somebody()
    for number in range(4):
        await promotion(code=f"FIRST{number}", first_booking_only=True)
    return [await offered(held, user, f"FIRST{number % 4}") for number in range(8)], held, user


async def all_at_once(wanted: list[Offer], held: HeldSeats, user: UUID) -> Counter[str]:
    """Take all of these offers at once; return how it went for how many."""

    async def take(offer: Offer) -> str:
        try:
            await redeem(offer, held, user)
        except DomainError as refused:
            return refused.code
        return "taken"

    return Counter(await asyncio.gather(*map(take, wanted)))


async def test_there_is_one_first_booking_however_many_are_made_at_once(show):
    assert await all_at_once(*await first_bookings(show)) == {"taken": 1, "promotion_not_valid": 7}
    assert await PromotionUse.all().count() == 1


async def test_control_without_the_customers_lock_there_are_several(show, monkeypatch):
    async def no_lock(_: UUID) -> None:
        await rows("SELECT 1")

    wanted = await first_bookings(show)
    monkeypatch.setattr(loyalty, "lock", no_lock)
    together(monkeypatch, offers, "_is_first_booking", 4)
    assert (await all_at_once(*wanted))["taken"] > 1


# --- what a booking's way brings ---


async def test_a_paid_booking_earns_points_and_loses_them_with_its_tickets(show):
    held, user = await hold(show, 0, 1), await somebody()
    booked = await redeem(await offered(held, user), held, user)
    total = held.quote.total
    async with transaction():
        await offers.earn(booked, Money(total, "INR"))
    assert (total, await coming(user)) == (56100, 28)
    for kept, left in ((28050, 14), (28050, 14), (0, 0)):
        async with transaction():
            await offers.unearn(booked, kept=kept)
        assert await coming(user) == left


async def test_seats_given_back_bring_their_share_of_the_points(show):
    held, user = await hold(show, 0, 6), await somebody()
    await grant(user, 99)
    offer = await offered(held, user, None, 99)
    booked = await redeem(offer, held, user)
    shares = [seat.points for seat in offer.quote.seats]
    assert sum(shares) == 99
    for share in shares:
        before = await balance(user)
        async with transaction():
            await offers.give_back_points(booked, share)
        assert await balance(user) == before + share
    await give_back(booked)
    assert await balance(user) == 99


async def test_late_money_takes_again_all_of_an_offer_or_nothing(show):
    held, user, made = await hold(show, 0), await somebody(), await promotion(total_limit=1)
    await grant(user, 50)
    booked = await redeem(await offered(held, user, made.code, 40), held, user)
    await give_back(booked)
    for _ in range(2):
        async with transaction():
            assert await offers.take_again(booked)
    assert ((await Promotion.get()).used, await balance(user)) == (1, 10)
    await give_back(booked)
    await redeem(await offered(held, user, None, 40), held, user)
    entries = await PointsEntry.all().count()
    async with transaction():
        assert not await offers.take_again(booked)
    assert ((await Promotion.get()).used, await balance(user)) == (0, 10)
    assert await PointsEntry.all().count() == entries
