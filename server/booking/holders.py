"""The names by which the seat engine knows who holds seats; who they are stays here."""

from hashlib import sha256
from uuid import UUID


def holder_of_token(token: str) -> str:
    """Name whoever has a hold token and no account."""
    return sha256(token.encode()).hexdigest()[:32]


def holder_of_account(user_id: UUID) -> str:
    """Name an account: it is one holder, whichever browsers and tokens it uses."""
    return holder_of_token(f"account\n{user_id}")  # which no header can say


def holder_of_booking(user_id: UUID | None, hold_id: str) -> str:
    """Name whoever has a booking made from a hold; ``user_id`` is None for what was sold at the counter.

    That counts for nobody: the counter has no limits, and its customers keep their own.
    """
    return holder_of_token(f"walk-in\n{hold_id}") if user_id is None else holder_of_account(user_id)
