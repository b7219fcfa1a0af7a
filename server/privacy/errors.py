"""Refusals of privacy."""

from server.core.errors import DomainError


class BookingsAhead(DomainError):
    """Raised when an account with bookings to come would be deleted; ``bookings`` are their references."""

    code = "bookings_ahead"
    title = "You have bookings ahead: see the films, or cancel first"
