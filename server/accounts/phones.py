"""Confirming a phone number by a code that is sent to it."""

import hmac
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import F

from server.accounts.errors import CodeGone, WrongCode
from server.accounts.models import PhoneCode, User
from server.core import outbox
from server.core.clock import now
from server.core.jobs import Job
from server.core.keys import KeyRing

LIFETIME = timedelta(minutes=10)
_MOST_ATTEMPTS = 5
_DIGITS = 6


async def ask(user: User, phone: str) -> None:
    """Have a code sent to a phone; an earlier one no longer counts. Inside a transaction."""
    await PhoneCode.filter(user_id=user.id, used_at=None).update(used_at=now())
    code = await PhoneCode.create(user=user, phone=phone, expires_at=now() + LIFETIME)
    await outbox.put(Job.SEND_PHONE_CODE, code_id=str(code.id))


def digits_of(keys: KeyRing, code_id: UUID) -> str:
    """Return the digits of a code (RFC 4226's truncation of an HMAC over its id)."""
    digest = hmac.digest(keys.derive("phone codes"), code_id.bytes, "sha256")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


async def try_code(keys: KeyRing, user_id: UUID, digits: str) -> PhoneCode | WrongCode:
    """Return the code if these are its digits, else the refusal, which the caller raises after the commit.

    A wrong guess must be counted even though it is refused. Raises ``CodeGone``. Inside a transaction.
    """
    code = (
        await PhoneCode.filter(user_id=user_id, used_at=None)
        .order_by("-created_at")
        .select_for_update()
        .first()
    )
    if code is None or code.expires_at <= now() or code.attempts >= _MOST_ATTEMPTS:
        raise CodeGone
    if not hmac.compare_digest(digits.encode(), digits_of(keys, code.id).encode()):
        await PhoneCode.filter(id=code.id).update(attempts=F("attempts") + 1)
        return WrongCode()
    await PhoneCode.filter(id=code.id).update(used_at=now())
    return code
