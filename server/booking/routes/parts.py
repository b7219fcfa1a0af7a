"""What the routes of booking share: who shops, the process's use cases, and requests that have one effect."""

from sanic import Request

from server.booking.checkout import Checkout
from server.booking.holds import HoldDesk, Shopper
from server.booking.till import Till
from server.core import idempotency
from server.core.errors import Malformed
from server.core.http.caller import client_address
from server.core.http.metering import HOLD_TOKEN
from server.core.http.operation import Reply
from server.core.runtime import Runtime
from server.core.tokens import Caller

TOKEN_HEADER = {HOLD_TOKEN: "The browser's hold token, as the first hold returned it"}
KEY_HEADER = {idempotency.HEADER: "Makes a repeated request safe: one key, one effect, one answer for a day"}
_LONGEST_TOKEN = 100


def desk_of(request: Request) -> HoldDesk:
    """Return the process's use cases of holds."""
    desk: HoldDesk = request.app.ctx.hold_desk
    return desk


def till_of(request: Request) -> Till:
    """Return the process's use cases of money."""
    till: Till = request.app.ctx.till
    return till


def checkout_of(request: Request) -> Checkout:
    """Return the use case of booking."""
    runtime: Runtime = request.app.ctx.runtime
    return Checkout(desk_of(request), till_of(request), runtime.settings)


def shopper_of(request: Request, caller: Caller | None) -> Shopper:
    """Return who is shopping; raises ``Malformed`` for a token this house never gave."""
    token = request.headers.get(HOLD_TOKEN)
    if token is not None and not (0 < len(token) <= _LONGEST_TOKEN and token.isprintable()):
        raise Malformed(f"{HOLD_TOKEN} must be 1 to {_LONGEST_TOKEN} printable characters")
    return Shopper.of(token, caller, client_address(request))


def key_of(request: Request) -> str | None:
    """Return the request's Idempotency-Key; raises ``Malformed`` for an unusable one."""
    return idempotency.check(request.headers.get(idempotency.HEADER))


def one_effect(request: Request, caller: Caller | None) -> idempotency.Request:
    """Return this request as one that has one effect however often it comes with its key."""
    whose = caller.user_id if caller else f"at {client_address(request)}"
    return idempotency.Request.of(
        whose, key_of(request), request.method, request.path, (request.body or b"").hex()
    )


def stored_reply(answer: idempotency.Answer) -> Reply:
    """Send an answer as it was stored."""
    return Reply(answer.body, status=answer.status)
