"""Money: an integer in the currency's minor unit, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (25000 is ₹250.00) of an ISO 4217 currency."""

    amount: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Add two amounts of the same currency."""
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, count: int) -> "Money":
        """Multiply by a whole number of things."""
        return Money(self.amount * count, self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in the currency's main unit, exact (₹250.00 for 25000 INR)."""
        return Decimal(self.amount).scaleb(-get_currency_precision(self.currency))


def share(amount: int, basis_points: int) -> int:
    """Return ``amount × basis_points / 10,000`` in minor units, halves rounded up.

    Tax rates and percentages are kept in basis points (1800 is 18 %), so that they stay integers.
    """
    exact = Decimal(amount) * basis_points / 10_000
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def included_share(gross: int, basis_points: int) -> int:
    """Return the tax already contained in ``gross`` (minor units) at a rate in basis points."""
    exact = Decimal(gross) * basis_points / (10_000 + basis_points)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
