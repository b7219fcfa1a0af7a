"""Finding and mending seats whose live state is not what PostgreSQL says.

Every change of a booking is told to the live map once it is committed. Whatever keeps the map from hearing it
(a process that dies, a Redis that lost its last writes, a database that was restored), the difference is
found here: at once by whoever meets it, and by the clock, which looks at every open show in turn.

The map is read before PostgreSQL. What PostgreSQL decided before was already there to be read, so a seat that
is shown as sold and has no ticket was given back, and what is wrong in between is put right by looking again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from seat_engine import Hold, PendingHold, SeatEngine, SeatState, ShowState
from seat_engine.errors import NotOpen, SeatsTaken
from server.booking.queries import SeatTruth, seat_truths
from server.booking.seatsync import keep

log = structlog.get_logger(__name__)

GIVEN_UP_AFTER = timedelta(minutes=2)
"""How long an attempt to book may take: no request lasts as long."""
AT_ONCE = 100
"""Shows that a look compares, in one query."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Drift:
    """What has to be done to the map of a show for it to say what PostgreSQL says."""

    sell: dict[str, list[int]]
    """Seats that are paid for, by the hold they were bought from."""
    keep: list[PendingHold]
    """Holds of bookings that wait for their money, with the seats they lack."""
    free: list[int]
    """Seats shown as sold that nobody has."""
    let_go: list[Hold]
    """Holds that a booking was begun on long ago, and that no booking stands on."""
    beyond: dict[str, list[int]]
    """Seats in holds of bookings that these bookings do not have, by hold."""
    block: list[int]
    unblock: list[int]

    @property
    def seats(self) -> list[int]:
        """The seats that are shown as something they are not."""
        named: list[Iterable[int]] = [*self.sell.values(), *self.beyond.values(), self.free]
        named += [self.block, self.unblock]
        named += [hold.seats for hold in self.keep]
        named += [hold.seats for hold in self.let_go]
        return sorted({seat for seats in named for seat in seats})


def compare(state: ShowState, truth: SeatTruth, *, given_up_before: datetime) -> Drift:
    """Say where the map of a show differs from PostgreSQL.

    Holds of customers are the map's own business; only those are wrong whose seats are somebody else's. Seats
    that the map does not have are of another layout: the show was moved, and this map is about to be closed.
    """
    states = dict(enumerate(map(int, state.states)))
    owners = {seat: hold.id for hold in state.holds for seat in hold.seats}
    sold = {seat for seats in truth.sold.values() for seat in seats}
    pending = {seat for hold in truth.pending.values() for seat in hold.seats}
    blocked = set(truth.blocked) - sold
    sell = {
        hold_id: missing
        for hold_id, seats in truth.sold.items()
        if (missing := [s for s in seats if states.get(s, SeatState.SOLD) != SeatState.SOLD])
    }
    lacking = []
    for hold in truth.pending.values():
        seats = tuple(
            s for s in hold.seats if s in states and owners.get(s) != hold.id and s not in blocked | sold
        )
        if seats:
            lacking.append(PendingHold(hold.id, hold.holder, seats, hold.deadline, hold.note, hold.address))
    booked: dict[str, set[int]] = {hold.id: set(hold.seats) for hold in truth.pending.values()}
    booked |= {hold_id: set(seats) for hold_id, seats in truth.sold.items()}
    beyond = {
        hold.id: extra
        for hold in state.holds
        if hold.id in booked and (extra := [seat for seat in hold.seats if seat not in booked[hold.id]])
    }
    given_up_before_ms = given_up_before.timestamp() * 1000
    return Drift(
        sell=sell,
        keep=lacking,
        free=[s for s, was in states.items() if was == SeatState.SOLD and s not in sold | pending],
        let_go=[
            hold
            for hold in state.holds
            if hold.booked_ms is not None
            and hold.id not in truth.pending
            and hold.id not in truth.overdue  # money may be coming, and its end is told to the map
            and not sold.intersection(hold.seats)
            and hold.booked_ms <= given_up_before_ms
        ],
        beyond=beyond,
        block=[s for s in blocked if states.get(s) == SeatState.FREE],
        unblock=[s for s, was in states.items() if was == SeatState.BLOCKED and s not in blocked],
    )


async def mend(engine: SeatEngine, show_id: int) -> list[int]:
    """Make the map of a show say what PostgreSQL says; return the seats that were wrong.

    A show that is not open needs nothing.
    """
    wrong: set[int] = set()
    try:
        for _ in range(_TRIES):
            state = await engine.inspect(show_id)
            truth = (await seat_truths([show_id]))[show_id]
            drift = compare(state, truth, given_up_before=await engine.time() - GIVEN_UP_AFTER)
            if not drift.seats:
                break
            wrong.update(drift.seats)
            await _mend(engine, show_id, drift)
        if wrong:
            log.warning("seats_mended", show_id=show_id, seats=sorted(wrong))
    except NotOpen:
        log.info("seats_of_closed_show", show_id=show_id)
    return sorted(wrong)


async def _mend(engine: SeatEngine, show_id: int, drift: Drift) -> None:
    for hold_id, seats in drift.sell.items():
        await engine.commit(show_id, hold_id, seats)
    if drift.free:
        await engine.free(show_id, drift.free)
    for hold in drift.keep:
        await keep(engine, show_id, hold)
    for hold_id, seats in drift.beyond.items():
        await engine.release(show_id, hold_id, holder=None, seats=seats)
    before = await engine.time() - GIVEN_UP_AFTER
    for given_up in drift.let_go:
        await engine.unbook(show_id, given_up.id, before=before)
        if not given_up.note:  # made for a booking that is gone: no customer's hold to be given back
            await engine.release(show_id, given_up.id, holder=None)
    if drift.unblock:
        await engine.unblock(show_id, drift.unblock)
    for seat in drift.block:
        try:
            await engine.block(show_id, [seat])
        except SeatsTaken:
            log.info("seat_to_block_is_taken", show_id=show_id, seat=seat)


class Mender:
    """Looks at all open shows in turn, some at a time; call ``look`` often."""

    def __init__(self, engine: SeatEngine) -> None:
        self._engine = engine
        self._after = 0

    async def look(self) -> list[int]:
        """Compare the next shows, and mend those that differ twice; return which these were."""
        shows = await self._engine.open_shows()
        batch = [show_id for show_id in shows if show_id > self._after][:AT_ONCE]
        self._after = batch[-1] if len(batch) == AT_ONCE else 0
        # A job may be about to do it: what is wrong a moment later as well is mended.
        wrong = await self._wrong(await self._wrong(batch))
        return [show_id for show_id in wrong if await mend(self._engine, show_id)]

    async def _wrong(self, show_ids: list[int]) -> list[int]:
        before = await self._engine.time() - GIVEN_UP_AFTER
        states: dict[int, ShowState] = {}
        for show_id in show_ids:
            try:
                states[show_id] = await self._engine.inspect(show_id)
            except NotOpen:
                continue
        truths = await seat_truths(list(states)) if states else {}
        return [
            show_id
            for show_id, state in states.items()
            if compare(state, truths[show_id], given_up_before=before).seats
        ]
