"""What a show has cost, and why: the history that an admin sees and charts."""

from typing import Any

import orjson

from server.core import cursor as cursors
from server.core.db import rows
from server.core.wire import MoneyOut
from server.pricing.overrides import leading_price
from server.pricing.schemas import HistoryQuery, PersonOut, PriceChangeOut
from server.venues.asking import WHOLE
from server.venues.shows import ShowFacts

_CURSORS = cursors.Cursors("prices of a show", cursors.BIGINT)
_PAGE = """
    SELECT c.*, u.name AS by_name FROM price_changes c LEFT JOIN users u ON u.id = c.changed_by
    WHERE c.show_id = $1 AND ($2::bigint IS NULL OR c.id < $2) ORDER BY c.id DESC LIMIT $3
"""


async def page(show: ShowFacts, query: HistoryQuery) -> tuple[list[PriceChangeOut], str | None]:
    """Return changes of a show's price, newest first, and the next cursor; raises ``BadCursor``."""
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await rows(_PAGE, [show.id, before, query.limit + 1])
    shown = [_out(change, show) for change in found[: query.limit]]
    more = len(found) > query.limit
    return shown, _CURSORS.encode(shown[-1].id) if more else None


def _out(found: dict[str, Any], show: ShowFacts) -> PriceChangeOut:
    leading = _leading_category(show)
    before, after = orjson.loads(found["before"]), orjson.loads(found["after"])

    def money(prices: dict[str, int]) -> MoneyOut:
        return MoneyOut(amount=prices.get(leading, 0), currency=show.rules.currency)

    return PriceChangeOut(
        id=found["id"],
        at=show.local(found["at"]),
        source=found["source"],
        before=money(before),
        after=money(after),
        prices=after,
        multiplier=None if found["multiple"] is None else found["multiple"] / WHOLE,
        model_version=found["model_version"],
        reason=found["reason"],
        by=PersonOut(id=found["changed_by"], name=found["by_name"] or "") if found["changed_by"] else None,
    )


def _leading_category(show: ShowFacts) -> str:
    least = leading_price(show)
    return next((name for name, base in show.base_prices.items() if base.amount == least), "")
