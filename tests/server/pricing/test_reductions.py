"""Promotions, points and rounding: lines and seats add up, nothing is negative, every part comes back."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.money import Money, share
from server.pricing.current import CurrentPrice
from server.pricing.quote import Quote, Terms, make_quote
from server.pricing.reckoning import Discount
from server.pricing.reductions import reduce
from server.venues.layouts import Seat
from server.venues.shows import HouseRules

CURRENCIES = {"JPY": (1, 10), "KWD": (1, 5), "INR": (1, 100), "CHF": (1, 5)}
NAMES = ["standard", "premium", "vip"]


def seat(index: int, category: str) -> Seat:
    return Seat(index, f"A{index}", "A", index, float(index), 0.0, 1.0, category, "stalls")


def quoted(*categories: str, prices: dict[str, int], **rules) -> Quote:
    currency = rules.get("currency", "INR")
    return make_quote(
        [seat(index, category) for index, category in enumerate(categories)],
        {name: CurrentPrice(Money(amount, currency), "base") for name, amount in prices.items()},
        HouseRules(
            **{
                "currency": "INR", "fee_per_ticket": 1770, "tax_name": "GST", "tax_rate": 1800,
                "tax_included": False, "cash_release_before_start": 30, **rules,
            }
        ),
    )  # fmt: skip


def lines(quote: Quote) -> list[tuple[str, int]]:
    return [(line.kind, line.amount) for line in quote.lines]


TWENTY_PERCENT = Discount("First show", "percent", 2000)


def test_a_promotion_is_off_the_seats_and_tax_is_on_what_is_left():
    quote = quoted("recliner", "recliner", prices={"recliner": 38000})
    reduced = reduce(quote, discount=TWENTY_PERCENT, points=0, point_value=0)
    assert lines(reduced) == [("seats", 76000), ("fee", 3540), ("promotion", -15200), ("tax", 11581)]
    assert (reduced.total, reduced.discount, reduced.points) == (75921, 15200, 0)
    assert [line.label for line in reduced.lines][2:] == ["First show", "GST 18 %"]


def test_a_percentage_takes_no_more_than_its_most_and_an_amount_no_more_than_the_seats():
    quote = quoted("standard", prices={"standard": 22000}, tax_rate=0)
    most = reduce(quote, discount=Discount("x", "percent", 5000, 1000), points=0, point_value=0)
    assert (most.discount, most.total) == (1000, 22770)
    whole = reduce(quote, discount=Discount("x", "amount", 99999), points=0, point_value=0)
    assert (whole.discount, whole.total) == (22000, 1770)  # the fee stays


def test_tax_that_prices_contain_falls_with_them_and_points_are_money():
    quote = quoted("standard", prices={"standard": 1200}, tax_included=True, tax_rate=2000, fee_per_ticket=0)
    reduced = reduce(quote, discount=Discount("x", "percent", 5000), points=10, point_value=10)
    assert lines(reduced) == [("seats", 1200), ("promotion", -600), ("points", -100)]
    assert (reduced.total, reduced.included_tax) == (500, 100)


def test_points_pay_after_tax_and_no_more_of_them_are_used_than_needed():
    quote = quoted("standard", prices={"standard": 10000}, fee_per_ticket=0)
    some = reduce(quote, discount=None, points=18, point_value=100)
    assert lines(some) == [("seats", 10000), ("tax", 1800), ("points", -1800)]
    assert (some.total, some.points) == (10000, 18)
    more = reduce(quote, discount=None, points=5000, point_value=700)
    assert lines(more)[-1] == ("points", -11800)
    assert (more.total, more.points) == (0, 17)  # the seventeenth is worth what was left


def test_points_of_no_value_are_not_taken():
    quote = quoted("standard", prices={"standard": 10000})
    assert reduce(quote, discount=None, points=500, point_value=0) == quote


@pytest.mark.parametrize(
    ("price", "unit", "rounding", "total"),
    [
        (10049, 100, -49, 10000),
        (10050, 100, 50, 10100),
        (1002, 5, -2, 1000),
        (1003, 5, 2, 1005),
        (7, 1, 0, 7),
    ],
)
def test_totals_are_rounded_half_up_to_the_houses_coins(price, unit, rounding, total):
    quote = quoted("standard", prices={"standard": price}, tax_rate=0, fee_per_ticket=0, rounding_unit=unit)
    assert quote.total == total
    assert sum(line.amount for line in quote.lines if line.kind == "rounding") == rounding


def test_money_left_beside_points_stands_for_the_fee_first():
    quote = quoted("standard", "standard", prices={"standard": 10000}, tax_rate=0, fee_per_ticket=2000)
    reduced = reduce(quote, discount=None, points=220, point_value=100)
    assert [(s.amount, s.fee, s.points) for s in reduced.seats] == [(1000, 1000, 110), (1000, 1000, 110)]


def test_a_reduction_keeps_the_rules_the_seats_were_held_at():
    held = quoted("standard", prices={"standard": 10049}, rounding_unit=100)
    packed = Quote(Terms.unpack(orjson.loads(held.terms.packed)), held.seats)
    assert reduce(packed, discount=TWENTY_PERCENT, points=3, point_value=50) == reduce(
        held, discount=TWENTY_PERCENT, points=3, point_value=50
    )


@pytest.mark.parametrize("included", [True, False])
@pytest.mark.parametrize("rate", [0, 500, 888, 1800, 2000])
def test_a_hold_of_the_release_before_says_its_tax_by_what_it_comes_to(rate, included):
    held = quoted("standard", "vip", prices={"standard": 22000, "vip": 50000},
                  tax_rate=rate, tax_included=included)  # fmt: skip
    older = orjson.loads(held.terms.packed)
    for unknown in ("tax_rate", "tax_included", "rounding_unit"):
        del older[unknown]
    read = Quote(Terms.unpack(older), held.seats)
    assert (read.lines, read.total, read.included_tax) == (held.lines, held.total, held.included_tax)
    for quote in (held, read):
        reduced = reduce(quote, discount=TWENTY_PERCENT, points=100, point_value=100)
        assert sum(line.amount for line in reduced.lines) == reduced.total
    assert reduce(read, discount=TWENTY_PERCENT, points=0, point_value=0).total == (
        reduce(held, discount=TWENTY_PERCENT, points=0, point_value=0).total
    )


@st.composite
def reduced_quotes(draw) -> tuple[Quote, Quote, int]:
    """Any house's quote, the same reduced somehow, and how many points were offered."""
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    prices = draw(st.lists(st.integers(0, 5_000_00), min_size=1, max_size=3))
    choice = draw(st.lists(st.integers(0, len(prices) - 1), min_size=1, max_size=10))
    held = quoted(
        *(NAMES[pick] for pick in choice),
        prices=dict(zip(NAMES, prices, strict=False)),
        currency=currency,
        fee_per_ticket=draw(st.integers(0, 10_000)),
        tax_rate=draw(st.integers(0, 10_000)),
        tax_included=draw(st.booleans()),
        rounding_unit=draw(st.sampled_from(CURRENCIES[currency])),
    )
    percent = st.builds(
        Discount, st.just("x"), st.just("percent"), st.integers(1, 10_000), st.none() | st.integers(1, 99_999)
    )
    amount = st.builds(Discount, st.just("x"), st.just("amount"), st.integers(1, 999_999))
    points = draw(st.integers(0, 100_000))
    discount = draw(st.none() | percent | amount)
    return (
        held,
        reduce(held, discount=discount, points=points, point_value=draw(st.integers(0, 1000))),
        points,
    )


