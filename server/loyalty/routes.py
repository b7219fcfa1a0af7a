"""Routes of points."""

from sanic import Request

from server.core.cursor import BadCursor
from server.core.http.caller import Guard
from server.core.http.operation import Router
from server.core.tokens import Caller
from server.loyalty import queries, service
from server.loyalty.schemas import PointsEntryOut, PointsOut, PointsQuery

router = Router("loyalty")


@router.operation(
    "GET", "/me/points", summary="The caller's points", query=PointsQuery, returns=PointsOut,
    guard=Guard.SIGNED_IN, refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def my_points(_: Request, caller: Caller, *, query: PointsQuery) -> PointsOut:
    """What can be spent, what is coming, and what moved them, newest first."""
    entries, cursor = await queries.list_entries(caller.user_id, cursor=query.cursor, limit=query.limit)
    points = await service.points_of(caller.user_id)
    return PointsOut(
        balance=points.balance,
        coming=points.coming,
        items=[PointsEntryOut.model_validate(entry) for entry in entries],
        next_cursor=cursor,
    )
