"""A customer's points as a list."""

from uuid import UUID

from server.core import cursor as cursors
from server.loyalty.models import PointsEntry


async def list_entries(
    user_id: UUID, *, cursor: str | None, limit: int
) -> tuple[list[PointsEntry], str | None]:
    """Return one page of a customer's entries, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = PointsEntry.filter(user_id=user_id)
    if after := cursors.decode(cursor, 1):
        if not isinstance(after[0], int):
            raise cursors.BadCursor
        chosen = chosen.filter(id__lt=after[0])
    found = await chosen.order_by("-id").limit(limit + 1)
    page = found[:limit]
    return page, cursors.encode(page[-1].id) if len(found) > limit else None
