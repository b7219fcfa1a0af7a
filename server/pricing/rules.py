"""The rules of each theatre's prices, and the kill switch among them."""

from typing import Any
from uuid import UUID

from server.core import audit, outbox
from server.core.db import rows, transaction
from server.core.errors import NotFound
from server.core.jobs import Job
from server.core.tokens import Caller
from server.pricing.schemas import RulesIn, RulesOut
from server.pricing.settling import settle
from server.pricing.why import RULES
from server.venues.asking import WHOLE
from server.venues.models import PriceRules

_LIST = """
    SELECT t.id AS theatre_id, t.name AS theatre_name, c.name AS city, t.currency,
           r.automatic, r.floor, r.ceiling, r.step, r.interval_minutes, r.unit, r.hold_out
    FROM theatres t JOIN cities c ON c.id = t.city_id LEFT JOIN price_rules r ON r.theatre_id = t.id
    WHERE ($1::int[] IS NULL OR t.id = ANY($1)) ORDER BY c.name, t.name, t.id
"""
_BATCH = 200
_SHARES = ("floor", "ceiling", "step", "hold_out")


async def listed(theatre_ids: list[int] | None = None) -> list[RulesOut]:
    """Return the rules of these theatres, or of all."""
    return [_out(found) for found in await rows(_LIST, [theatre_ids])]


async def get(theatre_id: int) -> RulesOut:
    """Return the rules of a theatre; raises ``NotFound``."""
    found = await listed([theatre_id])
    if not found:
        raise NotFound("There is no such theatre")
    return found[0]


async def change(theatre_id: int, wanted: RulesIn, *, caller: Caller, address: str) -> RulesOut:
    """Set a theatre's rules, inside a transaction; raises ``NotFound``.

    What is asked follows at once: whoever looks reads the rules with the show. Written down and told it is by
    a job, as a theatre may have thousands of shows on sale.
    """
    before = await get(theatre_id)
    values = wanted.model_dump(exclude={"reason"})
    stored = {name: round(value * WHOLE) if name in _SHARES else value for name, value in values.items()}
    await PriceRules.update_or_create(defaults=stored, theatre_id=theatre_id)
    after = await get(theatre_id)
    await audit.record(
        caller, "price.rules", f"theatre:{theatre_id}", before=before.model_dump(mode="json"),
        after=after.model_dump(mode="json"), reason=wanted.reason, address=address,
    )  # fmt: skip
    await outbox.put(
        Job.SETTLE_THEATRE_PRICES, theatre_id=theatre_id,
        reason=wanted.reason or RULES, changed_by=str(caller.user_id),
    )  # fmt: skip
    return after


async def settle_theatre(theatre_id: int, *, reason: str, changed_by: str | None) -> None:
    """Write down and tell what changed of a theatre's prices, a few shows a transaction. Safe twice."""
    after = 0
    while show_ids := await _next(theatre_id, after=after):
        async with transaction():
            await settle(show_ids, reason=reason, changed_by=UUID(changed_by) if changed_by else None)
        after = show_ids[-1]


async def _next(theatre_id: int, *, after: int) -> list[int]:
    found = await rows(
        "SELECT p.show_id FROM show_pricing p JOIN shows s ON s.id = p.show_id "
        "WHERE s.theatre_id = $1 AND s.sales_close_at > now() AND p.show_id > $2 ORDER BY p.show_id LIMIT $3",
        [theatre_id, after, _BATCH],
    )
    return [one["show_id"] for one in found]


def _out(found: dict[str, Any]) -> RulesOut:
    unsaid = PriceRules()
    values = {
        name: getattr(unsaid, name) if found[name] is None else found[name]
        for name in ("automatic", "floor", "ceiling", "step", "interval_minutes", "unit", "hold_out")
    }
    shares = {name: values[name] / WHOLE for name in _SHARES}
    return RulesOut.model_validate(found | values | shares)
