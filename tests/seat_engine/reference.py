"""The rules of seats, said once more without Redis: two sets, tables of holds and of what ended, a clock."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from seat_engine import Limits, errors
from seat_engine.model import to_millis
from tests.seat_engine import halls

ENDED_FOR = timedelta(minutes=10)


@dataclass
class Held:
    """A live hold."""

    holder: str
    address: str
    seats: list[int]
    deadline: datetime
    limit: datetime
    attempts: list[str] = field(default_factory=list)
    before: datetime | None = None
    since: datetime | None = None


class Reference:
    """One show. A verb changes it or raises what the engine must raise."""

    def __init__(self, now, plan, *, ttl, life):
        self.now = now
        self.plan = plan
        self.ttl, self.life = ttl, life
        self.sold = set()
        self.blocked = set()
        self.holds = {}
        self.ended = {}
        self.used = {}
        self.lapsed_unseen = set()

    def forget_lapsed(self):
        for hold_id, hold in list(self.holds.items()):
            if hold.deadline <= self.now:
                self.lapsed_unseen |= set(hold.seats)
                del self.holds[hold_id]

    def held(self):
        return {seat for hold in self.holds.values() for seat in hold.seats}

    def free_seats(self):
        return set(range(len(self.plan.seats))) - self.sold - self.blocked - self.held()

    def states(self):
        def state(seat):
            return "2" if seat in self.sold else "3" if seat in self.blocked else "1" if seat in held else "0"

        held = self.held()
        return "".join(map(state, range(len(self.plan.seats))))

    def require_free(self, seats, *but):
        taken = [
            seat for seat in seats if seat in set.union(self.sold, self.blocked, self.held()).difference(*but)
        ]
        if taken:
            raise errors.SeatsTaken(taken)

    def require_no_gap(self, seats, own, plan):
        alone = halls.left_alone(self.plan, self.free_seats() | set(own), seats) if plan else set()
        if alone:
            raise errors.WouldLeaveGap(alone)

    def require_within(self, limits, hold_id, holder, address, had, wants, takes):
        """Check the limits, and write down what is taken if they allow it."""
        owners = [("holder", holder, limits.holder_seats, limits.holder_quota)]
        if address:
            owners.append(("address", address, limits.address_seats, limits.address_quota))
        for scope, owner, cap, _ in owners:
            others = [
                hold
                for other, hold in self.holds.items()
                if other != hold_id and getattr(hold, scope) == owner
            ]
            if cap and wants > had and sum(len(hold.seats) for hold in others) + wants > cap:
                soonest = min((hold.deadline for hold in others), default=self.now)
                raise errors.LimitReached(scope, soonest - self.now if wants <= cap else None)
        if limits.show_seats and wants > had and len(self.held()) - had + wants > limits.show_seats:
            raise errors.LimitReached("show")
        used = {}
        for scope, owner, _, quota in owners:
            if quota:
                pace = limits.window // timedelta(milliseconds=1) // quota * timedelta(milliseconds=1)
                after = max(self.used.get((scope, owner), self.now), self.now) + takes * pace
                if takes and after - self.now > limits.window:
                    wait = after - self.now - limits.window if takes * pace <= limits.window else None
                    raise errors.LimitReached(f"{scope}_quota", wait)
                used[scope, owner] = after
        self.used |= used

    def earlier(self, hold_id, holder):
        """Return a live hold with this id, if it is the holder's; refuse an id that ended lately."""
        if hold_id in self.holds and self.holds[hold_id].holder != holder:
            raise errors.NotHolder
        if self.ended.get(hold_id, self.now) > self.now:
            raise errors.HoldExpired
        return self.holds.get(hold_id)

    def keep(self, hold_id, holder, address, seats):
        self.ended.pop(hold_id, None)
        self.holds[hold_id] = Held(holder, address, seats, self.now + self.ttl, self.now + self.life)

    def hold(self, seats, hold_id, holder, *, address="", limits=None, plan=None):
        if first := self.earlier(hold_id, holder):
            if first.seats != seats:
                raise errors.HoldMismatch
            return
        self.require_free(seats)
        self.require_no_gap(seats, (), plan)
        self.require_within(limits or Limits(), hold_id, holder, address, 0, len(seats), len(seats))
        self.keep(hold_id, holder, address, seats)

    def best(self, count, hold_id, holder, *, address="", limits=None, **wish):
        if self.earlier(hold_id, holder):
            return
        used = dict(self.used)
        self.require_within(limits or Limits(), hold_id, holder, address, 0, count, count)
        window = halls.best(self.plan, self.free_seats(), count, **wish)
        if window is None:
            self.used = used
            free = self.free_seats()
            wish.pop("avoid_gaps", None)
            sizes = [n for n in range(1, count) if halls.windows(self.plan, free, n, **wish)]
            raise errors.NotEnoughTogether(max(sizes, default=0))
        self.keep(hold_id, holder, address, sorted(window))

    def owned(self, hold_id, holder):
        if hold_id not in self.holds:
            raise errors.HoldExpired
        if self.holds[hold_id].holder != holder:
            raise errors.NotHolder
        return self.holds[hold_id]

    def unbooked(self, hold_id, holder):
        hold = self.owned(hold_id, holder)
        if hold.attempts:
            raise errors.HoldBooked
        return hold

    def change(self, seats, hold_id, holder, *, limits=None, plan=None):
        hold = self.unbooked(hold_id, holder)
        self.require_free(seats, hold.seats)
        if seats != hold.seats:
            self.require_no_gap(seats, hold.seats, plan)
            added = len(set(seats) - set(hold.seats))
            self.require_within(
                limits or Limits(), hold_id, holder, hold.address, len(hold.seats), len(seats), added
            )
        hold.seats = seats

    def extend(self, hold_id, holder):
        hold = self.unbooked(hold_id, holder)
        if self.now + self.ttl > hold.deadline >= hold.limit:
            raise errors.LimitReached("life")
        hold.deadline = max(hold.deadline, min(self.now + self.ttl, hold.limit))

    def extend_until(self, hold_id, deadline):
        if hold_id not in self.holds:
            raise errors.HoldExpired
        self.holds[hold_id].deadline = max(self.holds[hold_id].deadline, deadline)

    def claim(self, hold, attempt):
        hold.before = hold.before or hold.deadline
        hold.since = self.now
        if attempt not in hold.attempts:
            hold.attempts.append(attempt)

    def book(self, hold_id, holder, deadline, attempt):
        if hold_id not in self.holds:
            raise errors.HoldExpired
        hold = self.holds[hold_id]
        self.claim(hold, attempt)
        hold.holder = holder
        hold.deadline = max(hold.deadline, deadline)

    def unbook(self, hold_id, attempt, before):
        hold = self.holds.get(hold_id)
        if hold is None or not hold.attempts or (attempt and attempt not in hold.attempts):
            return
        if not attempt and hold.since > before:
            return
        hold.attempts = [other for other in hold.attempts if attempt and other != attempt]
        if not hold.attempts:
            hold.deadline, hold.before, hold.since = hold.before, None, None

    def keep_booked(self, seats, hold_id, holder, deadline):
        seats = set(seats) - self.blocked
        if deadline <= self.now or not (seats or hold_id in self.holds):
            return
        if hold_id not in self.holds:
            self.ended.pop(hold_id, None)
            self.holds[hold_id] = Held(holder, "", [], deadline, deadline)
        hold = self.holds[hold_id]
        self.drop_from_holds(seats, but=hold_id)
        hold.seats = sorted({*hold.seats, *seats})
        self.sold -= seats
        hold.deadline = max(hold.deadline, deadline)
        self.claim(hold, "kept")

    def drop_from_holds(self, seats, but=None):
        for hold_id, hold in list(self.holds.items()):
            if hold_id == but:
                continue
            hold.seats = [seat for seat in hold.seats if seat not in seats]
            if not hold.seats:
                del self.holds[hold_id]
                self.ended[hold_id] = self.now + ENDED_FOR

    def release(self, hold_id, holder, seats):
        if hold_id in self.holds:
            hold = self.unbooked(hold_id, holder) if holder else self.holds[hold_id]
            self.drop_from_holds(set(hold.seats) & set(seats if seats is not None else hold.seats))

    def commit(self, seats):
        self.drop_from_holds(seats)
        self.blocked -= set(seats)
        self.sold |= set(seats)

    def sell(self, seats):
        self.require_free(seats, self.sold)
        self.sold |= set(seats)

    def block(self, seats):
        self.require_free(seats, self.blocked)
        self.blocked |= set(seats)

    def unblock(self, seats):
        self.blocked -= set(seats)

    def free(self, seats, hold_id):
        self.sold -= set(seats)
        if hold_id in self.holds:
            self.drop_from_holds(set(self.holds[hold_id].seats) & set(seats))

    def lose_all_but(self, kept):
        """Lose everything the caller's truth does not have: it knows sales and the holds in `kept`."""
        self.holds = {hold_id: self.holds[hold_id] for hold_id in kept}
        for hold in self.holds.values():
            hold.limit, hold.address = hold.deadline, ""
            hold.attempts, hold.before, hold.since = ["kept"], hold.deadline, self.now
        self.ended, self.used = {}, {}

    def contradictions(self, fields, states, holds):
        """Return what in a show's hash (parsed records in `holds`) is not as the rules have it."""
        found = []
        seats = {seat for hold in holds.values() for seat in hold.seats}
        if seats != {seat for seat, state in enumerate(states) if state == "1"}:
            found.append(f"the records have {seats}, the states {states}")
        if sum(len(hold.seats) for hold in holds.values()) != len(seats):
            found.append("a seat is in two records")
        live = {
            hold_id: (hold.holder, list(hold.seats), hold.deadline, hold.booked_ms)
            for hold_id, hold in holds.items()
            if hold.deadline > self.now
        }
        if live != {
            i: (hold.holder, hold.seats, hold.deadline, hold.since and to_millis(hold.since))
            for i, hold in self.holds.items()
        }:
            found.append(f"live holds are {live}")
        if holds and fields.get(b"d", b"9") > b"%d" % min(
            to_millis(hold.deadline) for hold in holds.values()
        ):
            found.append("something is due before it is looked for")
        ended = {
            field[2:].decode()
            for field, value in fields.items()
            if field.startswith(b"h:") and value.startswith(b"x") and int(value[1:]) > to_millis(self.now)
        }
        if ended != {hold_id for hold_id, until in self.ended.items() if until > self.now}:
            found.append(f"ended ids are {ended}")
        return found
