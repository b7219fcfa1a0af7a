"""Telling the seat engine what PostgreSQL decided. Safe to run any number of times, in any order."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from seat_engine import SeatEngine
from seat_engine.errors import HoldExpired, NotHolder, NotOpen
from server.core.db import rows

log = structlog.get_logger(__name__)

_TRIES = 5

# Of each seat a booking ever had: whether it is still the booking's, and who else has it sold by now.
_SEATS = """
    SELECT b.show_id, b.hold_id, b.status, k.seat_index, k.status AS ticket,
           (SELECT o.hold_id FROM tickets t JOIN bookings o ON o.id = t.booking_id
            WHERE t.show_id = k.show_id AND t.seat_index = k.seat_index
              AND t.status IN ('valid', 'used') AND o.id <> b.id) AS sold_to
    FROM bookings b JOIN tickets k ON k.booking_id = b.id
    WHERE b.id = $1 ORDER BY k.seat_index
"""


@dataclass(frozen=True, slots=True)
class _Truth:
    """What PostgreSQL says of a booking's seats at one moment."""

    show_id: int
    hold_id: str
    waits: bool
    sold: tuple[int, ...]
    """Seats the booking has paid for."""
    others: tuple[tuple[str, int], ...]
    """Seats that somebody else has paid for since, each with the hold it was bought from."""
    free: tuple[int, ...]
    """Seats that it gave back and nobody has bought."""
    released: bool
    """Whether it ended unpaid, so that its hold need not keep seats any longer."""


async def settle_seats(engine: SeatEngine, booking_id: UUID) -> None:
    """Make the live map say of a booking's seats what PostgreSQL says of them.

    PostgreSQL is read again after each change: what it decided meanwhile (another call of this may have
    shown it already) is put right before this call ends. A show that is not open needs nothing: it is opened
    from PostgreSQL when somebody asks for it.
    """
    truth = await _read(booking_id)
    for _ in range(_TRIES):
        if truth is None or truth.waits:
            return
        try:
            await _show(engine, truth)
        except NotOpen:
            log.info("seats_of_closed_show", booking_id=str(booking_id))
            return
        seen, truth = truth, await _read(booking_id)
        if truth == seen:
            return
    raise RuntimeError(f"the seats of booking {booking_id} do not come to rest")


async def _show(engine: SeatEngine, truth: _Truth) -> None:
    if truth.sold:
        await engine.commit(truth.show_id, truth.hold_id, truth.sold)
    for hold_id, seat in truth.others:
        await engine.commit(truth.show_id, hold_id, [seat])
    if truth.free:
        await engine.free(truth.show_id, truth.free, hold_id=truth.hold_id)
    if truth.released:
        try:
            # Only what this booking's own hold still keeps: the seats may be another's by now.
            hold = await engine.get_hold(truth.show_id, truth.hold_id)
            await engine.release(truth.show_id, truth.hold_id, holder=hold.holder)
        except (HoldExpired, NotHolder) as error:
            log.info("hold_let_go_already", hold_id=truth.hold_id, reason=type(error).__name__)


async def _read(booking_id: UUID) -> _Truth | None:
    found = await rows(_SEATS, [booking_id])
    if not found:
        return None
    first = found[0]
    cancelled = [seat for seat in found if seat["ticket"] == "cancelled"]
    return _Truth(
        show_id=first["show_id"],
        hold_id=first["hold_id"],
        waits=first["status"] == "pending",
        sold=tuple(seat["seat_index"] for seat in found if seat["ticket"] in {"valid", "used"}),
        others=tuple((seat["sold_to"], seat["seat_index"]) for seat in cancelled if seat["sold_to"]),
        free=tuple(seat["seat_index"] for seat in cancelled if not seat["sold_to"]),
        released=any(seat["ticket"] == "released" for seat in found),
    )
