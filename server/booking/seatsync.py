"""Telling the seat engine what PostgreSQL decided. Safe to run any number of times, in any order."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from seat_engine import PendingHold, SeatEngine
from seat_engine.errors import NotOpen
from server.booking.holders import holder_of_booking
from server.core.db import rows

log = structlog.get_logger(__name__)

_TRIES = 5

# Of each seat a booking ever had: whose it is by now, the booking's own or another's.
_SEATS = """
    SELECT b.show_id, b.hold_id, k.seat_index, t.status AS ticket, o.hold_id AS owner,
           CASE WHEN o.sold_by IS NULL THEN o.user_id END AS user_id,
           o.placed_from, o.expires_at, o.expires_at <= now() AS over
    FROM bookings b JOIN tickets k ON k.booking_id = b.id
    LEFT JOIN tickets t ON t.show_id = k.show_id AND t.seat_index = k.seat_index
         AND t.status IN ('reserved', 'valid', 'used')
    LEFT JOIN bookings o ON o.id = t.booking_id
    WHERE b.id = $1 ORDER BY k.seat_index
"""


@dataclass(frozen=True, slots=True)
class _Truth:
    """What PostgreSQL says of a booking's seats at one moment."""

    show_id: int
    hold_id: str
    sold: tuple[tuple[str, tuple[int, ...]], ...]
    """Seats that are paid for, by the hold they were bought from: the booking's, or another's since."""
    waiting: tuple[PendingHold, ...]
    """Seats that wait for their money, as the holds of the bookings they are in."""
    nobodys: tuple[int, ...]
    """Seats that the booking gave back and nobody has taken."""


async def settle_seats(engine: SeatEngine, booking_id: UUID) -> None:
    """Make the live map say of a booking's seats what PostgreSQL says of them.

    PostgreSQL is read again after each change: what it decided meanwhile (another call of this may have
    shown it already) is put right before this call ends. A show that is not open needs nothing: it is opened
    from PostgreSQL when somebody asks for it.
    """
    truth = await _read(booking_id)
    for _ in range(_TRIES):
        if truth is None:
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
    for hold_id, seats in truth.sold:
        await engine.commit(truth.show_id, hold_id, seats)
    for hold in truth.waiting:
        await keep(engine, truth.show_id, hold)
    if truth.nobodys:
        # Only what this booking's own hold still keeps, and what is still shown as sold.
        await engine.free(truth.show_id, truth.nobodys, hold_id=truth.hold_id)


async def keep(engine: SeatEngine, show_id: int, hold: PendingHold) -> None:
    """Have the map keep the seats of a booking that waits for its money."""
    await engine.keep(
        show_id, hold.id, hold.seats, holder=hold.holder, deadline=hold.deadline, address=hold.address
    )


async def _read(booking_id: UUID) -> _Truth | None:
    found = await rows(_SEATS, [booking_id])
    if not found:
        return None
    sold: dict[str, list[int]] = {}
    waiting: dict[str, PendingHold] = {}
    for seat in found:
        index, owner = seat["seat_index"], seat["owner"]
        if seat["ticket"] in {"valid", "used"}:
            sold.setdefault(owner, []).append(index)
        elif seat["ticket"] and not seat["over"]:
            earlier = waiting[owner].seats if owner in waiting else ()
            waiting[owner] = PendingHold(
                id=owner, holder=holder_of_booking(seat["user_id"], owner), seats=(*earlier, index),
                deadline=seat["expires_at"], address=seat["placed_from"] or "",
            )  # fmt: skip
    return _Truth(
        show_id=found[0]["show_id"],
        hold_id=found[0]["hold_id"],
        sold=tuple((hold_id, tuple(seats)) for hold_id, seats in sold.items()),
        waiting=tuple(waiting.values()),
        nobodys=tuple(seat["seat_index"] for seat in found if not seat["ticket"]),
    )
