"""What a house asks beside a show's base prices: its rules' bounds, the model's multiple, an override."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WHOLE = 10_000
"""Basis points of 1."""
FLOOR, CEILING = 8_000, 12_500
"""Of a theatre that has said nothing else."""
INTERVAL = timedelta(minutes=60)
"""Of a theatre that has said nothing else."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a price may go; multiples of the base price in basis points."""

    floor: int = FLOOR
    ceiling: int = CEILING
    unit: int = 1
    """Prices are whole multiples of it, minor units; the base price is always allowed."""

    def least(self, base: int) -> int:
        """Return the lowest price there may be for a base price."""
        exact = -(-base * self.floor // WHOLE)
        return min(-(-exact // self.unit) * self.unit, base)

    def most(self, base: int) -> int:
        """Return the highest."""
        return max(base * self.ceiling // WHOLE // self.unit * self.unit, base)

    def within(self, base: int, price: int) -> int:
        """Return a price moved into the bounds."""
        return min(max(price, self.least(base)), self.most(base))

    def at(self, base: int, multiple: int) -> int:
        """Return base × multiple, rounded to the unit (halves up) and within the bounds."""
        if multiple == WHOLE:
            return base
        share = WHOLE * self.unit
        return self.within(base, (base * multiple + share // 2) // share * self.unit)


@dataclass(frozen=True, slots=True)
class Override:
    """Prices that somebody of the house set by hand, until they end."""

    prices: Mapping[str, int]
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a show's prices stand. The default is the base prices and nothing else."""

    bounds: Bounds = Bounds()
    automatic: bool = False
    """Whether the model's multiple counts; off by the theatre's kill switch."""
    multiple: int | None = None
    """What the model asks; basis points of the base price."""
    model_version: str | None = None
    expected_share: float | None = None
    """Of the seats, as the model expected it when it set the multiple."""
    override: Override | None = None
    moved_at: datetime | None = None
    """When the multiple last moved."""
    interval: timedelta = INTERVAL
    """The least time between two moves."""

    @property
    def free_to_move_at(self) -> datetime | None:
        """Return from when on the multiple may move again; None where it never moved."""
        return None if self.moved_at is None else self.moved_at + self.interval

    def override_at(self, at: datetime) -> Override | None:
        """Return the override that counts at a moment."""
        return self.override if self.override is not None and at < self.override.until else None
