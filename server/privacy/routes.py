"""Routes of privacy."""

from sanic import HTTPResponse, Request
from sanic.response import empty

from server.accounts.errors import LastAdmin, TooManyAttempts, WrongPassword
from server.accounts.routes import parts
from server.accounts.service import get_user
from server.core.db import transaction
from server.core.errors import NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import JSON, Router
from server.core.limits import TooManyRequests
from server.core.tokens import Caller
from server.privacy import erasure, export
from server.privacy.errors import BookingsAhead
from server.privacy.schemas import Farewell

router = Router("privacy")

_EXPORTS = "6/hour"
"""A copy reads a dozen tables."""


@router.operation(
    "GET", "/me/export", summary="A copy of everything kept about me", guard=Guard.SIGNED_IN,
    cache="no-store", refusals=(TooManyRequests,),
)  # fmt: skip
async def my_copy(request: Request, caller: Caller) -> HTTPResponse:
    """JSON to keep: account, sessions, bookings, payments, points, messages, and what I did."""
    await parts.runtime_of(request).limiter.take(_EXPORTS, "export", str(caller.user_id))
    return HTTPResponse(
        export.as_json(await export.everything(caller.user_id)),
        content_type=JSON,
        headers={
            "Content-Disposition": 'attachment; filename="movie-magic.json"',
            "Cache-Control": "no-store",
        },
    )


@router.operation(
    "DELETE", "/me", summary="Delete my account", body=Farewell, status=204, guard=Guard.SIGNED_IN,
    refusals=(NotFound, BookingsAhead, LastAdmin, WrongPassword, TooManyAttempts),
)  # fmt: skip
async def delete_me(request: Request, caller: Caller, *, body: Farewell) -> HTTPResponse:
    """Nothing that is left names me: sales stay without a name. Bookings ahead come first."""
    user = await get_user(caller.user_id)
    await parts.ensure_theirs(request, user, body.password.get_secret_value(), field="password")
    async with transaction():
        await erasure.delete(caller, address=client_address(request))
    await parts.runtime_of(request).revoked.look()
    response = empty()
    parts.forget_session(request, response)
    return response
