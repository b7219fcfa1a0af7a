"""Arranges the caller's truth for the `open` verb, so that no seat is two things."""

from collections.abc import Iterable
from dataclasses import dataclass

from seat_engine.errors import UnknownSeat
from seat_engine.model import PendingHold, to_millis


@dataclass(frozen=True, slots=True)
class OpeningState:
    """Arguments of the `open` verb."""

    sold: str
    """Seats joined by commas."""
    blocked: str
    holds: list[object]
    """Five arguments a hold: id, holder, deadline (ms), seats joined by commas, note."""


def opening_state(
    seat_count: int, sold: Iterable[int], blocked: Iterable[int], held: Iterable[PendingHold]
) -> OpeningState:
    """Give every seat to the first of sold, blocked and the holds in order that names it.

    Raises UnknownSeat for seats the show does not have, ValueError for two holds with one id.
    """
    held = list(held)
    if len({hold.id for hold in held}) < len(held):
        raise ValueError("two holds with one id")
    unassigned = set(range(seat_count))
    unknown: set[int] = set()

    def take(seats: Iterable[int]) -> str:
        wanted = set(seats)
        unknown.update(seat for seat in wanted if not 0 <= seat < seat_count)
        taken = sorted(wanted & unassigned)
        unassigned.difference_update(taken)
        return ",".join(map(str, taken))

    sold_seats, blocked_seats = take(sold), take(blocked)
    holds: list[object] = []
    for hold in held:
        if seats := take(hold.seats):
            holds += [hold.id, hold.holder, to_millis(hold.deadline), seats, hold.note]
    if unknown:
        raise UnknownSeat(sorted(unknown))
    return OpeningState(sold_seats, blocked_seats, holds)
