"""What the routes of accounts share: the device that asks, its cookies, and the answer to a sign-in."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from sanic import HTTPResponse, Request

from server.accounts import devices, passwords
from server.accounts.attempts import prove
from server.accounts.errors import WrongPassword
from server.accounts.models import User
from server.accounts.schemas import Refresh, SignedIn, UserOut
from server.accounts.sessions import Device, Grant, Sessions
from server.core.http.caller import client_address
from server.core.runtime import Runtime

_DEVICE_TOKEN = "X-Device-Token"  # noqa: S105 # the name of a header
DEVICE_HEADER = {
    _DEVICE_TOKEN: "What an earlier sign-in on this device returned, for clients without cookies"
}


def runtime_of(request: Request) -> Runtime:
    """Return what the process holds open."""
    runtime: Runtime = request.app.ctx.runtime
    return runtime


def sessions_of(request: Request) -> Sessions:
    """Return the use cases of sessions."""
    runtime = runtime_of(request)
    return Sessions(runtime.signer, refresh_lifetime=refresh_lifetime(request))


def refresh_lifetime(request: Request) -> timedelta:
    """Return how long a session lives without being continued."""
    return timedelta(days=runtime_of(request).settings.refresh_token_days)


def device_of(request: Request) -> Device:
    """Return where a request comes from."""
    return Device(user_agent=request.headers.get("user-agent", ""), address=client_address(request))


def device_token(request: Request) -> str | None:
    """Return the token of a device that signed in before."""
    sent = request.headers.get(_DEVICE_TOKEN)
    return sent if sent is not None else request.cookies.get(_cookie(request, "device"))


def refresh_token(request: Request, body: Refresh | None) -> str | None:
    """Return the refresh token, of the body or of the browser's cookie."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token
    return request.cookies.get(_cookie(request, "refresh"))


async def ensure_theirs(request: Request, user: User, password: str, *, field: str) -> None:
    """Raise ``WrongPassword``, naming the field, unless this is the user's password."""
    if not await prove(runtime_of(request), user, password):
        raise WrongPassword.at(field)


def user_out(user: User, roles: list[str]) -> UserOut:
    """Return an account as its owner sees it."""
    return UserOut(
        id=user.id,
        email=user.email,
        name=user.name,
        phone=user.phone,
        roles=roles,
        email_verified=user.email_verified_at is not None,
        phone_verified=user.phone_verified_at is not None,
        locale=user.locale,
    )


def signed_in(request: Request, grant: Grant, *, status: int, new_device: bool) -> HTTPResponse:
    """Answer a sign-in: browsers keep its secrets in cookies no script reads, others in their own store."""
    runtime = runtime_of(request)
    browser = _is_browser(request)
    device = devices.token_for(runtime.keys, grant.user.id) if new_device else None
    answer = SignedIn(
        access_token=grant.access_token,
        expires_in=int(runtime.signer.lifetime.total_seconds()),
        refresh_token=None if browser else grant.refresh_token,
        device_token=None if browser else device,
        user=user_out(grant.user, grant.roles),
    )
    response = HTTPResponse(
        answer.model_dump_json(),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    if browser:
        _keep(request, response, "refresh", grant.refresh_token, lifetime=refresh_lifetime(request))
        if device is not None:
            _keep(request, response, "device", device, lifetime=devices.LIFETIME)
    return response


def forget_session(request: Request, response: HTTPResponse) -> None:
    """Have a browser forget its session; that it was here before it may go on knowing."""
    _keep(request, response, "refresh", "", lifetime=timedelta(0))


@lru_cache(maxsize=1000)
def device_name(user_agent: str) -> str:
    """Return what somebody would call a device: browser and system, as far as it says."""
    # Imported here: it brings a thousand patterns, for those who look at their sessions.
    from ua_parser import parse

    found: Any = parse(user_agent)
    parts = [part.family for part in (found.user_agent, found.os) if part is not None]
    return " · ".join(parts) or user_agent[:60]


async def changed(user: User, password: str, *, field: str) -> str:
    """Return the hash of a new password; raises ``WeakPassword``."""
    await passwords.ensure_strong(password, field=field, about=(user.email, user.name))
    return await passwords.hashed(password)


def _is_browser(request: Request) -> bool:
    # Every current browser sends Sec-Fetch-Site or, on a page that is not served securely, Origin itself, and
    # a page's script can forge or remove neither.
    return "sec-fetch-site" in request.headers or "origin" in request.headers


def _is_secure(request: Request) -> bool:
    return runtime_of(request).settings.environment == "production"


def _cookie(request: Request, name: str) -> str:
    # The prefix has the browser refuse the cookie from any other host, and over anything but TLS.
    return f"__Host-mm_{name}" if _is_secure(request) else f"mm_{name}"


def _keep(request: Request, response: HTTPResponse, name: str, value: str, *, lifetime: timedelta) -> None:
    response.add_cookie(
        _cookie(request, name),
        value,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=_is_secure(request),
        max_age=int(lifetime.total_seconds()),
    )
