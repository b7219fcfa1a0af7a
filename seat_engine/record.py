"""A hold as it lies in Redis: five lines and the note. Lua writes it (`lua/includes/record.lua`)."""

from seat_engine.model import Hold, from_millis


def parse_hold(show_id: int, hold_id: str, record: bytes) -> Hold:
    """Read a record: deadline, created and latest deadline (ms), holder and seats, a line each; the note."""
    deadline, created, _limit, holder, seats, note = record.split(b"\n", 5)
    return Hold(
        id=hold_id,
        show_id=show_id,
        seats=tuple(map(int, seats.split(b","))),
        holder=holder.decode(),
        deadline=from_millis(int(deadline)),
        created=from_millis(int(created)),
        note=note,
    )
