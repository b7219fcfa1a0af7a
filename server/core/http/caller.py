"""Who is asking: the guard of an operation, and the address behind trusted proxies."""

from enum import StrEnum

from sanic import Request

from server.core.errors import NotAllowed, NotSignedIn
from server.core.http.addresses import behind_proxies, within
from server.core.tokens import Caller


class Guard(StrEnum):
    """Who may call an operation; declared at the route, checked before anything else."""

    ANYONE = "anyone"
    """The token, if one comes, must be valid; ``caller`` may be None."""
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    MANAGER = "manager"
    """Managers and admins; whose theatre it is, the operation asks itself."""
    ADMIN = "admin"


def caller_of(request: Request, guard: Guard) -> Caller | None:
    """Return the caller after the guard's check; raises ``NotSignedIn`` or ``NotAllowed``."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not token:
        if guard is Guard.ANYONE:
            return None
        raise NotSignedIn
    if scheme.lower() != "bearer":
        raise NotSignedIn("The Authorization header must be Bearer followed by an access token")
    runtime = request.app.ctx.runtime
    caller: Caller = runtime.signer.verify(token.strip())
    if caller.session_id in runtime.revoked:
        raise NotSignedIn("This session was ended, please sign in again")
    if guard is Guard.STAFF and not caller.is_staff:
        raise NotAllowed
    if guard is Guard.MANAGER and not caller.roles & {"manager", "admin"}:
        raise NotAllowed
    if guard is Guard.ADMIN and "admin" not in caller.roles:
        raise NotAllowed
    return caller


def client_address(request: Request) -> str:
    """Return the client's address, seen through the proxies of ``TRUSTED_PROXIES``."""
    known: str | None = getattr(request.ctx, "client_address", None)
    if known is None:
        lines = request.headers.getall("x-forwarded-for", [])
        trusted = request.app.ctx.runtime.settings.trusted_proxies
        known = request.ctx.client_address = behind_proxies(request.ip or "", lines, trusted)[:45]
    return known


_FORWARDING = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip", "via")


def came_unknown(request: Request) -> bool:
    """Tell whether a proxy that is not trusted passed this request on: its client could be anybody."""
    if not any(name in request.headers for name in _FORWARDING):
        return False
    return not within(request.ip or "", request.app.ctx.runtime.settings.trusted_proxies)
