"""The verbs of live seats: what may happen to the seats of a show, each an atomic step in Redis."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from redis.asyncio import Redis

from seat_engine.errors import AlreadyOpen, UnknownSeat
from seat_engine.keys import Keys
from seat_engine.loading import opening_state
from seat_engine.model import Hold, PendingHold, Snapshot, to_millis
from seat_engine.protocol import price_notice
from seat_engine.record import parse_hold
from seat_engine.runner import ScriptRunner, redis_boundary

MAX_SEATS = 3000
"""Most seats a show may have: what Lua can hand to one Redis command, with room to spare."""

Clock = Callable[[], datetime]
"""Returns the present moment, aware."""


class SeatEngine:
    """Live seat state of any number of shows in one Redis.

    Redis owns the hold; it never owns the sale. Every verb reads the time from Redis, unless a clock is given
    (for tests), and treats a hold past its deadline as gone, whether or not a sweeper has run. Every verb
    that changes something takes one version and publishes the change in the same atomic step. Any verb may
    raise EngineUnavailable; any verb on a show that is not open raises NotOpen; any verb that takes seats
    raises UnknownSeat for numbers that the show does not have, and ValueError for none at all.

    `redis` is a client in bytes mode (`decode_responses=False`); its own timeouts and retries decide how long
    a verb waits before it raises EngineUnavailable. Every verb is safe to send twice.
    """

    def __init__(self, redis: Redis, *, prefix: str = "", clock: Clock | None = None) -> None:
        self.keys = Keys(prefix)
        """The names this engine uses; a hub finds the channels here."""
        self._redis = redis
        self._runner = ScriptRunner(redis, self.keys)
        self._clock = clock

    async def open(
        self,
        show_id: int,
        *,
        seat_count: int,
        sold: Iterable[int] = (),
        blocked: Iterable[int] = (),
        held: Iterable[PendingHold] = (),
    ) -> bool:
        """Load a show's state from the caller's truth; False, and nothing changed, if it is open already.

        Where the given sets overlap, sold outranks blocked, blocked outranks held, and an earlier hold
        outranks a later one. Raises UnknownSeat for a seat outside 0 … seat_count - 1.
        """
        if not 0 < seat_count <= MAX_SEATS:
            raise ValueError(f"a show has 1 to {MAX_SEATS} seats, not {seat_count}")
        state = opening_state(seat_count, sold, blocked, held)
        # Registered first: a crash between the two leaves a show that a sweep finds closed, not one it never
        # finds.
        with redis_boundary():
            await self._redis.sadd(self.keys.open_shows(), show_id)
        try:
            await self._runner.run(
                "open",
                show_id,
                now=self._now(),
                epoch=secrets.token_hex(4),
                count=seat_count,
                sold=state.sold,
                blocked=state.blocked,
                tail=state.holds,
            )
        except AlreadyOpen:
            return False
        return True

    async def close(self, show_id: int) -> None:
        """Forget a show's state and tell its watchers that it is over."""
        await self._runner.run("close", show_id)
        with redis_boundary():
            await self._redis.srem(self.keys.open_shows(), show_id)

    async def hold(
        self,
        show_id: int,
        seats: Sequence[int],
        *,
        hold_id: str,
        holder: str,
        ttl: timedelta,
        note: bytes = b"",
        max_life: timedelta,
    ) -> Hold:
        """Take all the seats, or none, for `holder` until `ttl` from now.

        The same `hold_id` with the same holder and seats returns the first answer while that hold lives.
        Raises SeatsTaken (with the seats in the way), NotHolder if the id is another holder's, HoldMismatch
        if it is a live hold of other seats. `max_life` bounds all later extensions by the holder, counted
        from now.
        """
        if not hold_id:
            raise ValueError("a hold needs an id")
        if "\n" in holder:
            raise ValueError("a holder is one line")
        (record,) = await self._runner.run(
            "hold",
            show_id,
            now=self._now(),
            hold_id=hold_id,
            holder=holder,
            ttl=_span(ttl),
            max_life=_span(max_life),
            note=note,
            tail=_some(seats),
        )
        return parse_hold(show_id, hold_id, record)

    async def change(
        self, show_id: int, hold_id: str, seats: Sequence[int], *, holder: str, note: bytes
    ) -> Hold:
        """Make a hold be for exactly `seats`, all or none, with another note; its deadline stays.

        Seats it had before and keeps are at no moment free. Raises HoldExpired, NotHolder, and SeatsTaken
        (the hold is then as it was).
        """
        (record,) = await self._runner.run(
            "change",
            show_id,
            now=self._now(),
            hold_id=hold_id,
            holder=holder,
            note=note,
            tail=_some(seats),
        )
        return parse_hold(show_id, hold_id, record)

    async def extend(self, show_id: int, hold_id: str, *, holder: str, ttl: timedelta) -> Hold:
        """Move the deadline to `ttl` from now, at most to the end of the hold's life; never back.

        Raises HoldExpired, NotHolder, and LimitReached when the hold's life leaves no more time to give.
        """
        (record,) = await self._runner.run(
            "extend", show_id, now=self._now(), hold_id=hold_id, holder=holder, ttl=_span(ttl)
        )
        return parse_hold(show_id, hold_id, record)

    async def extend_until(self, show_id: int, hold_id: str, *, deadline: datetime) -> Hold:
        """Keep a hold until `deadline`, whoever holds it and however old it is; never to an earlier time.

        For the house, while a payment is under way. Raises HoldExpired.
        """
        (record,) = await self._runner.run(
            "extend_until", show_id, now=self._now(), hold_id=hold_id, until_ms=to_millis(deadline)
        )
        return parse_hold(show_id, hold_id, record)

    async def release(
        self, show_id: int, hold_id: str, *, holder: str, seats: Sequence[int] | None = None
    ) -> Hold | None:
        """Give back a hold, or only `seats` of it; return what is left, None when nothing is.

        Seats that are not in the hold are passed over, and a hold that is gone is no error: giving back
        twice is giving back once. Raises NotHolder if someone else holds it.
        """
        named = () if seats is None else _some(seats)
        rest = await self._runner.run(
            "release", show_id, now=self._now(), hold_id=hold_id, holder=holder, tail=named
        )
        return parse_hold(show_id, hold_id, rest[0]) if rest else None

    async def get_hold(self, show_id: int, hold_id: str) -> Hold:
        """Read a hold. Raises HoldExpired if it is gone or past its deadline."""
        (record,) = await self._runner.run("get_hold", show_id, now=self._now(), hold_id=hold_id)
        return parse_hold(show_id, hold_id, record)

    async def commit(self, show_id: int, hold_id: str, seats: Sequence[int]) -> None:
        """Mark seats sold whose sale the caller has recorded, usually from the hold `hold_id`.

        Never refuses a seat, because the sale is already true: a lapsed hold, a free or a blocked seat is
        sold all the same, and where another hold has the seat by now, that hold loses it (its holder learns
        so from the live map and from their own commit, which the caller's database refuses). Repeating it
        changes nothing. A repeat after the seats were cancelled would sell them again: send the two in
        order.
        """
        await self._runner.run("commit", show_id, hold_id=hold_id, tail=_some(seats))

    async def sell(self, show_id: int, seats: Sequence[int]) -> None:
        """Mark free seats sold without a hold, all or none; seats already sold stay so.

        Raises SeatsTaken for seats that a live hold has or that are blocked. For a sale that is already
        recorded use `commit`, which takes no refusal.
        """
        await self._runner.run("sell", show_id, now=self._now(), tail=_some(seats))

    async def free(self, show_id: int, seats: Sequence[int], *, hold_id: str | None = None) -> None:
        """Put sold seats, and seats held by `hold_id`, back on sale; leave every other seat as it is."""
        await self._runner.run("free", show_id, hold_id=hold_id or "", tail=_some(seats))

    async def block(self, show_id: int, seats: Sequence[int]) -> None:
        """Take free seats out of sale, all or none. Raises SeatsTaken for seats held or sold."""
        await self._runner.run("block", show_id, now=self._now(), tail=_some(seats))

    async def unblock(self, show_id: int, seats: Sequence[int]) -> None:
        """Put blocked seats back on sale; leave every other seat as it is."""
        await self._runner.run("unblock", show_id, tail=_some(seats))

    async def sweep(self, show_id: int, *, limit: int = 500) -> list[str]:
        """Free at most `limit` lapsed holds and return their ids.

        A hold whose seats were taken over before any sweep is not among them: it was freed by that verb.
        """
        ids = await self._runner.run("sweep", show_id, now=self._now(), limit=limit)
        return [hold_id.decode() for hold_id in ids]

    async def sweep_all(self, *, limit_per_show: int = 500) -> int:
        """Sweep every open show in one pipelined round trip; return how many holds were freed.

        Any number of processes may do this at the same time.
        """
        swept = await self._runner.run_on_each(
            "sweep", await self.open_shows(), now=self._now(), limit=limit_per_show
        )
        return sum(len(ids) for ids in swept if ids)

    async def open_shows(self) -> list[int]:
        """Return the shows that were opened and not closed, ascending."""
        with redis_boundary():
            return sorted(int(show_id) for show_id in await self._redis.smembers(self.keys.open_shows()))

    async def snapshot(self, show_id: int) -> Snapshot:
        """Read the whole state of a show at one moment."""
        epoch, version, states, prices = await self._runner.run("snapshot", show_id, now=self._now())
        return Snapshot(epoch.decode(), int(version), states.decode(), prices)

    async def free_counts(self, show_ids: Sequence[int]) -> dict[int, int]:
        """Return how many seats are free in each of the shows that are open, in one pipelined round trip.

        Made for lists: reads a running count, which a lapsed hold's seats join once they are swept.
        """
        counts = await self._runner.run_on_each("free_count", show_ids)
        return {show_id: count[0] for show_id, count in zip(show_ids, counts, strict=True) if count}

    async def position(self, show_id: int) -> tuple[str, int]:
        """Return the epoch and version a show is at."""
        epoch, version = await self._runner.run("position", show_id)
        return epoch.decode(), int(version)

    async def price(self, show_id: int, prices: Mapping[str, int], source: str) -> int:
        """Tell every watcher of a show its whole price table; return the version of the notice.

        `prices` maps a category to minor units; `source` says where they come from. Both are passed on
        unread.
        """
        (version,) = await self._runner.run("price", show_id, notice=price_notice(prices, source))
        return int(version)

    def _now(self) -> int | str:
        return "" if self._clock is None else to_millis(self._clock())


def _some(seats: Sequence[int]) -> list[int]:
    """Return seats once each, ascending: the order in which a repeated request is recognised."""
    if not seats:
        raise ValueError("no seats given")
    ordered = sorted(set(seats))
    if len(ordered) > MAX_SEATS:
        raise UnknownSeat(ordered[MAX_SEATS:])
    return ordered


def _span(span: timedelta) -> int:
    """Return a positive span in milliseconds."""
    millis = span // timedelta(milliseconds=1)
    if millis <= 0:
        raise ValueError(f"a hold lives for at least a millisecond, not {span}")
    return millis
