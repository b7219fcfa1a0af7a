"""The quote: what a shopper pays for these seats, line by line, whatever the price does meanwhile.

All amounts are integers in the minor unit. Where listed prices exclude tax, a tax line is added; where
they include it there is no such line, and ``included_tax`` says how much of the total it is. Either way
the lines add up to the total.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

import orjson

from server.core.money import included_share, share
from server.pricing.current import CurrentPrice, Source, current_prices
from server.venues.layouts import Seat
from server.venues.shows import HouseRules, ShowFacts

LineKind = Literal["seats", "fee", "tax"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote; ``quantity`` × ``unit_amount`` is ``amount`` where both are given."""

    kind: LineKind
    label: str
    amount: int
    quantity: int | None = None
    unit_amount: int | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """What one seat costs with its share of fee and tax; the seats' prices add up to the total."""

    index: int
    label: str
    category: str
    amount: int
    fee: int = 0
    """The part of the amount that is fee, with the tax on it; a customer who cancels does not get it back."""


@dataclass(frozen=True)
class Terms:
    """What a party pays, whoever sits where: the same for every party of these categories at these prices."""

    currency: str
    lines: tuple[Line, ...]
    total: int
    included_tax: int
    source: Source
    model_version: str | None

    @cached_property
    def packed(self) -> bytes:
        """The terms as JSON, for a hold's note."""
        return orjson.dumps(asdict(self))

    @classmethod
    def unpack(cls, values: Mapping[str, Any]) -> "Terms":
        """Rebuild terms from the values that ``packed`` wrote."""
        return cls(**{**values, "lines": tuple(Line(**line) for line in values["lines"])})


@dataclass(frozen=True, slots=True)
class Quote:
    """Terms and seats of an offer; the lines add up to the total, and so do the seats."""

    terms: Terms
    seats: tuple[SeatPrice, ...]

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return self.terms.currency

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the total is made of, in the order shown."""
        return self.terms.lines

    @property
    def total(self) -> int:
        """What the customer pays, in minor units."""
        return self.terms.total

    @property
    def included_tax(self) -> int:
        """The part of the total that is tax, where listed prices contain it; minor units."""
        return self.terms.included_tax

    @property
    def source(self) -> Source:
        """Where the prices come from."""
        return self.terms.source

    @property
    def model_version(self) -> str | None:
        """The model that set the prices, where one did."""
        return self.terms.model_version


@dataclass(frozen=True, slots=True)
class _Offer:
    terms: Terms
    shares: tuple[tuple[int, int], ...]
    """What each seat costs with its share of fee and tax, and what of it is fee, in party order."""


class PriceSheet:
    """The prices and rules of one show, with the offers made from them so far.

    Parties of the same categories pay the same, so each mix is reckoned once.
    """

    _MOST = 500

    def __init__(self, prices: Mapping[str, CurrentPrice], rules: HouseRules) -> None:
        self._prices = prices
        self._rules = rules
        self._offers: dict[tuple[str, ...], _Offer] = {}

    def quote(self, seats: Sequence[Seat]) -> Quote:
        """Price seats, given in index order; raises ``KeyError`` for a category the show does not sell."""
        party = tuple([seat.category for seat in seats])
        offer = self._offers.get(party)
        if offer is None:
            if len(self._offers) >= self._MOST:
                self._offers.clear()
            offer = self._offers[party] = _offer(party, self._prices, self._rules)
        return Quote(
            offer.terms,
            tuple([
                SeatPrice(seat.index, seat.label, seat.category, amount, fee)
                for seat, (amount, fee) in zip(seats, offer.shares, strict=True)
            ]),
        )  # fmt: skip


_MOST_SHEETS = 10_000
_sheets: dict[int, tuple[ShowFacts, PriceSheet]] = {}


def price_sheet(show: ShowFacts) -> PriceSheet:
    """Return the prices of a show as these facts have them; kept for as long as the facts stay the same."""
    known = _sheets.get(show.id)
    if known is not None and known[0] is show:
        return known[1]
    sheet = PriceSheet(current_prices(show), show.rules)
    if len(_sheets) >= _MOST_SHEETS:
        _sheets.clear()
    _sheets[show.id] = (show, sheet)
    return sheet


def make_quote(seats: Sequence[Seat], prices: Mapping[str, CurrentPrice], rules: HouseRules) -> Quote:
    """Price these seats now. Raises ``KeyError`` for a category the show does not sell."""
    return PriceSheet(prices, rules).quote(seats)


def _offer(party: Sequence[str], prices: Mapping[str, CurrentPrice], rules: HouseRules) -> _Offer:
    counts = Counter(party)
    lines = [
        Line(
            kind="seats",
            label=category.replace("_", " ").capitalize(),
            amount=prices[category].price.amount * count,
            quantity=count,
            unit_amount=prices[category].price.amount,
            category=category,
        )
        for category, count in counts.items()
    ]
    fee = rules.fee_per_ticket * len(party)
    if fee:
        lines.append(
            Line("fee", "Convenience fee", fee, quantity=len(party), unit_amount=rules.fee_per_ticket)
        )
    gross = sum(line.amount for line in lines)
    total = gross
    if rules.tax_rate and not rules.tax_included:
        tax = share(gross, rules.tax_rate)
        lines.append(Line("tax", _tax_label(rules), tax))
        total += tax
    weights = {
        place: prices[category].price.amount + rules.fee_per_ticket for place, category in enumerate(party)
    }
    shares = _apportion(total, weights)
    first = prices[party[0]]
    terms = Terms(
        currency=rules.currency,
        lines=tuple(lines),
        total=total,
        included_tax=included_share(total, rules.tax_rate) if rules.tax_included else 0,
        source=first.source,
        model_version=first.model_version,
    )
    fee_each = rules.fee_per_ticket
    if fee_each and rules.tax_rate and not rules.tax_included:
        fee_each += share(fee_each, rules.tax_rate)
    return _Offer(terms, tuple((shares[place], min(fee_each, shares[place])) for place in range(len(party))))


def _tax_label(rules: HouseRules) -> str:
    return f"{rules.tax_name} {rules.tax_rate / 100:g} %"


def _apportion(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Split a total in proportion to weights, exactly: the largest remainders take the odd units."""
    whole = sum(weights.values())
    if not whole:
        even, odd = divmod(total, len(weights))
        return {key: even + (position < odd) for position, key in enumerate(weights)}
    floors = {key: total * weight // whole for key, weight in weights.items()}
    left = total - sum(floors.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    return {key: floors[key] + (key in by_remainder[:left]) for key in floors}
