"""One's own account: profile, password, address, sessions."""

from uuid import UUID

from sanic import HTTPResponse, Request
from sanic.response import empty

from server.accounts import emails, numbers, service, sessions
from server.accounts.errors import TooManyAttempts, WeakPassword, WrongPassword
from server.accounts.routes import parts
from server.accounts.schemas import (
    EmailChange,
    Ended,
    PasswordChange,
    SessionList,
    SessionOut,
    UserChange,
    UserOut,
    WhichSessions,
)
from server.core.db import transaction
from server.core.errors import NotFound, Unavailable
from server.core.http.caller import Guard
from server.core.http.language import regions
from server.core.http.operation import Router
from server.core.limits import TooManyRequests
from server.core.tokens import Caller

router = Router("accounts")


@router.operation("GET", "/me", summary="The signed-in account", returns=UserOut, guard=Guard.SIGNED_IN)
async def me(_: Request, caller: Caller) -> UserOut:
    """Returns the caller's own account."""
    return parts.user_out(await service.get_user(caller.user_id), await service.roles_of(caller.user_id))


@router.operation(
    "PATCH", "/me", summary="Change the signed-in account", body=UserChange, returns=UserOut,
    guard=Guard.SIGNED_IN,
)  # fmt: skip
async def change_me(request: Request, caller: Caller, *, body: UserChange) -> UserOut:
    """Changes the fields that are sent. Another phone number has to be confirmed again."""
    if body.phone is not None:
        body.phone = await numbers.kept(body.phone, regions(request)) if body.phone else None
    async with transaction():
        user = await service.change_user(caller.user_id, body)
        roles = await service.roles_of(caller.user_id)
    return parts.user_out(user, roles)


@router.operation(
    "POST", "/me/password", summary="Change the password", body=PasswordChange, status=204,
    guard=Guard.SIGNED_IN, refusals=(WrongPassword, WeakPassword, TooManyAttempts, Unavailable),
)  # fmt: skip
async def change_password(request: Request, caller: Caller, *, body: PasswordChange) -> HTTPResponse:
    """Ends every other session, and a mail says that it was changed."""
    user = await service.get_user(caller.user_id)
    await parts.ensure_theirs(
        request, user, body.current_password.get_secret_value(), field="current_password"
    )
    password_hash = await parts.changed(user, body.password.get_secret_value(), field="password")
    async with transaction():
        await emails.set_password(user, password_hash)
        await sessions.end_all(user.id, but=caller.session_id)
    await parts.runtime_of(request).revoked.look()
    return empty()


@router.operation(
    "POST", "/me/email", summary="Ask for another e-mail address", body=EmailChange, status=204,
    guard=Guard.SIGNED_IN, refusals=(WrongPassword, TooManyAttempts, TooManyRequests, Unavailable),
)  # fmt: skip
async def change_email(request: Request, caller: Caller, *, body: EmailChange) -> HTTPResponse:
    """The new address is mailed a link and the present one is told; nothing changes before it is followed."""
    runtime = parts.runtime_of(request)
    user = await service.get_user(caller.user_id)
    await parts.ensure_theirs(request, user, body.password.get_secret_value(), field="password")
    await runtime.limiter.take(runtime.settings.rate_mail, "mail", runtime.names.of(body.email))
    async with transaction():
        await emails.ask_change(user, body.email)
    return empty()


@router.operation(
    "GET", "/me/sessions", summary="Where the account is signed in", returns=SessionList,
    guard=Guard.SIGNED_IN, cache="no-store",
)  # fmt: skip
async def my_sessions(request: Request, caller: Caller) -> SessionList:
    """The place seen last first."""
    found = await sessions.live(caller.user_id, lifetime=parts.refresh_lifetime(request))
    return SessionList(
        items=[
            SessionOut(
                id=session.id,
                device=parts.device_name(session.user_agent),
                address=session.address,
                created_at=session.created_at,
                last_seen_at=session.last_seen_at,
                current=session.id == caller.session_id,
            )
            for session in found
        ]
    )


@router.operation(
    "DELETE", "/me/sessions/<session_id:uuid>", summary="Sign out on one device", status=204,
    guard=Guard.SIGNED_IN, refusals=(NotFound,),
)  # fmt: skip
async def end_session(request: Request, caller: Caller, *, session_id: UUID) -> HTTPResponse:
    """Its access token stops counting within a second; one that has ended is no error."""
    async with transaction():
        await sessions.end_one(caller.user_id, session_id)
    await parts.runtime_of(request).revoked.look()
    return empty()


@router.operation(
    "DELETE", "/me/sessions", summary="Sign out everywhere", query=WhichSessions, returns=Ended,
    guard=Guard.SIGNED_IN,
)  # fmt: skip
async def end_sessions(request: Request, caller: Caller, *, query: WhichSessions) -> Ended:
    """Here as well, unless only the others are meant."""
    async with transaction():
        ended = await sessions.end_all(caller.user_id, but=caller.session_id if query.others else None)
    await parts.runtime_of(request).revoked.look()
    return Ended(ended=len(ended))
