"""Wire shapes of accounts."""

import re
import unicodedata
from typing import Annotated, Any, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from server.accounts.models import Role
from server.core.text import Text
from server.core.wire import Cursor, Moment, Page, Query, Wire

_SHORTEST_PASSWORD = 10
_LONGEST_EMAIL = 254


def _address(text: str) -> str:
    """Return an address in its one form: lower case, and the host in ASCII, which shows look-alikes.

    Nothing is composed or folded before: letters that only look like others are refused. The host in ASCII is
    longer than it was, and is counted as it is kept.
    """
    try:
        kept = str(validate_email(text, check_deliverability=False, allow_smtputf8=False).ascii_email).lower()
    except EmailNotValidError as error:
        raise PydanticCustomError("not_an_email", "This is not an e-mail address") from error
    if len(kept) > _LONGEST_EMAIL:
        raise PydanticKnownError("string_too_long", {"max_length": _LONGEST_EMAIL})
    return kept


def _six_digits(text: str) -> str:
    """Return a code as it was sent, however it was copied: ``123 456`` and ``123-456`` are one."""
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in re.sub(r"[\s\u2010-\u2015-]", "", text))
    if not re.fullmatch("[0-9]{6}", digits):
        raise PydanticCustomError("not_a_code", "The code has six digits")
    return digits


def _without_marks(typed: Any) -> Any:
    """Leave out the marks of direction that address books put around a number, which nobody sees."""
    if not isinstance(typed, str):
        return typed
    return "".join(letter for letter in typed if unicodedata.category(letter) != "Cf")


Email = Annotated[
    str,
    Field(max_length=_LONGEST_EMAIL),
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": _LONGEST_EMAIL}),
]
NewPassword = Annotated[SecretStr, Field(min_length=_SHORTEST_PASSWORD, max_length=200)]

OldPassword = Annotated[SecretStr, Field(min_length=1, max_length=200)]
Name = Annotated[str, Text(120)]
Phone = Annotated[
    str,
    BeforeValidator(_without_marks),
    Text(40, least=0),
    Field(description="As people write it; kept in E.164, so with its country from abroad"),
]
Locale = Literal["en", "hi", "te"]
Reason = Annotated[str, Text(300, least=3)]


class SignUp(Wire):
    """A new account."""

    email: Email
    password: NewPassword
    name: Name
    phone: Phone | None = None


class SignIn(Wire):
    """Credentials of an account."""

    email: Email
    password: OldPassword


class Refresh(Wire):
    """The refresh token of a client that keeps it itself; browsers send their cookie instead."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class Forgot(Wire):
    """The address of an account whose password is forgotten."""

    email: Email


class Token(Wire):
    """The token of a mailed link."""

    token: Annotated[str, Field(min_length=1, max_length=2000)]


class Reset(Token):
    """The token of a mailed link, and the password to have from now on."""

    password: NewPassword


class PasswordChange(Wire):
    """The password there is, and the one to have from now on."""

    current_password: OldPassword
    password: NewPassword


class EmailChange(Wire):
    """A new address, and the proof that it is the owner who wants it."""

    email: Email
    password: OldPassword


class PhoneToVerify(Wire):
    """The number a code is to be sent to."""

    phone: Phone


class Code(Wire):
    """The digits that were sent."""

    code: Annotated[str, Text(20, form=_six_digits)]


class UserOut(Wire):
    """An account as its owner sees it."""

    id: UUID
    email: str
    name: str
    phone: str | None
    roles: list[str]
    email_verified: bool
    phone_verified: bool
    locale: str


class Verified(Wire):
    """The address that is proven now, and the one before it where it was changed."""

    email: str
    former_email: str | None


class UserChange(Wire):
    """What a customer may change; a field left out stays."""

    name: Name | None = None
    phone: Phone | None = None
    locale: Locale | None = None


class SignedIn(Wire):
    """A signed-in session.

    ``refresh_token`` and ``device_token`` are null for browsers, which hold them in HttpOnly cookies; other
    clients keep both, and send the second as ``X-Device-Token`` when they sign in again.
    """

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 # the scheme's name
    expires_in: Annotated[int, Field(description="Seconds")]
    refresh_token: str | None
    device_token: str | None
    user: UserOut


class SessionOut(Wire):
    """A sign-in on one device."""

    id: UUID
    device: Annotated[str, Field(description="Browser and system, as far as the device says")]
    address: str
    created_at: Moment
    last_seen_at: Moment
    current: Annotated[bool, Field(description="Whether this request comes from it")]


class SessionList(Wire):
    """Where an account is signed in, the place seen last first."""

    items: list[SessionOut]


class WhichSessions(Query):
    """Which sessions are meant."""

    others: Annotated[bool, Field(description="All but the one that asks")] = False


class GrantIn(Wire):
    """A role, at one theatre or (null) at all of them."""

    role: Literal[Role.STAFF, Role.MANAGER, Role.ADMIN]
    theatre_id: Annotated[int | None, Field(ge=1, le=999_999_999)] = None

    @model_validator(mode="after")
    def _admins_are_everywhere(self) -> "GrantIn":
        if self.role is Role.ADMIN and self.theatre_id is not None:
            raise ValueError("an admin is one for the whole house: leave theatre_id out")
        return self


class GrantOut(Wire):
    """A role, at one theatre or (null) at all of them."""

    role: str
    theatre_id: int | None


class RolesChange(Wire):
    """All roles somebody is to have beyond customer, and why."""

    grants: Annotated[list[GrantIn], Field(max_length=100)]
    reason: Reason


class Why(Wire):
    """Why it is done."""

    reason: Reason


class PersonOut(Wire):
    """An account as the house sees it."""

    id: UUID
    email: str
    name: str
    phone: str | None
    locale: str
    email_verified: bool
    created_at: Moment
    deleted_at: Moment | None
    grants: list[GrantOut]


class PersonList(Page[PersonOut]):
    """People, newest first."""


class PeopleQuery(Query):
    """Which people."""

    q: Annotated[str | None, Field(max_length=120, description="Part of a name or an address")] = None
    role: Literal[Role.STAFF, Role.MANAGER, Role.ADMIN] | None = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Ended(Wire):
    """How many sessions were ended."""

    ended: int
