"""What proves who somebody is without a password: links by mail, codes by phone."""

from sanic import HTTPResponse, Request
from sanic.response import empty

from server.accounts import attempts, emails, links, numbers, phones, service
from server.accounts.errors import (
    CodeGone,
    EmailTaken,
    LinkGone,
    PhoneNotOffered,
    WeakPassword,
    WrongCode,
)
from server.accounts.models import LinkPurpose, User
from server.accounts.routes import parts
from server.accounts.schemas import Code, Forgot, PhoneToVerify, Reset, Token, UserOut, Verified
from server.core.clock import now
from server.core.db import transaction
from server.core.http.addresses import household
from server.core.http.caller import Guard, client_address
from server.core.http.language import regions
from server.core.http.operation import Router
from server.core.limits import TooManyRequests
from server.core.tokens import Caller

router = Router("accounts")


@router.operation(
    "POST", "/auth/verify", summary="Follow a link that proves an address", body=Token, returns=Verified,
    refusals=(LinkGone, EmailTaken),
)  # fmt: skip
async def verify(request: Request, _: Caller | None, *, body: Token) -> Verified:
    """Works on any device, signed in or not: whoever reads the mail has the address."""
    async with transaction():
        proven = await emails.verify(parts.runtime_of(request).keys, body.token)
    return Verified(email=proven.user.email, former_email=proven.former_email)


@router.operation(
    "POST", "/auth/verify/send", summary="Have the link mailed again", status=204, guard=Guard.SIGNED_IN,
    refusals=(TooManyRequests,),
)  # fmt: skip
async def send_verification(request: Request, caller: Caller) -> HTTPResponse:
    """Sends nothing when the address is confirmed already."""
    user = await service.get_user(caller.user_id)
    if user.email_verified_at is None:
        await _count_mail(request, user.email)
        async with transaction():
            await emails.ask_verification(user)
    return empty()


@router.operation(
    "POST", "/auth/forgot", summary="Ask for a link that sets a new password", body=Forgot, status=204,
    refusals=(TooManyRequests,),
)  # fmt: skip
async def forgot(request: Request, _: Caller | None, *, body: Forgot) -> HTTPResponse:
    """The answer is the same, and as soon, whether the address has an account or not."""
    await _count_mail(request, body.email)
    async with transaction():
        await emails.ask_reset(body.email)
    return empty()


@router.operation(
    "POST", "/auth/reset", summary="Set a new password by a mailed link", body=Reset, status=204,
    refusals=(LinkGone, WeakPassword),
)  # fmt: skip
async def reset(request: Request, _: Caller | None, *, body: Reset) -> HTTPResponse:
    """Ends every session of the account, and confirms its address. Signing in comes after it."""
    runtime = parts.runtime_of(request)
    owner: User = await links.look(runtime.keys, body.token, LinkPurpose.RESET_PASSWORD)
    password_hash = await parts.changed(owner, body.password.get_secret_value(), field="password")
    async with transaction():
        user = await emails.reset(runtime.keys, body.token, password_hash)
    await runtime.revoked.look()
    await attempts.forgive(runtime, user.id, user.email)
    return empty()


@router.operation(
    "POST", "/auth/phone", summary="Have a code sent to a phone", body=PhoneToVerify, status=204,
    guard=Guard.SIGNED_IN, refusals=(PhoneNotOffered, TooManyRequests),
)  # fmt: skip
async def ask_code(request: Request, caller: Caller, *, body: PhoneToVerify) -> HTTPResponse:
    """Six digits, good for ten minutes and five attempts; an earlier code no longer counts."""
    runtime = parts.runtime_of(request)
    if runtime.settings.sms_channel == "off":
        raise PhoneNotOffered
    rate = runtime.settings.rate_code
    phone = await numbers.kept(body.phone, regions(request))
    await runtime.limiter.take(rate, "code_account", str(caller.user_id))
    await runtime.limiter.take(rate, "code_phone", runtime.names.of(phone))
    async with transaction():
        await phones.ask(await service.get_user(caller.user_id), phone)
    return empty()


@router.operation(
    "POST", "/auth/phone/verify", summary="Enter the code", body=Code, returns=UserOut, guard=Guard.SIGNED_IN,
    refusals=(CodeGone, WrongCode),
)  # fmt: skip
async def enter_code(request: Request, caller: Caller, *, body: Code) -> UserOut:
    """The phone the code was sent to becomes the account's, confirmed."""
    async with transaction():
        found = await phones.try_code(parts.runtime_of(request).keys, caller.user_id, body.code)
        if not isinstance(found, WrongCode):
            await User.filter(id=caller.user_id).update(phone=found.phone, phone_verified_at=now())
        user = await service.get_user(caller.user_id)
        roles = await service.roles_of(caller.user_id)
    if isinstance(found, WrongCode):
        raise found
    return parts.user_out(user, roles)


async def _count_mail(request: Request, email: str) -> None:
    runtime = parts.runtime_of(request)
    address = runtime.names.of(household(client_address(request)))
    await runtime.limiter.take(runtime.settings.rate_mail_address, "mail_address", address)
    await runtime.limiter.take(runtime.settings.rate_mail, "mail", runtime.names.of(email))
