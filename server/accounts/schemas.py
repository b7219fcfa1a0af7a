"""Wire shapes of accounts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, EmailStr, Field, SecretStr, StringConstraints

from server.core.wire import Wire

_SHORTEST_PASSWORD = 10


def _lower(address: str) -> str:
    return address.lower()


Email = Annotated[EmailStr, AfterValidator(_lower)]
NewPassword = Annotated[SecretStr, Field(min_length=_SHORTEST_PASSWORD, max_length=200)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{6,14}$")]
"""E.164: a plus sign, the country's code, the number."""
Locale = Literal["en", "hi", "te"]


class SignUp(Wire):
    """A new account."""

    email: Email
    password: NewPassword
    name: Name
    phone: Phone | None = None


class SignIn(Wire):
    """Credentials of an account."""

    email: Email
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class Refresh(Wire):
    """The refresh token of a client that keeps it itself; browsers send their cookie instead."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class UserOut(Wire):
    """An account as its owner sees it."""

    id: UUID
    email: str
    name: str
    phone: str | None
    roles: list[str]
    email_verified: bool
    locale: str


class UserChange(Wire):
    """What a customer may change; a field left out stays."""

    name: Name | None = None
    phone: Phone | None = None
    locale: Locale | None = None


class SignedIn(Wire):
    """A signed-in session. ``refresh_token`` is null for browsers, which hold it in an HttpOnly cookie."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 # the scheme's name
    expires_in: Annotated[int, Field(description="Seconds")]
    refresh_token: str | None
    user: UserOut
