"""Moving prices as a model recommends, within the house's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.core.db import rows
from server.pricing.settling import lock, settle

_MOVE = """
    UPDATE show_pricing p
    SET multiple = least(greatest(m.multiple, coalesce(p.multiple, 10000) - m.step),
                         coalesce(p.multiple, 10000) + m.step),
        model_version = m.version, expected_share = m.expected, moved_at = $6
    FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::float8[])
        AS m(show_id, multiple, step, version, expected)
    WHERE p.show_id = m.show_id
      AND (p.moved_at IS NULL OR p.moved_at + make_interval(mins => (
            SELECT coalesce(max(r.interval_minutes), 60) FROM shows s
            JOIN price_rules r ON r.theatre_id = s.theatre_id WHERE s.id = p.show_id)) <= $6)
    RETURNING p.show_id
"""


@dataclass(frozen=True, slots=True)
class Move:
    """One show's next multiple, basis points of the base price, and what it rests on."""

    show_id: int
    multiple: int
    step: int
    """The largest move, basis points."""
    model_version: str
    expected_share: float
    """Of the seats, that the model expects to sell."""


async def move(
    moves: Sequence[Move],
    *,
    at: datetime,
    reason: str,
    changed_by: UUID | None = None,
) -> list[int]:
    """Move prices, inside a transaction; return the shows whose prices changed.

    Whether a clock or a person asks for it: a show that was moved less than its theatre's interval ago stays,
    and no move is larger than its step. The rows are locked, so two who move at once take turns and the
    second finds that it was done.
    """
    if not moves:
        return []
    await lock([one.show_id for one in moves])
    moved = await rows(
        _MOVE,
        [
            [one.show_id for one in moves], [one.multiple for one in moves], [one.step for one in moves],
            [one.model_version for one in moves], [one.expected_share for one in moves], at,
        ],
    )  # fmt: skip
    return await settle([one["show_id"] for one in moved], reason=reason, changed_by=changed_by)


async def keep_at_base(show_ids: Sequence[int], *, reason: str) -> list[int]:
    """Take the model's multiple from shows that are to keep their base price; return which changed.

    Inside a transaction.
    """
    await lock(show_ids)
    found = await rows(
        "UPDATE show_pricing SET multiple = NULL, model_version = NULL, expected_share = NULL "
        "WHERE show_id = ANY($1) AND multiple IS NOT NULL RETURNING show_id",
        [list(show_ids)],
    )
    return await settle([one["show_id"] for one in found], reason=reason)
