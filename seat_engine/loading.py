"""Arranges the caller's truth for the `open` verb, so that no seat is two things."""

from collections.abc import Iterable
from dataclasses import dataclass

from seat_engine.errors import UnknownSeat
from seat_engine.model import PendingHold, SeatState, to_millis
from seat_engine.record import pack_record

NOTHING_USED = "0" * 13
"""The moment in the ledger of a holder whose quota is untouched (`lua/includes/limits.lua`)."""


@dataclass(frozen=True, slots=True)
class OpeningState:
    """Arguments of the `open` verb."""

    states: bytes
    """One character per seat, as in SeatState."""
    due: int | str
    """The earliest deadline (ms) among the holds; empty if there is none."""
    holds: list[str | bytes]
    """Fields and values, in turn: each hold's record, and which holds each holder and address has."""


def opening_state(
    seat_count: int,
    sold: Iterable[int],
    blocked: Iterable[int],
    held: Iterable[PendingHold],
    *,
    created: int,
) -> OpeningState:
    """Give every seat to the first of sold, blocked and the holds in order that names it.

    `created` (ms) is what the holds are said to be from. A booking stands on each, so only the house can
    extend it or give it back. Raises UnknownSeat for seats the show does not have, ValueError for two holds
    with one id.
    """
    held = list(held)
    if len({hold.id for hold in held}) < len(held):
        raise ValueError("two holds with one id")
    states = bytearray(b"0" * seat_count)
    unknown: set[int] = set()

    def take(seats: Iterable[int], state: SeatState) -> list[int]:
        wanted = set(seats)
        unknown.update(seat for seat in wanted if not 0 <= seat < seat_count)
        taken = sorted(seat for seat in wanted - unknown if states[seat] == ord("0"))
        for seat in taken:
            states[seat] = ord("0") + state
        return taken

    take(sold, SeatState.SOLD)
    take(blocked, SeatState.BLOCKED)
    holds: list[str | bytes] = []
    ledgers: dict[str, list[str]] = {}
    deadlines = []
    for hold in held:
        if seats := take(hold.seats, SeatState.HELD):
            deadline = to_millis(hold.deadline)
            deadlines.append(deadline)
            record = pack_record(
                deadline=deadline,
                created=created,
                limit=deadline,
                holder=hold.holder,
                address=hold.address,
                listed=",".join(map(str, seats)),
                booking=f"{deadline} {created:013} kept",
                note=hold.note,
            )
            holds += [f"h:{hold.id}", record]
            ledgers.setdefault(f"u:{hold.holder}", []).append(hold.id)
            if hold.address:
                ledgers.setdefault(f"a:{hold.address}", []).append(hold.id)
    for ledger, ids in ledgers.items():
        holds += [ledger, "\n".join([NOTHING_USED, *ids])]
    if unknown:
        raise UnknownSeat(sorted(unknown))
    return OpeningState(bytes(states), min(deadlines, default=""), holds)
