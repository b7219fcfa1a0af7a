"""What a show has cost, and why: the history that an admin sees and charts."""

from typing import Any

import orjson

from server.core import cursor as cursors
from server.core.db import rows
from server.core.wire import MoneyOut
from server.pricing.overrides import leading_category
from server.pricing.schemas import HistoryQuery, PersonOut, PriceChangeOut
from server.pricing.why import why_of
from server.venues.asking import WHOLE
from server.venues.shows import ShowFacts

_CURSORS = cursors.Cursors("prices of a show", cursors.BIGINT)
_PAGE = """
    SELECT c.*, u.name AS by_name FROM price_changes c LEFT JOIN users u ON u.id = c.changed_by
    WHERE c.show_id = $1 AND ($2::bigint IS NULL OR c.id < $2) ORDER BY c.id DESC LIMIT $3
"""


_OPENED = """
    SELECT s.created_at,
           (SELECT before FROM price_changes WHERE show_id = s.id ORDER BY id LIMIT 1) AS before
    FROM shows s WHERE s.id = $1
"""


async def page(show: ShowFacts, query: HistoryQuery) -> tuple[list[PriceChangeOut], str | None]:
    """Return what a show has cost, newest first, and the next cursor; raises ``BadCursor``.

    Last comes what it was opened at.
    """
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await rows(_PAGE, [show.id, before, query.limit])
    shown = [_out(change, show) for change in found]
    if len(found) == query.limit:
        return shown, _CURSORS.encode(shown[-1].id)
    return [*shown, await _opening(show)], None


async def _opening(show: ShowFacts) -> PriceChangeOut:
    (found,) = await rows(_OPENED, [show.id])
    base = {category: price.amount for category, price in show.base_prices.items()}
    prices = base if found["before"] is None else orjson.loads(found["before"])
    return PriceChangeOut(
        id=0,
        at=show.local(found["created_at"]),
        source="base",
        category=leading_category(show),
        before=None,
        after=MoneyOut(amount=prices.get(leading_category(show), 0), currency=show.rules.currency),
        prices=prices,
        multiplier=None,
        model_version=None,
        why="opened",
        reason=None,
        by=None,
    )


def _out(found: dict[str, Any], show: ShowFacts) -> PriceChangeOut:
    leading = leading_category(show)
    before, after = orjson.loads(found["before"]), orjson.loads(found["after"])
    why, reason = why_of(found["source"], found["reason"], by_somebody=found["changed_by"] is not None)

    def money(prices: dict[str, int]) -> MoneyOut:
        return MoneyOut(amount=prices.get(leading, 0), currency=show.rules.currency)

    return PriceChangeOut(
        id=found["id"],
        at=show.local(found["at"]),
        source=found["source"],
        category=leading,
        before=money(before),
        after=money(after),
        prices=after,
        multiplier=None if found["multiple"] is None else found["multiple"] / WHOLE,
        model_version=found["model_version"],
        why=why,
        reason=reason,
        by=PersonOut(id=found["changed_by"], name=found["by_name"] or "") if found["changed_by"] else None,
    )
