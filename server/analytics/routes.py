"""Routes of figures."""

from sanic import Request

from server.accounts.scope import managed_theatres
from server.analytics.schemas import Today
from server.analytics.today import recent_today
from server.core.http.caller import Guard
from server.core.http.operation import Router
from server.core.tokens import Caller

router = Router("analytics")


@router.operation(
    "GET", "/admin/analytics/today", summary="The day so far", returns=Today, guard=Guard.MANAGER,
    cache="no-store",
)  # fmt: skip
async def today(_: Request, caller: Caller) -> Today:
    """Sales, refunds and occupancy of each theatre's own day, at most three seconds old; a manager's own."""
    return await recent_today(await managed_theatres(caller))
