"""Who is asking: the guard of an operation, and the address behind trusted proxies."""

from enum import StrEnum

from sanic import Request

from server.core.errors import NotAllowed, NotSignedIn
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
    caller: Caller = request.app.ctx.runtime.signer.verify(token.strip())
    if guard is Guard.STAFF and not caller.is_staff:
        raise NotAllowed
    if guard is Guard.MANAGER and not caller.roles & {"manager", "admin"}:
        raise NotAllowed
    if guard is Guard.ADMIN and "admin" not in caller.roles:
        raise NotAllowed
    return caller


def client_address(request: Request) -> str:
    """Return the client's address: the last X-Forwarded-For entry not written by a trusted proxy."""
    trusted: frozenset[str] = request.app.ctx.runtime.settings.trusted_proxies
    address = request.ip or ""
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    while address in trusted and hops:
        address = hops.pop()
    return address[:45]
