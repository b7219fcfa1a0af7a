"""A quote's lines and seats add up, whatever the house's rules are."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from server.core.money import Money
from server.pricing.current import CurrentPrice
from server.pricing.quote import Terms, make_quote
from server.venues.layouts import Seat
from server.venues.shows import HouseRules


def seat(index: int, category: str) -> Seat:
    return Seat(index, f"A{index}", "A", index, float(index), 0.0, 1.0, category, "stalls")


def rules(**changes) -> HouseRules:
    return HouseRules(
        **{
            "currency": "INR", "fee_per_ticket": 1770, "tax_name": "GST", "tax_rate": 1800,
            "tax_included": False, "cash_release_before_start": 30, **changes,
        }
    )  # fmt: skip


def prices(**amounts: int) -> dict[str, CurrentPrice]:
    return {name: CurrentPrice(Money(amount, "INR"), "base") for name, amount in amounts.items()}


def test_excluded_tax_is_a_line_of_its_own():
    quote = make_quote(
        [seat(0, "recliner"), seat(1, "recliner")], prices(recliner=38000), rules(fee_per_ticket=1770)
    )
    assert [(line.kind, line.amount) for line in quote.lines] == [
        ("seats", 76000),
        ("fee", 3540),
        ("tax", 14317),
    ]
    assert quote.total == 93857
    assert quote.included_tax == 0


def test_included_tax_is_no_line_and_is_still_said():
    quote = make_quote(
        [seat(0, "standard")],
        prices(standard=1200),
        rules(tax_included=True, tax_rate=2000, fee_per_ticket=0),
    )
    assert [line.kind for line in quote.lines] == ["seats"]
    assert (quote.total, quote.included_tax) == (1200, 200)


@given(
    amounts=st.lists(st.integers(0, 5_000_00), min_size=1, max_size=3),
    choice=st.lists(st.integers(0, 2), min_size=1, max_size=10),
    fee=st.integers(0, 10_000),
    rate=st.integers(0, 10_000),
    included=st.booleans(),
)
def test_lines_and_seats_add_up_and_are_never_negative(amounts, choice, fee, rate, included):
    names = ["standard", "premium", "vip"][: len(amounts)]
    seats = [seat(index, names[pick % len(names)]) for index, pick in enumerate(choice)]
    quote = make_quote(
        seats,
        prices(**dict(zip(names, amounts, strict=True))),
        rules(fee_per_ticket=fee, tax_rate=rate, tax_included=included),
    )
    assert sum(line.amount for line in quote.lines) == quote.total
    assert sum(priced.amount for priced in quote.seats) == quote.total
    assert all(line.amount >= 0 for line in quote.lines)
    assert all(priced.amount >= 0 for priced in quote.seats)
    assert 0 <= quote.included_tax <= quote.total
    assert all(
        line.quantity * (line.unit_amount or 0) == line.amount
        for line in quote.lines
        if line.quantity is not None
    )
    assert Terms.unpack(orjson.loads(quote.terms.packed)) == quote.terms
