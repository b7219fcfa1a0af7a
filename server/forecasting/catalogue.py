"""Versions of models as the house's people see them."""

from typing import Any

import orjson

from server.core.db import row, rows
from server.forecasting import versions
from server.forecasting.errors import UnknownModel
from server.forecasting.schemas import ModelDetailOut, ModelOut, PromotionOut
from server.pricing.schemas import PersonOut

# The probe and the interval's widths are for machines; a list of cards without them is a tenth as long.
_LIST = """
    SELECT version, kind, source, created_at, card - 'probe' - 'interval' - 'points' AS card
    FROM model_versions ORDER BY card->>'created_at' DESC, version
"""
_ONE = (
    "SELECT version, kind, source, created_at, card - 'probe' AS card FROM model_versions WHERE version = $1"
)
_CHANGES = """
    SELECT p.version, p.at, p.action, p.promoted_by, p.reason, u.name
    FROM model_promotions p LEFT JOIN users u ON u.id = p.promoted_by
    WHERE p.version = $1 ORDER BY p.id DESC
"""


async def listed() -> list[ModelOut]:
    """Return every version, the newest first."""
    in_use = await versions.in_use()
    return [ModelOut.model_validate(_shown(found, in_use)) for found in await rows(_LIST)]


async def detail(version: str) -> ModelDetailOut:
    """Return one version; raises ``UnknownModel``."""
    found = await row(_ONE, [version])
    if found is None:
        raise UnknownModel
    shown = _shown(found, await versions.in_use())
    card = orjson.loads(found["card"])
    return ModelDetailOut.model_validate(
        shown | {"points": card.pop("points", None), "card": card, "changes": await _changes(version)}
    )


async def _changes(version: str) -> list[PromotionOut]:
    return [
        PromotionOut(
            version=one["version"],
            at=one["at"],
            action=one["action"],
            by=PersonOut(id=one["promoted_by"], name=one["name"] or "") if one["promoted_by"] else None,
            reason=one["reason"],
        )
        for one in await rows(_CHANGES, [version])
    ]


def _shown(found: dict[str, Any], in_use: str | None) -> dict[str, Any]:
    card = orjson.loads(found["card"])
    return {
        "version": found["version"],
        "kind": found["kind"],
        "source": found["source"],
        "created_at": card.get("created_at") or found["created_at"].isoformat(),
        "in_use": found["version"] == in_use,
        "metrics": card["metrics"],
        "data": card.get("data", {}),
        "seconds": card.get("seconds"),
        "champion": card.get("champion", ""),
        "why": card.get("why", ""),
    }
