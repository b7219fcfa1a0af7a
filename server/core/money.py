"""Money: an integer in the currency's minor unit, never a float.

How many minor units make one of a currency is said by ISO 4217 and stands in one table here and one in
``client_sdk/src/money.ts``; a test holds them equal. Libraries for locales do not say it: they know how many
decimals people write, which for the forint is none, though banks reckon with a hundred of them.
"""

from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale

_USUAL_DIGITS = 2
_DIGITS: dict[str, int] = {
    **dict.fromkeys(
        (
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
            "XAF", "XOF", "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}  # fmt: skip
"""Decimals of a currency in ISO 4217, where they are not two."""


def digits_of(currency: str) -> int:
    """Return how many decimals an amount of a currency (ISO 4217) has in its main unit."""
    return _DIGITS.get(currency, _USUAL_DIGITS)


def minor_units(currency: str) -> int:
    """Return how many minor units make one of a currency: 100 paise a rupee, 1 yen a yen."""
    return int(10 ** digits_of(currency))


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
        return Decimal(self.amount).scaleb(-digits_of(self.currency))

    @classmethod
    def of_major(cls, value: float | Decimal, currency: str) -> "Money":
        """Return an amount given in the main unit, rounded to the minor unit (halves up)."""
        exact = Decimal(str(value)).scaleb(digits_of(currency))
        return cls(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    def written(self, locale: str) -> str:
        """Return the amount as people of a locale write it, with all of the currency's decimals.

        Rupees are grouped by lakh (₹12,34,567.00), everything else in threes (£1,234,567.00).
        """
        pattern = copy(Locale.parse(locale).currency_formats["standard"])
        pattern.frac_prec = (digits_of(self.currency), digits_of(self.currency))
        pattern.grouping = (3, 2) if self.currency == "INR" else (3, 3)
        said: str = pattern.apply(self.major, locale, currency=self.currency, currency_digits=False)
        return said


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
