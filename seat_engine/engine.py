"""The verbs of live seats: what may happen to the seats of a show, each an atomic step in Redis."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from seat_engine.clock import Clock, ServerClock
from seat_engine.errors import (
    AlreadyOpen,
    NoneFound,
    NotEnoughTogether,
    NotFree,
    SeatsTaken,
    UnknownSeat,
)
from seat_engine.keys import Keys
from seat_engine.layout import SeatPlan
from seat_engine.limits import NO_LIMITS, Limits, pack_rules
from seat_engine.loading import opening_state
from seat_engine.model import (
    MILLISECOND,
    Hold,
    PendingHold,
    SeatState,
    ShowState,
    Snapshot,
    from_millis,
    to_millis,
)
from seat_engine.protocol import held_notice, price_notice
from seat_engine.record import pack_record, parse_hold
from seat_engine.runner import ScriptRunner
from seat_engine.store import Store

MAX_SEATS = 3000
"""Most seats a show may have: what Lua can hand to one Redis command, with room to spare."""


class SeatEngine:
    """Live seat state of any number of shows in one Redis, or in a cluster.

    Redis owns the hold; it never owns the sale. Every verb reads the time from Redis, unless a clock is given
    (for tests), and treats a hold past its deadline as gone, whether or not a sweeper has run. Every verb
    that changes something takes one version and publishes the change in the same atomic step. Any verb may
    raise EngineUnavailable; any verb on a show that is not open raises NotOpen; any verb that takes seats
    raises UnknownSeat for numbers that the show does not have, and ValueError for none at all.

    `store` is the way to Redis; its timeout decides how long a verb waits before it raises EngineUnavailable.
    Every verb is safe to send twice, and the store does so when a connection breaks: `hold` and `best` go by
    the hold's id, and each call of the others that change something has a `request` id, given or made, whose
    first answer is kept for two minutes. Who tries again after EngineUnavailable gives the same id again.
    """

    def __init__(self, store: Store, *, prefix: str = "", clock: Clock | None = None) -> None:
        self.keys = Keys(prefix)
        """The names this engine uses; a hub finds the channels here."""
        self.store = store
        """The way to Redis; a hub listens through it."""
        self._runner = ScriptRunner(store, self.keys)
        self._clock = ServerClock(store, self.keys.open_shows(), clock)

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
        state = opening_state(seat_count, sold, blocked, held, created=await self._clock.stamp())
        # Registered first: a crash between the two leaves a show that a sweep finds closed, not one it never
        # finds.
        await self.store.call(self.keys.open_shows(), "SADD", self.keys.open_shows(), show_id)
        try:
            await self._runner.run(
                "open",
                show_id,
                epoch=secrets.token_hex(4),
                states=state.states,
                due=state.due,
                tail=state.holds,
            )
        except AlreadyOpen:
            return False
        return True

    async def claim_opening(self, show_id: int, *, token: str, lease: timedelta) -> bool:
        """Claim to be the one who loads a show, for at most `lease`; False while another has the claim.

        The same `token` again is the same claim. Raises AlreadyOpen. `Openings` does the rest.
        """
        (mine,) = await self._runner.run("claim_opening", show_id, token=token, lease=_span(lease))
        return bool(mine)

    async def end_opening(self, show_id: int, *, token: str) -> None:
        """End a claim to load a show; one that has ended, or is another's, is left alone."""
        await self._runner.run("end_opening", show_id, token=token)

    async def close(self, show_id: int) -> None:
        """Forget a show's state and tell its watchers that it is over."""
        await self._runner.run("close", show_id)
        await self.store.call(self.keys.open_shows(), "SREM", self.keys.open_shows(), show_id)

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
        address: str = "",
        limits: Limits = NO_LIMITS,
        plan: SeatPlan | None = None,
        places: Sequence[int] = (),
    ) -> Hold:
        """Take all the seats, or none, for `holder` until `ttl` from now.

        The same `hold_id` with the same holder and seats returns the first answer while that hold lives.
        Raises SeatsTaken (with the seats in the way), NotHolder if the id is another holder's, HoldMismatch
        if it is a live hold of other seats, HoldExpired if a hold with this id was given back or sold within
        the last ten minutes. `max_life` bounds all later extensions by the holder, counted from now.

        `limits` bound how much `holder` and `address` (any name for where the request comes from) may have;
        raises LimitReached. With a `plan` no seat may be left alone: raises WouldLeaveGap, unless that cannot
        be avoided. `places` are the hall's wheelchair places, for a limit on those.
        """
        _check_names(hold_id, holder, address)
        wanted = _some(seats)
        listed = ",".join(map(str, wanted))
        now = self._clock.believed() or await self._clock.stamp()
        limit = now + _span(max_life)
        deadline = min(now + _span(ttl), limit)
        record = pack_record(
            deadline=deadline,
            created=now,
            limit=limit,
            holder=holder,
            address=address,
            listed=listed,
            note=note,
        )
        rules: bytes | str = ""
        if plan is not None or limits is not NO_LIMITS:
            gaps = plan.gap_checks(wanted) if plan else b""
            rules = pack_rules(
                limits, holder=holder, address=address, gaps=gaps, **_places_asked(places, wanted)
            )
        try:
            earlier = await self._runner.run(
                "hold",
                show_id,
                now=self._clock.given(),
                stamp=now,
                deadline=deadline,
                hold_id=hold_id,
                record=record,
                notice=held_notice(listed),
                rules=rules,
                tail=_runs(wanted),
            )
        except NotFree as error:
            raise _in_the_way(wanted, error.states) from None
        if earlier:
            return parse_hold(show_id, hold_id, earlier[0])
        return Hold(hold_id, show_id, tuple(wanted), holder, deadline, now, note)

    async def best(
        self,
        show_id: int,
        count: int,
        *,
        plan: SeatPlan,
        hold_id: str,
        holder: str,
        ttl: timedelta,
        max_life: timedelta,
        note: bytes = b"",
        address: str = "",
        limits: Limits = NO_LIMITS,
        category: str | None = None,
        accessible: bool = False,
        split: bool = False,
        avoid_gaps: bool = True,
    ) -> Hold:
        """Find the best `count` seats that are together and hold them, in one step.

        The best are those nearest to the plan's best spot in total. Without `category` they are all of one
        category, and none is kept for those who need it; `accessible` asks for at least one wheelchair place,
        with companions beside it before others. See `wishes.py` for what is given to whom. With `avoid_gaps`
        seats that leave no single one free come first; nobody is refused for it. `split` allows several
        blocks where one is not to be had: as few as possible, near to each other.

        The same `hold_id` with the same holder returns the first answer. Raises NotEnoughTogether, and
        NotHolder, HoldExpired and LimitReached as `hold` does; ValueError for a count below one, and for an
        odd one of seats that are sold in pairs.
        """
        _check_names(hold_id, holder, address)
        wish = plan.wish(count, category=category, accessible=accessible, split=split)
        now = await self._clock.stamp()
        limit = now + _span(max_life)
        try:
            (record,) = await self._runner.run(
                "best",
                show_id,
                now=self._now(),
                hold_id=hold_id,
                deadline=f"{min(now + _span(ttl), limit):013}",
                created=f"{now:013}",
                limit=f"{limit:013}",
                holder=holder,
                address=address,
                note=note,
                rules=pack_rules(
                    limits,
                    holder=holder,
                    address=address,
                    gaps=b"",
                    places=plan.accessible if wish.takes_places else (),
                    wanted=1,
                ),
                plan_size=len(plan.seats),
                count=count,
                avoid_gaps=int(avoid_gaps),
                pieces=wish.pieces,
                numbers=wish.numbers,
                kept=wish.kept,
                windows=wish.windows,
                smaller=wish.smaller,
                kinds=wish.kinds,
                places=wish.places,
            )
        except NoneFound as error:
            free = {seat for seat, state in enumerate(error.states) if state - ord("0") == SeatState.FREE}
            together = plan.largest_together(free, category=category, accessible=accessible)
            # Three cannot have two pairs of couple seats, though four could.
            raise NotEnoughTogether(min(together, count - 1)) from error
        return parse_hold(show_id, hold_id, record)

    async def change(
        self,
        show_id: int,
        hold_id: str,
        seats: Sequence[int],
        *,
        holder: str,
        note: bytes,
        limits: Limits = NO_LIMITS,
        plan: SeatPlan | None = None,
        places: Sequence[int] = (),
        request: str | None = None,
    ) -> Hold:
        """Make a hold be for exactly `seats`, all or none, with another note; its deadline stays.

        Seats it had before and keeps are at no moment free. Raises HoldExpired, NotHolder, HoldBooked,
        SeatsTaken, and LimitReached and WouldLeaveGap as `hold` does (the hold is then as it was). The
        address is the one it was taken from; quotas count the seats that are new to it, caps matter only
        where it grows.
        """
        wanted = _some(seats)
        (record,) = await self._runner.run(
            "change",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id,
            holder=holder,
            note=note,
            rules=pack_rules(
                limits,
                holder=holder,
                address="",
                gaps=plan.gap_checks(wanted) if plan else b"",
                **_places_asked(places, wanted),
            ),
            tail=wanted,
        )
        return parse_hold(show_id, hold_id, record)

    async def extend(
        self, show_id: int, hold_id: str, *, holder: str, ttl: timedelta, request: str | None = None
    ) -> Hold:
        """Move the deadline to `ttl` from now, at most to the end of the hold's life; never back.

        Raises HoldExpired, NotHolder, HoldBooked, and LimitReached when the hold's life leaves no more time
        to give.
        """
        (record,) = await self._runner.run(
            "extend",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id,
            holder=holder,
            ttl=_span(ttl),
        )
        return parse_hold(show_id, hold_id, record)

    async def extend_until(
        self, show_id: int, hold_id: str, *, deadline: datetime, request: str | None = None
    ) -> Hold:
        """Keep a hold until `deadline`, whoever holds it and however old it is; never to an earlier time.

        For the house, while a payment is under way. Raises HoldExpired.
        """
        (record,) = await self._runner.run(
            "extend_until",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id,
            until_ms=to_millis(deadline),
        )
        return parse_hold(show_id, hold_id, record)

    async def book(
        self, show_id: int, hold_id: str, *, holder: str, deadline: datetime, attempt: str
    ) -> Hold:
        """Make a hold a booking's: it lives until `deadline`, and its holder's verbs raise HoldBooked.

        It is `holder`'s from then on, who buys, whoever took it. Called before the booking is recorded: what
        the hold is for by then is in the answer, as it may have been changed a moment ago. `attempt` names
        this try to record it; a try that fails is taken back with `unbook`. The same again changes nothing,
        and so is safe to send twice. Raises HoldExpired.
        """
        (record,) = await self._runner.run(
            "book",
            show_id,
            request=_request(None),
            now=self._now(),
            hold_id=hold_id,
            until_ms=to_millis(deadline),
            attempt=_one_word(attempt),
            holder=holder,
        )
        return parse_hold(show_id, hold_id, record)

    async def unbook(
        self, show_id: int, hold_id: str, *, attempt: str = "", before: datetime | None = None
    ) -> None:
        """Take back an attempt to book; with the last one the hold is its holder's again, as it was before.

        With `before` in place of an attempt all are taken back, unless one was made since. A hold that is
        gone is no error.
        """
        await self._runner.run(
            "unbook",
            show_id,
            request=_request(None),
            now=self._now(),
            hold_id=hold_id,
            attempt=attempt,
            before_ms=0 if before is None else to_millis(before),
        )

    async def keep(
        self,
        show_id: int,
        hold_id: str,
        seats: Sequence[int],
        *,
        holder: str,
        deadline: datetime,
        address: str = "",
    ) -> None:
        """Have seats held by a booking's hold until `deadline`, when the caller has recorded the booking.

        Never refuses a seat, because the booking is already true: what `commit` is for sales. A hold that is
        gone is made anew for `holder`; another that has a seat loses it; only blocked seats stay as they are.
        """
        await self._runner.run(
            "keep",
            show_id,
            request=_request(None),
            now=self._now(),
            hold_id=hold_id,
            holder=holder,
            address=address,
            until_ms=to_millis(deadline),
            tail=_some(seats),
        )

    async def release(
        self,
        show_id: int,
        hold_id: str,
        *,
        holder: str | None,
        seats: Sequence[int] | None = None,
        request: str | None = None,
    ) -> Hold | None:
        """Give back a hold, or only `seats` of it; return what is left, None when nothing is.

        Seats that are not in the hold are passed over, and a hold that is gone is no error: giving back twice
        is giving back once. Raises NotHolder if someone else holds it, and HoldBooked if a booking stands on
        it. Without a `holder` it is the house that gives it back, and nothing is in its way.
        """
        named = () if seats is None else _some(seats)
        rest = await self._runner.run(
            "release",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id,
            holder=holder or "",
            house=int(holder is None),
            tail=named,
        )
        return parse_hold(show_id, hold_id, rest[0]) if rest else None

    async def get_hold(self, show_id: int, hold_id: str) -> Hold:
        """Read a hold. Raises HoldExpired if it is gone or past its deadline."""
        (record,) = await self._runner.run("get_hold", show_id, now=self._now(), hold_id=hold_id)
        return parse_hold(show_id, hold_id, record)

    async def commit(
        self, show_id: int, hold_id: str, seats: Sequence[int], *, request: str | None = None
    ) -> None:
        """Mark seats sold whose sale the caller has recorded, usually from the hold `hold_id`.

        Never refuses a seat, because the sale is already true: a lapsed hold, a free or a blocked seat is
        sold all the same, and where another hold has the seat by now, that hold loses it (its holder learns
        so from the live map and from their own commit, which the caller's database refuses). Repeating it
        changes nothing. A repeat after the seats were cancelled would sell them again: send the two in
        order.
        """
        await self._runner.run(
            "commit",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id,
            tail=_some(seats),
        )

    async def sell(self, show_id: int, seats: Sequence[int], *, request: str | None = None) -> None:
        """Mark free seats sold without a hold, all or none; seats already sold stay so.

        Raises SeatsTaken for seats that a live hold has or that are blocked. For a sale that is already
        recorded use `commit`, which takes no refusal.
        """
        await self._runner.run("sell", show_id, request=_request(request), now=self._now(), tail=_some(seats))

    async def free(
        self,
        show_id: int,
        seats: Sequence[int],
        *,
        hold_id: str | None = None,
        request: str | None = None,
    ) -> None:
        """Put sold seats, and seats held by `hold_id`, back on sale; leave every other seat as it is."""
        await self._runner.run(
            "free",
            show_id,
            request=_request(request),
            now=self._now(),
            hold_id=hold_id or "",
            tail=_some(seats),
        )

    async def block(self, show_id: int, seats: Sequence[int], *, request: str | None = None) -> None:
        """Take free seats out of sale, all or none. Raises SeatsTaken for seats held or sold."""
        await self._runner.run(
            "block", show_id, request=_request(request), now=self._now(), tail=_some(seats)
        )

    async def unblock(self, show_id: int, seats: Sequence[int], *, request: str | None = None) -> None:
        """Put blocked seats back on sale; leave every other seat as it is."""
        await self._runner.run("unblock", show_id, request=_request(request), tail=_some(seats))

    async def sweep(self, show_id: int, *, limit: int = 500) -> list[str]:
        """Free at most `limit` lapsed holds and return their ids.

        A hold whose seats were taken over before any sweep is not among them: it was freed by that verb.
        """
        _until, *ids = await self._runner.run("sweep", show_id, now=self._now(), limit=limit)
        return [hold_id.decode() for hold_id in ids]

    async def sweep_all(self, *, limit_per_show: int = 500) -> int:
        """Sweep every open show, many at a time; return how many holds were freed.

        Any number of processes may do this at the same time. Who does it again and again takes a `Sweeper`.
        """
        swept = await self.sweep_each(await self.open_shows(), limit=limit_per_show)
        return sum(freed for freed, _ in swept.values())

    async def sweep_each(
        self, show_ids: Sequence[int], *, limit: int = 500
    ) -> dict[int, tuple[int, datetime | None]]:
        """Sweep these shows, many at a time; return for each that is open what came of it.

        That is how many holds were freed and when, as things stand, there will be more; None for never.
        """
        replies = await self._runner.run_on_each("sweep", show_ids, now=self._now(), limit=limit)
        return {
            show_id: (len(reply) - 1, from_millis(int(reply[0])) if reply[0] else None)
            for show_id, reply in zip(show_ids, replies, strict=True)
            if reply
        }

    async def time(self) -> datetime:
        """Return the time that Redis has, as this process believes. May raise EngineUnavailable."""
        return from_millis(await self._clock.stamp())

    async def open_shows(self) -> list[int]:
        """Return the shows that were opened and not closed, ascending."""
        members = await self.store.call(self.keys.open_shows(), "SMEMBERS", self.keys.open_shows())
        return sorted(map(int, members))

    async def recall(self) -> dict[str, str]:
        """Return what was noted with live state; empty if nothing was, or it was lost with it."""
        fields = await self.store.call(self.keys.memory(), "HGETALL", self.keys.memory())
        pairs = fields.items() if isinstance(fields, dict) else zip(fields[::2], fields[1::2], strict=True)
        return {name.decode(): value.decode() for name, value in pairs}

    async def remember(self, notes: Mapping[str, str]) -> None:
        """Note something with live state, for all processes: what it was made from, say."""
        words = [word for pair in notes.items() for word in pair]
        await self.store.call(self.keys.memory(), "HSET", self.keys.memory(), *words)

    async def snapshot(self, show_id: int) -> Snapshot:
        """Read the whole state of a show at one moment."""
        epoch, version, states, prices = await self._runner.run("snapshot", show_id, now=self._now())
        return Snapshot(epoch.decode(), int(version), states.decode(), prices)

    async def inspect(self, show_id: int) -> ShowState:
        """Read the states of a show with all its live holds, at one moment. Dearer than `snapshot`."""
        epoch, states, *fields = await self._runner.run("inspect", show_id, now=self._now())
        holds = tuple(
            parse_hold(show_id, hold_id.decode(), record)
            for hold_id, record in zip(fields[::2], fields[1::2], strict=True)
        )
        return ShowState(epoch.decode(), states.decode(), holds)

    async def free_counts(self, show_ids: Sequence[int]) -> dict[int, int]:
        """Return how many seats are free now in each of the shows that are open, many at a time."""
        counts = await self._runner.run_on_each("free_count", show_ids, now=self._now())
        return {show_id: count[0] for show_id, count in zip(show_ids, counts, strict=True) if count}

    async def position(self, show_id: int) -> tuple[str, int]:
        """Return the epoch and version a show is at."""
        epoch, version = await self._runner.run("position", show_id)
        return epoch.decode(), int(version)

    async def price(
        self, show_id: int, prices: Mapping[str, int], source: str, *, request: str | None = None
    ) -> int:
        """Tell every watcher of a show its whole price table; return the version of the notice.

        `prices` maps a category to minor units; `source` says where they come from. Both are passed on
        unread.
        """
        (version,) = await self._runner.run(
            "price", show_id, request=_request(request), notice=price_notice(prices, source)
        )
        return int(version)

    def _now(self) -> int | str:
        return self._clock.given()


