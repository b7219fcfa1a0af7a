"""Routes of accounts."""

from datetime import timedelta

from sanic import HTTPResponse, Request
from sanic.response import empty

from server.accounts import passwords, service
from server.accounts.errors import BadCredentials, EmailTaken, SessionEnded
from server.accounts.models import User
from server.accounts.schemas import Refresh, SignedIn, SignIn, SignUp, UserChange, UserOut
from server.accounts.service import Device, Grant, Sessions
from server.core.db import transaction
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Router
from server.core.runtime import Runtime
from server.core.tokens import Caller

router = Router("accounts")

COOKIE = "mm_refresh"


@router.operation(
    "POST", "/auth/signup", summary="Make an account and sign in", body=SignUp, returns=SignedIn, status=201,
    refusals=(EmailTaken,),
)  # fmt: skip
async def signup(request: Request, _: Caller | None, *, body: SignUp) -> HTTPResponse:
    """Browsers receive the refresh token in an HttpOnly cookie only; other clients in the body."""
    password_hash = await passwords.hashed(body.password.get_secret_value())
    async with transaction():
        user = await service.sign_up(body, password_hash)
        grant = await _sessions(request).open(user, _device(request))
    return _signed_in(request, grant, status=201)


@router.operation(
    "POST", "/auth/login", summary="Sign in", body=SignIn, returns=SignedIn, refusals=(BadCredentials,)
)
async def login(request: Request, _: Caller | None, *, body: SignIn) -> HTTPResponse:
    """Opens a session on this device."""
    user = await service.authenticate(body.email, body.password.get_secret_value())
    async with transaction():
        grant = await _sessions(request).open(user, _device(request))
    return _signed_in(request, grant, status=200)


@router.operation(
    "POST", "/auth/refresh", summary="Continue a session", body=Refresh, body_required=False,
    returns=SignedIn, refusals=(SessionEnded,),
)  # fmt: skip
async def refresh(request: Request, _: Caller | None, *, body: Refresh | None) -> HTTPResponse:
    """Rotates the refresh token. A token that comes a second time ends the whole session."""
    token = _refresh_token(request, body)
    if token is None:
        raise SessionEnded
    async with transaction():
        grant = await _sessions(request).refresh(token)
    if grant is None:
        raise SessionEnded
    return _signed_in(request, grant, status=200)


@router.operation("POST", "/auth/logout", summary="Sign out", body=Refresh, body_required=False, status=204)
async def logout(request: Request, _: Caller | None, *, body: Refresh | None) -> HTTPResponse:
    """Ends the session of the refresh token; signing out twice is no error."""
    token = _refresh_token(request, body)
    if token is not None:
        async with transaction():
            await _sessions(request).end(token)
    response = empty()
    _set_cookie(request, response, "", seconds=0)
    return response


@router.operation("GET", "/me", summary="The signed-in account", returns=UserOut, guard=Guard.SIGNED_IN)
async def me(_: Request, caller: Caller) -> UserOut:
    """Returns the caller's own account."""
    return _user_out(await service.get_user(caller.user_id), await service.roles_of(caller.user_id))


@router.operation(
    "PATCH", "/me", summary="Change the signed-in account", body=UserChange, returns=UserOut,
    guard=Guard.SIGNED_IN,
)  # fmt: skip
async def change_me(_: Request, caller: Caller, *, body: UserChange) -> UserOut:
    """Changes the fields that are sent."""
    async with transaction():
        user = await service.change_user(caller.user_id, body)
        roles = await service.roles_of(caller.user_id)
    return _user_out(user, roles)


def _sessions(request: Request) -> Sessions:
    runtime: Runtime = request.app.ctx.runtime
    return Sessions(runtime.signer, refresh_lifetime=timedelta(days=runtime.settings.refresh_token_days))


def _device(request: Request) -> Device:
    return Device(user_agent=request.headers.get("user-agent", ""), address=client_address(request))


def _is_browser(request: Request) -> bool:
    # Every current browser sends Sec-Fetch-Site itself, and a page's script cannot forge or remove it.
    return "sec-fetch-site" in request.headers


def _secure(request: Request) -> bool:
    settings = request.app.ctx.runtime.settings
    return bool(settings.environment == "production")


def _refresh_token(request: Request, body: Refresh | None) -> str | None:
    if body is not None and body.refresh_token is not None:
        return body.refresh_token
    return request.cookies.get(COOKIE)


def _user_out(user: User, roles: list[str]) -> UserOut:
    return UserOut(
        id=user.id,
        email=user.email,
        name=user.name,
        phone=user.phone,
        roles=roles,
        email_verified=user.email_verified_at is not None,
        locale=user.locale,
    )


def _signed_in(request: Request, grant: Grant, *, status: int) -> HTTPResponse:
    runtime: Runtime = request.app.ctx.runtime
    browser = _is_browser(request)
    answer = SignedIn(
        access_token=grant.access_token,
        expires_in=int(runtime.signer.lifetime.total_seconds()),
        refresh_token=None if browser else grant.refresh_token,
        user=_user_out(grant.user, grant.roles),
    )
    response = HTTPResponse(
        answer.model_dump_json(),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    if browser:
        seconds = runtime.settings.refresh_token_days * 86400
        _set_cookie(request, response, grant.refresh_token, seconds=seconds)
    return response


def _set_cookie(request: Request, response: HTTPResponse, value: str, *, seconds: int) -> None:
    response.add_cookie(
        COOKIE,
        value,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=_secure(request),
        max_age=seconds,
    )
