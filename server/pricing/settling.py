"""Settling prices: after anything that may change what a show costs, the change is written down and told.

Whoever changes an override, a multiple, the rules or a base price calls ``settle`` in the same transaction.
It finds what the show costs now, compares it with what it last cost, writes one row of history for a change,
and has those who watch the show told.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import orjson

from server.core import outbox
from server.core.clock import now
from server.core.db import rows
from server.core.jobs import Job
from server.pricing.current import CurrentPrice, current_prices
from server.venues.shows import ShowFacts, read_shows

_LOCK = "SELECT show_id, shown FROM show_pricing WHERE show_id = ANY($1) ORDER BY show_id FOR UPDATE"
_ENSURE = """
    INSERT INTO show_pricing (show_id, shown_source) SELECT id, 'base' FROM unnest($1::int[]) AS s(id)
    ON CONFLICT DO NOTHING
"""
_NOTE = """
    INSERT INTO price_changes
        (show_id, at, source, before, after, multiple, model_version, reason, changed_by)
    SELECT show_id, $7, source, before::jsonb, after::jsonb, multiple, model_version, $8, $9
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[])
        AS c(show_id, source, before, after, multiple, model_version)
"""
_SHOWN = """
    UPDATE show_pricing p SET shown = c.shown::jsonb, shown_source = c.source
    FROM unnest($1::int[], $2::text[], $3::text[]) AS c(show_id, source, shown)
    WHERE p.show_id = c.show_id
"""


async def lock(show_ids: Sequence[int]) -> None:
    """Have nobody else change the prices of these shows until the transaction ends; in the shows' order."""
    await rows(_ENSURE, [sorted(show_ids)])
    await rows(_LOCK, [sorted(show_ids)])


async def settle(
    show_ids: Sequence[int],
    *,
    reason: str,
    changed_by: UUID | None = None,
    cost: Mapping[int, Mapping[str, int]] | None = None,
) -> list[int]:
    """Write down and tell what changed of these shows' prices; return the shows that changed.

    Inside the transaction of what may have changed them, after it. Safe twice: what did not change is not
    written. ``cost`` is what shows cost before by their base prices, for whoever changes those: of a show
    whose price never departed from its base nothing else is written down.
    """
    await rows(_ENSURE, [sorted(show_ids)])
    last = {found["show_id"]: found["shown"] for found in await rows(_LOCK, [sorted(show_ids)])}
    facts = await read_shows(list(last))
    at = now()
    changed: list[tuple[ShowFacts, Mapping[str, CurrentPrice], dict[str, int]]] = []
    for show in facts.values():
        prices = current_prices(show, at=at)
        shown = last[show.id]
        if shown is not None:
            before = orjson.loads(shown)
        elif cost is not None and show.id in cost:
            before = dict(cost[show.id])
        else:
            before = {category: base.amount for category, base in show.base_prices.items()}
        if amounts(prices) != before:
            changed.append((show, prices, before))
    if not changed:
        return []
    ids = [show.id for show, _, _ in changed]
    sources = [source_of(prices) for _, prices, _ in changed]
    after = [orjson.dumps(amounts(prices)).decode() for _, prices, _ in changed]
    by_model = [source == "ml" for source in sources]
    await rows(
        _NOTE,
        [
            ids,
            sources,
            [orjson.dumps(before).decode() for _, _, before in changed],
            after,
            [
                show.asking.multiple if ml else None
                for (show, _, _), ml in zip(changed, by_model, strict=True)
            ],
            [
                show.asking.model_version if ml else None
                for (show, _, _), ml in zip(changed, by_model, strict=True)
            ],
            at,
            reason[:300],
            changed_by,
        ],
    )
    await rows(_SHOWN, [ids, sources, after])
    await outbox.put_all((Job.PUBLISH_PRICES, {"show_id": show_id}) for show_id in ids)
    return ids


def amounts(prices: Mapping[str, CurrentPrice]) -> dict[str, int]:
    """Return prices by category in minor units."""
    return {category: current.price.amount for category, current in prices.items()}


def source_of(prices: Mapping[str, CurrentPrice]) -> str:
    """Return where prices come from; all categories of a show have one source."""
    return next((current.source for current in prices.values()), "base")
