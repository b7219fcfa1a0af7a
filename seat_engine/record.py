"""A hold as it lies in Redis: seven lines and the note. `lua/includes/record.lua` is the other side of it."""

from seat_engine.model import Hold


def pack_record(
    *,
    deadline: int,
    created: int,
    limit: int,
    holder: str,
    address: str = "",
    listed: str,
    booking: str = "",
    note: bytes,
) -> bytes:
    """Return a record: deadline, created, latest deadline (ms), holder, address, seats, booking, note.

    `listed` is the seats, ascending, joined by commas; `booking` is as in `lua/includes/booked.lua`. Moments
    have the 13 digits that the scripts count on between the years 2001 and 2286.
    """
    return f"{deadline}\n{created}\n{limit}\n{holder}\n{address}\n{listed}\n{booking}\n".encode() + note


def parse_hold(show_id: int, hold_id: str, record: bytes) -> Hold:
    """Read a record."""
    deadline, created, _limit, holder, _address, seats, booking, note = record.split(b"\n", 7)
    return Hold(
        id=hold_id,
        show_id=show_id,
        seats=tuple(map(int, seats.split(b","))),
        holder=holder.decode(),
        deadline_ms=int(deadline),
        created_ms=int(created),
        note=note,
        booked_ms=int(booking.split()[1]) if booking else None,
    )