@given(reduced_quotes())
def test_lines_add_up_seats_add_up_and_nothing_is_negative(case):
    held, quote, points = case
    assert sum(line.amount for line in quote.lines) == quote.total >= 0
    assert sum(priced.amount for priced in quote.seats) == quote.total
    assert quote.total % quote.terms.rounding_unit == 0
    assert all(priced.amount % quote.terms.rounding_unit == 0 for priced in quote.seats)
    assert all(0 <= priced.fee <= priced.amount for priced in quote.seats)
    assert all(priced.points >= 0 for priced in quote.seats)
    assert 0 <= quote.points <= points
    by_kind = {line.kind: line.amount for line in quote.lines}
    seats = sum(line.amount for line in quote.lines if line.kind == "seats")
    assert 0 <= quote.discount <= seats
    assert by_kind.get("points", 0) <= 0
    assert abs(by_kind.get("rounding", 0)) * 2 <= quote.terms.rounding_unit
    sold = seats - quote.discount + by_kind.get("fee", 0)
    assert 0 <= quote.included_tax <= sold
    if "tax" in by_kind:
        assert by_kind["tax"] == share(sold, quote.terms.tax_rate)
    # Reduced by nothing it is the held quote again.
    assert reduce(quote, discount=None, points=0, point_value=0) == held


@given(reduced_quotes(), st.data())
def test_seats_given_back_one_by_one_in_any_order_return_what_was_captured_less_kept_fees(case, data):
    _, quote, _ = case
    by_customer = data.draw(st.permutations(quote.seats)).copy()
    by_house = by_customer[data.draw(st.integers(0, len(by_customer))) :]
    by_customer = by_customer[: len(by_customer) - len(by_house)]
    left, kept, points = quote.total, 0, quote.points
    for ticket in by_customer:  # at 100 %: all but the fee
        left, kept, points = left - ticket.amount, kept + ticket.fee, points - ticket.points
        assert left >= 0
        assert points >= 0
    refunded = sum(ticket.amount - ticket.fee for ticket in by_customer)
    refunded += sum(ticket.amount for ticket in by_house)  # the house cancels: fees too
    assert refunded == quote.total - kept
    assert left == sum(ticket.amount for ticket in by_house)
    assert points == sum(ticket.points for ticket in by_house)
