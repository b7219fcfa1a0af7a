"""Who is asking: the guard of an operation, and the address behind trusted proxies."""

from enum import StrEnum

from sanic import Request

from server.core.errors import NotAllowed, NotSignedIn
from server.core.http.addresses import Client, behind_proxies
from server.core.tokens import Caller


class Guard(StrEnum):
    """Who may call an operation; declared at the route, checked before anything else."""

    ANYONE = "anyone"
    """The token, if one comes, must be valid; ``caller`` may be None."""
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"


_ROLES = {
    Guard.STAFF: frozenset({"staff", "manager", "admin"}),
    Guard.MANAGER: frozenset({"manager", "admin"}),
    Guard.ADMIN: frozenset({"admin"}),
}
"""The roles that one of is wanted for what is guarded so; at which theatre, the operation asks itself."""


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
    _ensure_role(caller.roles, guard)
    return caller


async def ensure_still(request: Request, caller: Caller, guard: Guard) -> None:
    """Raise ``NotAllowed`` unless the caller has a role for the guard now, whatever their token says.

    A token lives for minutes; a role that was taken a moment ago counts no more.
    """
    if guard in _ROLES:
        _ensure_role(await request.app.ctx.runtime.roles_now(caller.user_id), guard)


def _ensure_role(roles: frozenset[str], guard: Guard) -> None:
    wanted = _ROLES.get(guard)
    if wanted is not None and not roles & wanted:
        raise NotAllowed


def client_address(request: Request) -> str:
    """Return the client's address, seen through the proxies of ``TRUSTED_PROXIES``."""
    known: str | None = getattr(request.ctx, "client_address", None)
    if known is None:
        known = request.ctx.client_address = _client(request).address[:45]
    return known


def _client(request: Request) -> Client:
    lines = request.headers.getall("x-forwarded-for", [])
    return behind_proxies(request.ip or "", lines, request.app.ctx.runtime.settings.trusted_proxies)


_FORWARDING = frozenset(
    {"forwarded", "via", "client-ip", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-host",
     "x-original-for", "x-envoy-external-address", "true-client-ip", "cf-connecting-ip", "cf-ray", "cdn-loop",
     "fastly-client-ip", "fly-client-ip", "x-azure-clientip", "x-arr-ssl"}
)  # fmt: skip
"""What proxies and networks of caches add, besides ``X-Forwarded-…``."""


def came_unknown(request: Request) -> bool:
    """Tell whether a proxy passed this request on and its client could be anybody.

    Its client is known where the proxy is one of ``TRUSTED_PROXIES`` and says in ``X-Forwarded-For`` from
    whom it has the request. Any other header of a proxy says that there was one, and not for whom it spoke.
    """
    forwarded = any(name in _FORWARDING or name.startswith("x-forwarded") for name in request.headers)
    return forwarded and not _client(request).is_named
