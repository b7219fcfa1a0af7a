"""Which shows keep their base price, and which arm of an experiment a show is in: drawn by the show alone.

A draw is a hash of the show and of what it is drawn for, so it is the same in every process and for ever, and
no person has a part in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from server.venues.asking import WHOLE

_SPAN = 2**64


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to set prices, with its share of the shows; shares and bounds in basis points."""

    name: str
    share: int
    policy: Literal["base", "ml"]
    floor: int | None = None
    ceiling: int | None = None
    step: int | None = None


def drawn(purpose: str, show_id: int) -> float:
    """Return a number in [0, 1) for a show; independent between purposes."""
    digest = blake2b(f"{purpose} {show_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _SPAN


def is_held_out(show_id: int, share: int) -> bool:
    """Tell whether a show keeps its base price for ever, by the share (basis points) that does."""
    return drawn("hold-out", show_id) * WHOLE < share


def arm_of(experiment_id: object, arms: Sequence[Arm], show_id: int) -> Arm:
    """Return the arm of an experiment that a show is in; the arms' shares add up to 1."""
    at, passed = drawn(f"experiment {experiment_id}", show_id) * WHOLE, 0
    for arm in arms:
        passed += arm.share
        if at < passed:
            return arm
    return arms[-1]
