"""What each seat category of a show costs now.

Today's only source is the base price. Overrides and recommendations enter here and nowhere else:
whoever shows or charges a price asks this module.
"""

from dataclasses import dataclass
from typing import Literal

from server.core.money import Money
from server.venues.shows import ShowFacts

Source = Literal["override", "ml", "base"]


@dataclass(frozen=True, slots=True)
class CurrentPrice:
    """One category's price, where it comes from, and the model's version where a model set it."""

    price: Money
    source: Source
    model_version: str | None = None


def current_prices(show: ShowFacts) -> dict[str, CurrentPrice]:
    """Return the current price of every category the show sells."""
    return {category: CurrentPrice(price, "base") for category, price in show.base_prices.items()}
