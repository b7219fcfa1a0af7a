"""A customer's points as a list."""

from uuid import UUID

from server.core import cursor as cursors
from server.loyalty.models import PointsEntry

_CURSORS = cursors.Cursors("points", cursors.BIGINT)


async def list_entries(
    user_id: UUID, *, cursor: str | None, limit: int
) -> tuple[list[PointsEntry], str | None]:
    """Return one page of a customer's entries, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = PointsEntry.filter(user_id=user_id)
    if after := _CURSORS.decode(cursor):
        chosen = chosen.filter(id__lt=after[0])
    found = await chosen.order_by("-id").limit(limit + 1)
    page = found[:limit]
    return page, _CURSORS.encode(page[-1].id) if len(found) > limit else None
