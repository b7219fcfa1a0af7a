"""Refusals of accounts."""

from server.core.errors import DomainError


class EmailTaken(DomainError):
    """Raised at sign-up when the address already has an account."""

    code = "email_taken"
    title = "This e-mail address already has an account"


class BadCredentials(DomainError):
    """Raised at sign-in when address and password do not belong together; it never says which is wrong."""

    code = "bad_credentials"
    title = "E-mail address or password is wrong"


class SessionEnded(DomainError):
    """Raised when a refresh token is unknown, expired, revoked, or came a second time."""

    code = "session_ended"
    title = "This session has ended, please sign in again"


class NotYourAccount(DomainError):
    """Raised when a body names a user who is not the caller."""

    code = "not_your_account"
    title = "This is another person's account"
