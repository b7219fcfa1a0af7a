"""Refusals of promotions."""

from typing import Literal

from server.core.errors import DomainError

Why = Literal["not_started", "ended", "inactive", "theatre", "movie", "min_seats", "first_booking", "account"]

_SENTENCES: dict[Why, str] = {
    "not_started": "This promotion has not begun yet",
    "ended": "This promotion has ended",
    "inactive": "This promotion is no longer offered",
    "theatre": "This promotion does not count at this theatre",
    "movie": "This promotion does not count for this film",
    "min_seats": "This promotion is for {min_seats} seats or more",
    "first_booking": "This promotion is for a first booking only",
    "account": "This promotion is for customers with an account",
}


class UnknownPromotion(DomainError):
    """Raised when no promotion has this code."""

    code = "unknown_promotion"
    title = "There is no such promotion"


class PromotionNotValid(DomainError):
    """Raised when a promotion does not count for a booking; ``why`` says which of its rules is in the way."""

    code = "promotion_not_valid"
    title = "This promotion cannot be used here"

    def __init__(self, why: Why, **data: object) -> None:
        super().__init__(_SENTENCES[why].format(**data), why=why, **data)


class PromotionUsedUp(DomainError):
    """Raised when a promotion was used as often as can be; ``scope`` says by whom: everybody or user."""

    code = "promotion_used_up"
    title = "This promotion has been used up"


class PromotionCodeTaken(DomainError):
    """Raised when another promotion has the code."""

    code = "promotion_code_taken"
    title = "Another promotion has this code"
