"""Use cases of e-tickets."""

from server.booking.service import ticket_is_valid
from server.core.errors import NotFound


async def ensure_valid(code: str) -> None:
    """Raise ``NotFound`` unless a valid or used ticket has this code."""
    if not await ticket_is_valid(code):
        raise NotFound("There is no such ticket")
