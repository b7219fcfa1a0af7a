"""Whether Redis, PostgreSQL and those who watch tell the same story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seat_engine import Snapshot
from tests.seat_engine.clients import Picture


@dataclass(frozen=True)
class Ticket:
    """A live ticket, as PostgreSQL has it: `reserved` until it is paid, then `valid`."""

    show_id: int
    seat: int
    status: str


def contradictions(
    snapshots: Mapping[int, Snapshot],
    tickets: Iterable[Ticket],
    pictures: Iterable[tuple[int, Picture]],
) -> list[str]:
    """Return a sentence for everything on which the three disagree; all must have come to rest.

    snapshots: what Redis has, by show. pictures: what each watcher made of its frames, with its show.
    """
    found = []
    sold: dict[int, set[int]] = {show_id: set() for show_id in snapshots}
    for ticket in tickets:
        if ticket.seat in sold[ticket.show_id]:
            found.append(f"show {ticket.show_id}: seat {ticket.seat} has two live tickets")
        if ticket.status != "valid":
            found.append(f"show {ticket.show_id}: seat {ticket.seat} is still {ticket.status}")
        sold[ticket.show_id].add(ticket.seat)
    for show_id, snapshot in snapshots.items():
        for seat, state in enumerate(snapshot.states):
            wanted = "2" if seat in sold[show_id] else "0"
            if state != wanted:
                found.append(f"show {show_id}: Redis has seat {seat} as {state}, PostgreSQL as {wanted}")
    for show_id, picture in pictures:
        snapshot = snapshots[show_id]
        if (picture.epoch, picture.version) != (snapshot.epoch, snapshot.version):
            found.append(
                f"show {show_id}: a watcher is at {picture.epoch}/{picture.version}, "
                f"Redis at {snapshot.epoch}/{snapshot.version}"
            )
        found += [
            f"show {show_id}: a watcher sees seat {seat} as {seen}, Redis as {state}"
            for seat, (seen, state) in enumerate(zip(picture.states, snapshot.states, strict=True))
            if seen != state
        ]
    return found
