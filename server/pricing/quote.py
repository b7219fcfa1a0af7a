"""The quote: what a shopper pays for these seats, line by line, whatever the price does meanwhile.

All amounts are integers in the minor unit. Where listed prices exclude tax, a tax line is added; where
they include it there is no such line, and ``included_tax`` says how much of them it is. Either way
the lines add up to the total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import orjson

from server.core.clock import now
from server.pricing.current import CurrentPrice, Source, current_prices
from server.pricing.reckoning import Basis, Line, reckon
from server.venues.layouts import Seat
from server.venues.shows import HouseRules, ShowFacts


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """What one seat costs with its share of fee and tax; the seats' prices add up to the total."""

    index: int
    label: str
    category: str
    amount: int
    fee: int = 0
    """The part of the amount that is fee, with the tax on it; a customer who cancels does not get it back."""
    points: int = 0
    """Points that pay beside the amount."""


@dataclass(frozen=True)
class Terms:
    """What a party pays, whoever sits where: the same for every party of these categories at these prices.

    They say by what rules it was reckoned, so that a promotion meets the rules the seats were held at.
    """

    currency: str
    lines: tuple[Line, ...]
    total: int
    included_tax: int
    source: Source
    model_version: str | None
    tax_rate: int = 0
    """Basis points."""
    tax_included: bool = False
    rounding_unit: int = 1
    counter: bool = False
    """Sold by the theatre's people at the counter, with the fee of the counter."""
    cancellation_policy: tuple[dict[str, int], ...] | None = None
    """What a cancelled ticket returns, as the theatre had it then; None in holds of older releases."""

    @cached_property
    def packed(self) -> bytes:
        """The terms as JSON, for a hold's note."""
        return orjson.dumps(asdict(self))

    @classmethod
    def unpack(cls, values: Mapping[str, Any]) -> "Terms":
        """Rebuild terms from the values that ``packed`` wrote, in this release or the one before."""
        policy = values.get("cancellation_policy")
        terms = cls(**{
            **values,
            "lines": tuple(Line(**line) for line in values["lines"]),
            "cancellation_policy": None if policy is None else tuple(policy),
        })  # fmt: skip
        return terms if "tax_rate" in values else replace(terms, **_tax_by_amounts(terms))


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
        """The tax in what is sold, where listed prices contain it; minor units.

        Points pay for it like money, so that it may be more than the total.
        """
        return self.terms.included_tax

    @property
    def source(self) -> Source:
        """Where the prices come from."""
        return self.terms.source

    @property
    def model_version(self) -> str | None:
        """The model that set the prices, where one did."""
        return self.terms.model_version

    @property
    def discount(self) -> int:
        """What a promotion takes off, minor units."""
        return -sum(line.amount for line in self.lines if line.kind == "promotion")

    @property
    def points(self) -> int:
        """Points that pay beside the total."""
        return sum(seat.points for seat in self.seats)


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

    def __init__(
        self, prices: Mapping[str, CurrentPrice], rules: HouseRules, *, counter: bool = False
    ) -> None:
        self._prices = prices
        self._rules = rules
        self._counter = counter
        fee, fee_label = fee_of(rules, counter=counter)
        self._basis = Basis(
            unit_prices={category: current.price.amount for category, current in prices.items()},
            fee_per_ticket=fee,
            fee_label=fee_label,
            tax_label=f"{rules.tax_name} {rules.tax_rate / 100:g} %",
            tax_rate=rules.tax_rate,
            tax_included=rules.tax_included,
            rounding_unit=rules.rounding_unit,
        )
        self._offers: dict[tuple[str, ...], _Offer] = {}

    def quote(self, seats: Sequence[Seat]) -> Quote:
        """Price seats, given in index order; raises ``KeyError`` for a category the show does not sell."""
        party = tuple([seat.category for seat in seats])
        offer = self._offers.get(party)
        if offer is None:
            if len(self._offers) >= self._MOST:
                self._offers.clear()
            offer = self._offers[party] = self._offer(party)
        return Quote(
            offer.terms,
            tuple([
                SeatPrice(seat.index, seat.label, seat.category, amount, fee)
                for seat, (amount, fee) in zip(seats, offer.shares, strict=True)
            ]),
        )  # fmt: skip

    def _offer(self, party: Sequence[str]) -> _Offer:
        reckoned, first = reckon(party, self._basis), self._prices[party[0]]
        terms = Terms(
            currency=self._rules.currency,
            lines=reckoned.lines,
            total=reckoned.total,
            included_tax=reckoned.included_tax,
            source=first.source,
            model_version=first.model_version,
            tax_rate=self._rules.tax_rate,
            tax_included=self._rules.tax_included,
            rounding_unit=self._rules.rounding_unit,
            counter=self._counter,
            cancellation_policy=self._rules.cancellation_policy,
        )
        return _Offer(terms, tuple((share.price, share.fee) for share in reckoned.shares))


def fee_of(rules: HouseRules, *, counter: bool) -> tuple[int, str]:
    """Return the fee of a ticket, minor units, and what it is called: online, or at the counter."""
    if counter:
        return rules.counter_fee_per_ticket, "Counter fee"
    return rules.fee_per_ticket, "Convenience fee"


_MOST_SHEETS = 10_000
_sheets: dict[tuple[int, bool], tuple[ShowFacts, bool, PriceSheet]] = {}


def price_sheet(show: ShowFacts, *, counter: bool = False) -> PriceSheet:
    """Return the prices of a show as these facts have them now, online or at the counter.

    Kept for as long as the facts stay the same and an override in them has not ended.
    """
    at = now() if show.asking.override is not None else None
    overridden = at is not None and show.asking.override_at(at) is not None
    known = _sheets.get((show.id, counter))
    if known is not None and known[0] is show and known[1] is overridden:
        return known[2]
    sheet = PriceSheet(current_prices(show, at=at), show.rules, counter=counter)
    if len(_sheets) >= _MOST_SHEETS:
        _sheets.clear()
    _sheets[show.id, counter] = (show, overridden, sheet)
    return sheet


def make_quote(seats: Sequence[Seat], prices: Mapping[str, CurrentPrice], rules: HouseRules) -> Quote:
    """Price these seats now. Raises ``KeyError`` for a category the show does not sell."""
    return PriceSheet(prices, rules).quote(seats)


def _tax_by_amounts(terms: Terms) -> dict[str, Any]:
    """Find the tax of a hold whose maker wrote down what it comes to and not its rate."""
    if terms.included_tax:
        net = terms.total - terms.included_tax
        return {"tax_rate": _rate(terms.included_tax, net), "tax_included": True}
    tax = sum(line.amount for line in terms.lines if line.kind == "tax")
    return {"tax_rate": _rate(tax, terms.total - tax)}


def _rate(tax: int, net: int) -> int:
    """Return the rate in basis points; exact where prices are not a handful of coins."""
    return (20_000 * tax + net) // (2 * net) if net else 0
