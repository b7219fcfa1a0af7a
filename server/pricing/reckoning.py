"""The sum: from list prices to what is paid, line by line and seat by seat.

    seats       each category's price, as listed
    fee         the house's own, a ticket
    promotion   negative, off the seats' price and never off the fee
    tax         where listed prices exclude it, on what is left after the promotion
    points      negative, after tax: points are a way to pay, not a price
    rounding    to what can be paid in the house's coins, half up

The lines add up to the total, and so do the seats' prices. All amounts are integers in the minor unit.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from server.core.money import included_share, share

LineKind = Literal["seats", "fee", "promotion", "tax", "points", "rounding"]


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
class Basis:
    """What is the same whoever pays: list prices by category, and the house's fee, tax and coins."""

    unit_prices: Mapping[str, int]
    fee_per_ticket: int
    tax_label: str
    tax_rate: int
    """Basis points."""
    tax_included: bool
    rounding_unit: int
    """The smallest amount that can be paid, minor units: 100 is whole rupees, 5 the Swiss coin."""
    fee_label: str = "Convenience fee"


@dataclass(frozen=True, slots=True)
class Discount:
    """What a promotion takes off the seats' price: basis points of it, or an amount in minor units."""

    label: str
    kind: Literal["percent", "amount"]
    value: int
    most: int | None = None

    def of(self, seats: int) -> int:
        """Return what is taken off seats that cost so much together; never more than that."""
        off = share(seats, self.value) if self.kind == "percent" else self.value
        return min(off, seats) if self.most is None else min(off, seats, self.most)


class Share(NamedTuple):
    """One seat's part of the sum."""

    price: int
    """What is paid for it in money, in whole coins of the house."""
    fee: int
    """The part of the price that is fee, with the tax on it."""
    points: int
    """Points that pay beside the price."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a party pays; the lines add up to the total, and the shares too."""

    lines: tuple[Line, ...]
    total: int
    included_tax: int
    shares: tuple[Share, ...]
    """In party order."""


def reckon(
    party: Sequence[str],
    basis: Basis,
    *,
    discount: Discount | None = None,
    points: int = 0,
    point_value: int = 0,
) -> Sum:
    """Add up what seats of these categories cost; raises ``KeyError`` for one that has no price.

    Of the points no more are used than are needed; what is over of the last one's value lapses.
    """
    lines = _seat_lines(party, basis)
    seats, fee = sum(line.amount for line in lines), basis.fee_per_ticket * len(party)
    if fee:
        lines.append(Line("fee", basis.fee_label, fee, quantity=len(party), unit_amount=basis.fee_per_ticket))
    off = discount.of(seats) if discount is not None else 0
    if discount is not None and off:
        lines.append(Line("promotion", discount.label, -off))
    due = net = seats - off + fee
    if basis.tax_rate and not basis.tax_included:
        tax = share(net, basis.tax_rate)
        lines.append(Line("tax", basis.tax_label, tax))
        due += tax
    used = min(points, -(-due // point_value)) if point_value else 0
    if used:
        paid = min(due, used * point_value)
        lines.append(Line("points", "Points", -paid, quantity=used))
        due -= paid
    total = _in_coins(due, basis.rounding_unit)
    if total != due:
        lines.append(Line("rounding", "Rounding", total - due))
    return Sum(
        lines=tuple(lines),
        total=total,
        included_tax=included_share(net, basis.tax_rate) if basis.tax_included else 0,
        shares=_shares(party, basis, seats=seats, off=off, coins=total // basis.rounding_unit, points=used),
    )


def _seat_lines(party: Sequence[str], basis: Basis) -> list[Line]:
    return [
        Line(
            kind="seats",
            label=category.replace("_", " ").capitalize(),
            amount=basis.unit_prices[category] * count,
            quantity=count,
            unit_amount=basis.unit_prices[category],
            category=category,
        )
        for category, count in Counter(party).items()
    ]


def _in_coins(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit) * unit


def _shares(
    party: Sequence[str], basis: Basis, *, seats: int, off: int, coins: int, points: int
) -> tuple[Share, ...]:
    """Split total and points among the seats, in proportion to price less promotion, and fee.

    The total is split in the house's coins, so that every seat's part can be given back alone.
    """
    weights = [
        # Times the price of all seats, so that a seat's part of the promotion needs no division.
        basis.unit_prices[category] * (seats - off) + basis.fee_per_ticket * (seats or 1)
        for category in party
    ]
    fee = basis.fee_per_ticket
    if basis.tax_rate and not basis.tax_included:
        fee += share(fee, basis.tax_rate)
    # Where points pay, the money that is left stands for the fee first: points can be given back whole.
    return tuple(
        Share(price, min(fee, price), spent)
        for price, spent in zip(
            (part * basis.rounding_unit for part in _apportion(coins, weights)),
            _apportion(points, weights),
            strict=True,
        )
    )


def _apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total in proportion to weights, exactly: the largest remainders take the odd units."""
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
