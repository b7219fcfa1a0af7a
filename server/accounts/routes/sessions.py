"""Signing up and in, going on, signing out."""

from sanic import HTTPResponse, Request
from sanic.response import empty

from server.accounts import attempts, emails, numbers, passwords, service
from server.accounts.errors import BadCredentials, EmailTaken, SessionEnded, TooManyAttempts, WeakPassword
from server.accounts.routes import parts
from server.accounts.schemas import Refresh, SignedIn, SignIn, SignUp
from server.core.db import transaction
from server.core.errors import Unavailable
from server.core.http.addresses import household
from server.core.http.caller import client_address
from server.core.http.language import preferred, regions
from server.core.http.metering import note
from server.core.http.operation import Router
from server.core.limits import TooManyRequests
from server.core.tokens import Caller

router = Router("accounts")


@router.operation(
    "POST", "/auth/signup", summary="Make an account and sign in", body=SignUp, returns=SignedIn, status=201,
    refusals=(EmailTaken, WeakPassword, TooManyRequests, Unavailable),
)  # fmt: skip
async def signup(request: Request, _: Caller | None, *, body: SignUp) -> HTTPResponse:
    """A link that confirms the address is mailed.

    Browsers receive the refresh token in an HttpOnly cookie only; other clients in the body.
    """
    passwords.ensure_turn()
    runtime = parts.runtime_of(request)
    address = runtime.names.of(household(client_address(request)))
    note(request, await runtime.limiter.take(runtime.settings.rate_sign_up, "sign_up", address))
    password = body.password.get_secret_value()
    await passwords.ensure_strong(password, field="password", about=(body.email, body.name))
    phone = await numbers.kept(body.phone, regions(request)) if body.phone else None
    password_hash = await passwords.hashed(password)
    async with transaction():
        user = await service.sign_up(
            body.model_copy(update={"phone": phone}), password_hash, locale=preferred(request)
        )
        await emails.ask_verification(user)
        grant = await parts.sessions_of(request).open(user, parts.device_of(request))
    return parts.signed_in(request, grant, status=201, new_device=True)


@router.operation(
    "POST", "/auth/login", summary="Sign in", body=SignIn, returns=SignedIn, headers=parts.DEVICE_HEADER,
    refusals=(BadCredentials, TooManyAttempts, Unavailable),
)  # fmt: skip
async def login(request: Request, _: Caller | None, *, body: SignIn) -> HTTPResponse:
    """Opens a session on this device.

    Attempts at one account and from one address are slowed down; a device that signed in before has a count
    of its own, so that nobody is kept out by others who try.
    """
    password = body.password.get_secret_value()
    attempt = attempts.Attempt(body.email, password, client_address(request), parts.device_token(request))
    user = await attempts.authenticate(parts.runtime_of(request), attempt)
    better = await passwords.hashed(password) if passwords.is_outdated(user.password_hash) else None
    async with transaction():
        if better is not None:
            user.password_hash = better
            await user.save(update_fields=["password_hash"])
        grant = await parts.sessions_of(request).open(user, parts.device_of(request))
    return parts.signed_in(request, grant, status=200, new_device=True)


@router.operation(
    "POST", "/auth/refresh", summary="Continue a session", body=Refresh, body_required=False,
    returns=SignedIn, refusals=(SessionEnded,),
)  # fmt: skip
async def refresh(request: Request, _: Caller | None, *, body: Refresh | None) -> HTTPResponse:
    """Rotates the refresh token. A token that comes a second time ends the whole session."""
    token = parts.refresh_token(request, body)
    if token is None:
        raise SessionEnded
    async with transaction():
        grant = await parts.sessions_of(request).refresh(token, parts.device_of(request))
    if grant is None:
        await parts.runtime_of(request).revoked.look()
        raise SessionEnded
    return parts.signed_in(request, grant, status=200, new_device=False)


@router.operation("POST", "/auth/logout", summary="Sign out", body=Refresh, body_required=False, status=204)
async def logout(request: Request, _: Caller | None, *, body: Refresh | None) -> HTTPResponse:
    """Ends the session of the refresh token; signing out twice is no error."""
    token = parts.refresh_token(request, body)
    if token is not None:
        async with transaction():
            await parts.sessions_of(request).end(token)
        await parts.runtime_of(request).revoked.look()
    response = empty()
    parts.forget_session(request, response)
    return response
