"""Base prices of a show."""

from collections.abc import Mapping

from server.core.db import rows
from server.core.tokens import Caller
from server.pricing.settling import settle
from server.pricing.why import PRICE_LIST
from server.venues.models import SeatCategory


async def read_prices(show_id: int) -> dict[str, int]:
    """Return the base price of each category that a show sells, minor units."""
    found = await rows("SELECT category, amount FROM show_prices WHERE show_id = $1", [show_id])
    return {price["category"]: price["amount"] for price in found}


async def write_prices(show_id: int, wanted: Mapping[SeatCategory, int]) -> None:
    """Make these the base prices of a show, inside a transaction; what has none is no longer sold."""
    categories = [category.value for category in wanted]
    await rows("DELETE FROM show_prices WHERE show_id = $1 AND category <> ALL($2)", [show_id, categories])
    await rows(
        "INSERT INTO show_prices (show_id, category, amount) "
        "SELECT $1, p.category, p.amount FROM unnest($2::text[], $3::int[]) AS p(category, amount) "
        "ON CONFLICT (show_id, category) DO UPDATE SET amount = excluded.amount",
        [show_id, categories, list(wanted.values())],
    )


async def announce_prices(show_id: int, *, cost: Mapping[str, int], caller: Caller) -> None:
    """Write down and tell what a show costs since its base prices changed, and cost before.

    Inside the transaction that changed them.
    """
    await settle([show_id], reason=PRICE_LIST, changed_by=caller.user_id, cost={show_id: cost})
