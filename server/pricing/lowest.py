"""The lowest price of what is on sale: "from" wherever it stands, for one show or for many.

It is the price asked now and not the base price, of a category of which the house sells any seat. Wheelchair
places and companions' seats are not what anybody may buy: wheelchair places count only where a show sells
nothing else, companions' seats never.
Prices of different currencies are never compared.
"""

import orjson

from server.core.wire import MoneyOut

LOWEST_PRICE = """
    CROSS JOIN LATERAL (
        SELECT coalesce(
            min(asked.amount) FILTER (WHERE asked.category NOT IN ('wheelchair', 'companion')),
            min(asked.amount) FILTER (WHERE asked.category <> 'companion')
        ) AS price_from,
        bool_or(asked.category NOT IN ('wheelchair', 'companion')) AS for_anybody
        FROM (
            SELECT p.category, coalesce(
                CASE WHEN v.override_until <= now() THEN NULL ELSE (v.shown ->> p.category)::int END, p.amount
            ) AS amount
            FROM show_prices p LEFT JOIN show_pricing v ON v.show_id = p.show_id,
                 (SELECT array_agg(l.seat_categories[b.seat_index + 1]) AS categories
                    FROM seat_blocks b WHERE b.show_id = s.id) kept
            WHERE p.show_id = s.id AND (l.categories ->> p.category)::int
                > coalesce(cardinality(array_positions(kept.categories, p.category::text)), 0)
        ) asked
    ) lowest
"""
"""SQL that joins ``price_from`` to a query of shows ``s`` with their layouts ``l``.

Minor units, null where nothing is sellable. What a show asks now is what was last settled (``settling``);
between the end of an override and its settling, a moment later, it is said to be the base price.
"""


def prices_from(lowest: str | None, *, home: str | None) -> list[MoneyOut]:
    """Return the lowest price in each currency from JSON of amounts by currency, that of ``home`` first."""
    amounts: dict[str, int] = orjson.loads(lowest or "{}")
    return [
        MoneyOut(amount=amounts[currency], currency=currency)
        for currency in sorted(amounts, key=lambda currency: (currency != home, currency))
    ]
