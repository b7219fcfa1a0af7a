"""Refusals of planning; ``errors`` names the fields of the form in which each can be put right."""

from datetime import datetime

from server.core.errors import DomainError
from server.planning.faults import fault


class NameTaken(DomainError):
    """Raised when another film, theatre or screen has the slug or name; ``errors`` says in which field."""

    code = "name_taken"
    title = "Another one has this name"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, errors=[fault(field, "taken", detail)])


class ScreenTaken(DomainError):
    """Raised when another show is on the screen at the time; ``show`` says which and from when to when."""

    code = "screen_taken"
    title = "Another show is on this screen at this time"

    def __init__(
        self, *, show_id: int, movie_title: str, starts_at: datetime, ends_at: datetime, free_at: datetime
    ) -> None:
        message = f"{movie_title} is on this screen from {starts_at:%H:%M} to {ends_at:%H:%M}"
        super().__init__(
            f"{message}, and it is free again at {free_at:%H:%M}",
            show={
                "id": show_id,
                "movie_title": movie_title,
                "starts_at": starts_at.isoformat(),
                "ends_at": ends_at.isoformat(),
                "free_at": free_at.isoformat(),
            },
            errors=[fault("starts_at", self.code, message)],
        )


class ShowHasTickets(DomainError):
    """Raised when what customers bought a show for is to change and there are live tickets; ``tickets``."""

    code = "show_has_tickets"
    title = "Tickets for this show are sold or reserved"

    def __init__(self, fields: list[str], tickets: int) -> None:
        message = f"{tickets} tickets are sold or reserved for the show as it is"
        super().__init__(
            f"{message}; cancel it, or wait until they are given back",
            tickets=tickets,
            errors=[fault(field, self.code, message) for field in fields],
        )


class ShowIsCancelled(DomainError):
    """Raised when a cancelled show is to be changed: its customers were told that it is not."""

    code = "show_cancelled"
    title = "This show is cancelled"


class StillUsed(DomainError):
    """Raised when what is to be deleted is referred to; ``used_by`` says by what and how often."""

    code = "still_used"
    title = "This is still used"

    def __init__(self, **used_by: int) -> None:
        found = {name: count for name, count in used_by.items() if count}
        told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.items())
        super().__init__(f"It cannot be deleted: used by {told or 'something else'}", used_by=found)
