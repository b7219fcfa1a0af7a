"""The base of every refusal a domain makes, and the refusals that belong to no domain."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A rule said no. Subclasses name the rule; the HTTP status stands in ``core.http.problems``.

    ``code`` is stable and read by clients; ``data`` is what they can act on (``seats``,
    ``retry_after``), and becomes members of the problem document.
    """

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str | None = None, **data: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.data = data


class NotFound(DomainError):
    """Raised when what was asked for does not exist, or is not the caller's to know of."""

    code = "not_found"
    title = "There is nothing here"


class NotSignedIn(DomainError):
    """Raised when an operation needs a valid access token and none came."""

    code = "not_signed_in"
    title = "Please sign in"


class NotAllowed(DomainError):
    """Raised when the caller is known and may not do this."""

    code = "not_allowed"
    title = "You may not do this"


class Malformed(DomainError):
    """Raised when a body, a query or a header cannot be read at all."""

    code = "malformed"
    title = "The request cannot be read"


class TooLarge(DomainError):
    """Raised when a body is longer than what the operation takes; the rest of it is not read."""

    code = "too_large"
    title = "The request is too large"


class Invalid(DomainError):
    """Raised when a request is well-formed and a value in it is not acceptable; ``errors`` names fields."""

    code = "invalid"
    title = "Some values are not valid"


class IdempotencyMismatch(DomainError):
    """Raised when an Idempotency-Key comes again with another request."""

    code = "idempotency_mismatch"
    title = "This Idempotency-Key was used for another request"


class Unavailable(DomainError):
    """Raised when a part of the house is down for a moment; ``retry_after`` is in seconds."""

    code = "unavailable"
    title = "This is not available for a moment"
