"""Why a price changed: what is written beside each change, and what it says to whoever reads it.

What people say stands in their own words; what happens by itself is written as one of these sentences, so
that a reader gets a code and says it in their language.
"""

from typing import Literal

Why = Literal[
    "opened",
    "recommended",
    "applied",
    "by_hand",
    "hand_ended",
    "hand_lapsed",
    "price_list",
    "kept_at_base",
    "rules",
]

APPLIED = "the recommendation was applied"
HAND_ENDED = "the override was ended"
HAND_LAPSED = "the override has ended"
PRICE_LIST = "the base prices were changed"
KEPT_AT_BASE = "the show keeps its base price"
RULES = "the theatre's rules changed"
_RECOMMENDED = " recommends it"

_SENTENCES: dict[str, Why] = {
    APPLIED: "applied",
    HAND_ENDED: "hand_ended",
    HAND_LAPSED: "hand_lapsed",
    PRICE_LIST: "price_list",
    KEPT_AT_BASE: "kept_at_base",
    RULES: "rules",
}


def recommended(version: str) -> str:
    """Return what is written where a model's version has moved a price by itself."""
    return f"{version}{_RECOMMENDED}"


def why_of(source: str, reason: str, *, by_somebody: bool) -> tuple[Why, str | None]:
    """Return why a price changed to one of this source, and what a person said of it, if anything."""
    if source == "override":
        return "by_hand", reason
    if (known := _SENTENCES.get(reason)) is not None:
        return known, None
    if by_somebody:
        return "rules", reason
    return "recommended", None