def _check_names(hold_id: str, holder: str, address: str) -> None:
    if not hold_id or "\n" in hold_id:
        raise ValueError("a hold needs an id, of one line")
    if "\n" in holder or "\n" in address:
        raise ValueError("a holder is one line, and so is an address")


def _one_word(name: str) -> str:
    """Return the name of an attempt to book, which stands in a line of such names."""
    if not name or not name.isascii() or any(letter.isspace() for letter in name):
        raise ValueError("an attempt's name is one word")
    return name


class _PlacesAsked(TypedDict):
    places: Sequence[int]
    wanted: int


def _places_asked(places: Sequence[int], seats: Sequence[int]) -> _PlacesAsked:
    """Return what the rules are told of wheelchair places: nothing where none is asked for."""
    wanted = len(set(places).intersection(seats))
    return {"places": places if wanted else (), "wanted": wanted}


def _request(given: str | None) -> str:
    """Return a request's id, a new one where the caller has none."""
    return secrets.token_hex(8) if given is None else given


def _some(seats: Sequence[int]) -> list[int]:
    """Return seats once each, ascending: the order in which a repeated request is recognised."""
    if not seats:
        raise ValueError("no seats given")
    ordered = sorted(set(seats))
    if ordered[0] < 0:
        raise UnknownSeat(seat for seat in ordered if seat < 0)
    if len(ordered) > MAX_SEATS:
        raise UnknownSeat(ordered[MAX_SEATS:])
    return ordered


def _in_the_way(seats: Sequence[int], states: bytes) -> SeatsTaken | UnknownSeat:
    """Say why ascending seats cannot be held; there are too few states where seats do not exist."""
    if len(states) < len(seats):
        return UnknownSeat(seats[len(states) :])
    return SeatsTaken(
        seat for seat, state in zip(seats, states, strict=True) if state - ord("0") != SeatState.FREE
    )


def _span(span: timedelta) -> int:
    """Return a positive span in milliseconds."""
    millis = span // MILLISECOND
    if millis <= 0:
        raise ValueError(f"a hold lives for at least a millisecond, not {span}")
    return millis


def _runs(seats: Sequence[int]) -> list[object]:
    """Return ascending seats as runs of neighbours: the first seat and a zero for each, alternately."""
    first, last = seats[0], seats[-1]
    if last - first < len(seats):
        return [first, "0" * len(seats)]
    runs: list[object] = []
    last = first
    for seat in seats[1:]:
        if seat != last + 1:
            runs += [first, "0" * (last - first + 1)]
            first = seat
        last = seat
    return [*runs, first, "0" * (last - first + 1)]
