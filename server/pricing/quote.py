"""The quote: what a shopper pays for these seats, line by line, whatever the price does meanwhile.

All amounts are integers in the minor unit. Where listed prices exclude tax, a tax line is added; where
they include it there is no such line, and ``included_tax`` says how much of the total it is. Either way
the lines add up to the total.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from server.core.money import included_share, share
from server.pricing.current import CurrentPrice, Source
from server.venues.layouts import Seat
from server.venues.shows import HouseRules

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


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines, seats and total of an offer; the lines add up to the total, and so do the seats."""

    currency: str
    lines: tuple[Line, ...]
    seats: tuple[SeatPrice, ...]
    total: int
    included_tax: int
    source: Source
    model_version: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for the hold's note."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Quote":
        """Rebuild a quote from its plain values."""
        return cls(
            currency=values["currency"],
            lines=tuple(Line(**line) for line in values["lines"]),
            seats=tuple(SeatPrice(**seat) for seat in values["seats"]),
            total=values["total"],
            included_tax=values["included_tax"],
            source=values["source"],
            model_version=values["model_version"],
        )


def make_quote(seats: Sequence[Seat], prices: Mapping[str, CurrentPrice], rules: HouseRules) -> Quote:
    """Price these seats now. Raises ``KeyError`` for a category the show does not sell."""
    listed = {seat.index: prices[seat.category].price.amount for seat in seats}
    counts = Counter(seat.category for seat in seats)
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
    fee = rules.fee_per_ticket * len(seats)
    if fee:
        lines.append(
            Line("fee", "Convenience fee", fee, quantity=len(seats), unit_amount=rules.fee_per_ticket)
        )
    gross = sum(line.amount for line in lines)
    total = gross
    if rules.tax_rate and not rules.tax_included:
        tax = share(gross, rules.tax_rate)
        lines.append(Line("tax", _tax_label(rules), tax))
        total += tax
    weights = {index: amount + rules.fee_per_ticket for index, amount in listed.items()}
    shares = _apportion(total, weights)
    first = next(iter(prices[category] for category in counts))
    return Quote(
        currency=rules.currency,
        lines=tuple(lines),
        seats=tuple(SeatPrice(s.index, s.label, s.category, shares[s.index]) for s in seats),
        total=total,
        included_tax=included_share(total, rules.tax_rate) if rules.tax_included else 0,
        source=first.source,
        model_version=first.model_version,
    )


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
