"""What each seat category of a show costs now: an override, what the model asks, or the base price.

Whoever shows or charges a price asks this module, and nothing else decides it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.core.clock import now
from server.core.money import Money
from server.venues.shows import ShowFacts

Source = Literal["override", "ml", "base"]


@dataclass(frozen=True, slots=True)
class CurrentPrice:
    """One category's price, where it comes from, and the model's version where a model set it."""

    price: Money
    source: Source
    model_version: str | None = None


def current_prices(show: ShowFacts, *, at: datetime | None = None) -> dict[str, CurrentPrice]:
    """Return the price of every category the show sells, now or at a given moment.

    An override that has not ended counts first, then the model's multiple where the theatre's prices move by
    themselves; both stay within the theatre's floor and ceiling. Else it is the base price.
    """
    asking = show.asking
    override = asking.override_at(at or now()) if asking.override is not None else None
    if override is not None:
        return {
            category: CurrentPrice(
                Money(
                    asking.bounds.within(base.amount, override.prices.get(category, base.amount)),
                    base.currency,
                ),
                "override",
            )
            for category, base in show.base_prices.items()
        }
    if asking.automatic and asking.multiple is not None:
        return {
            category: CurrentPrice(
                Money(asking.bounds.at(base.amount, asking.multiple), base.currency),
                "ml",
                asking.model_version,
            )
            for category, base in show.base_prices.items()
        }
    return {category: CurrentPrice(price, "base") for category, price in show.base_prices.items()}
