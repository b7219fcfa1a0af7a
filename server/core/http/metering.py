"""Every request is counted: by its address before anything else, then by account and by hold token."""

from sanic import Request

from server.core.http.addresses import household
from server.core.http.caller import client_address
from server.core.limits import Standing
from server.core.runtime import Runtime
from server.core.tokens import Caller

HOLD_TOKEN = "X-Hold-Token"  # noqa: S105 # the name of a header


def count_address(request: Request) -> None:
    """Count a request by where it comes from; raises ``TooManyRequests``."""
    runtime: Runtime = request.app.ctx.runtime
    name = runtime.names.of(household(client_address(request)))
    note(request, runtime.meters.address.take(name))


def count_caller(request: Request, caller: Caller | None) -> None:
    """Count a request by who sends it; raises ``TooManyRequests``."""
    runtime: Runtime = request.app.ctx.runtime
    if caller is not None:
        note(request, runtime.meters.account.take(str(caller.user_id)))
    if (token := request.headers.get(HOLD_TOKEN)) is not None:
        note(request, runtime.meters.hold_token.take(runtime.names.of(token)))


def note(request: Request, standing: Standing | None) -> None:
    """Keep the standing that leaves least, for the answer to say."""
    known: Standing | None = getattr(request.ctx, "standing", None)
    if standing is not None and (known is None or standing.remaining < known.remaining):
        request.ctx.standing = standing
