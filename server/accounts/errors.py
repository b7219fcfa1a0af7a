"""Refusals of accounts."""

from server.core.errors import DomainError


class EmailTaken(DomainError):
    """Raised when the address already has an account."""

    code = "email_taken"
    title = "This e-mail address already has an account"


class BadCredentials(DomainError):
    """Raised at sign-in when address and password do not belong together; it never says which is wrong."""

    code = "bad_credentials"
    title = "E-mail address or password is wrong"


class TooManyAttempts(DomainError):
    """Raised when signing in was tried too often; ``retry_after`` is in seconds."""

    code = "too_many_attempts"
    title = "Signing in was tried too often, please wait a moment"


class WeakPassword(DomainError):
    """Raised for a new password that is soon guessed."""

    code = "weak_password"
    title = "This password is easily guessed: please take a longer one, such as a few unrelated words"

    @classmethod
    def at(cls, field: str) -> "WeakPassword":
        """Make the refusal of one field of a body."""
        return cls(errors=[{"field": field, "code": cls.code, "message": cls.title}])


class WrongPassword(DomainError):
    """Raised when somebody who is signed in must prove it by the password, and does not."""

    code = "wrong_password"
    title = "This is not your password"

    @classmethod
    def at(cls, field: str) -> "WrongPassword":
        """Make the refusal of one field of a body."""
        return cls(errors=[{"field": field, "code": cls.code, "message": cls.title}])


class SessionEnded(DomainError):
    """Raised when a refresh token is unknown, expired, revoked, or came a second time."""

    code = "session_ended"
    title = "This session has ended, please sign in again"


class LinkGone(DomainError):
    """Raised when a link is forged, expired, was used, or was meant for something else."""

    code = "link_gone"
    title = "This link is no longer good, please ask for a new one"


class CodeGone(DomainError):
    """Raised when no code waits to be entered: it expired, was used, or was guessed at too often."""

    code = "code_gone"
    title = "This code is no longer good, please ask for a new one"


class WrongCode(DomainError):
    """Raised for a code that is not the one that was sent."""

    code = "wrong_code"
    title = "This is not the code we sent"


class PhoneNotOffered(DomainError):
    """Raised where the house sends no text messages."""

    code = "phone_not_offered"
    title = "Phone numbers are not confirmed here"


class EmailNotVerified(DomainError):
    """Raised where only accounts with a confirmed address may buy."""

    code = "email_not_verified"
    title = "Please confirm your e-mail address first: we sent you a link"


class ContactNotVerified(DomainError):
    """Raised where somebody would reserve without paying and can be reached neither by mail nor by phone."""

    code = "contact_not_verified"
    title = "Please confirm your e-mail address or phone number first"


class LastAdmin(DomainError):
    """Raised when somebody would take the last admin's role."""

    code = "last_admin"
    title = "A house needs an admin: make somebody else one first"


class NotYourAccount(DomainError):
    """Raised when a body names a user who is not the caller."""

    code = "not_your_account"
    title = "This is another person's account"
