"""Every verb in any order, with time moving, against a reference in plain Python.

After each step: the answer is the reference's, a fresh snapshot is the reference's state, and what a process
and its clients made of the published changes is that snapshot.
"""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from seat_engine import Mirror, PendingHold, SeatEngine, errors
from seat_engine.mirror import Applied
from seat_engine.model import to_millis
from seat_engine.protocol import parse_message
from seat_engine.record import parse_hold
from tests.seat_engine.clients import Picture
from tests.seat_engine.servers import RedisServer

SEATS = 5
TTL = timedelta(seconds=60)
LIFE = timedelta(seconds=100)

SEAT_SETS = st.sets(st.integers(0, SEATS - 1), min_size=1, max_size=3).map(sorted)
HOLD_IDS = st.sampled_from(["h1", "h2", "h3"])
HOLDERS = st.sampled_from(["asha", "ben"])


@dataclass
class Held:
    holder: str
    seats: list[int]
    deadline: datetime
    limit: datetime


class Reference:
    """The rules, said once more without Redis: two sets, a table of holds, and a clock."""

    def __init__(self, now):
        self.now = now
        self.sold = set()
        self.blocked = set()
        self.holds = {}
        self.lapsed_unseen = set()

    def forget_lapsed(self):
        for hold_id, hold in list(self.holds.items()):
            if hold.deadline <= self.now:
                self.lapsed_unseen |= set(hold.seats)
                del self.holds[hold_id]

    def held(self):
        return {seat for hold in self.holds.values() for seat in hold.seats}

    def states(self):
        def state(seat):
            return "2" if seat in self.sold else "3" if seat in self.blocked else "1" if seat in held else "0"

        held = self.held()
        return "".join(map(state, range(SEATS)))

    def require_free(self, seats, *but):
        taken = [
            seat for seat in seats if seat in set.union(self.sold, self.blocked, self.held()).difference(*but)
        ]
        if taken:
            raise errors.SeatsTaken(taken)

    def hold(self, seats, hold_id, holder):
        if first := self.holds.get(hold_id):
            if first.holder != holder:
                raise errors.NotHolder
            if first.seats != seats:
                raise errors.HoldMismatch
            return
        self.require_free(seats)
        self.holds[hold_id] = Held(holder, seats, self.now + TTL, self.now + LIFE)

    def owned(self, hold_id, holder):
        if hold_id not in self.holds:
            raise errors.HoldExpired
        if self.holds[hold_id].holder != holder:
            raise errors.NotHolder
        return self.holds[hold_id]

    def change(self, seats, hold_id, holder):
        hold = self.owned(hold_id, holder)
        self.require_free(seats, hold.seats)
        hold.seats = seats

    def extend(self, hold_id, holder):
        hold = self.owned(hold_id, holder)
        if self.now + TTL > hold.deadline >= hold.limit:
            raise errors.LimitReached
        hold.deadline = max(hold.deadline, min(self.now + TTL, hold.limit))

    def extend_until(self, hold_id, deadline):
        if hold_id not in self.holds:
            raise errors.HoldExpired
        self.holds[hold_id].deadline = max(self.holds[hold_id].deadline, deadline)

    def drop_from_holds(self, seats):
        for hold_id, hold in list(self.holds.items()):
            hold.seats = [seat for seat in hold.seats if seat not in seats]
            if not hold.seats:
                del self.holds[hold_id]

    def release(self, hold_id, holder, seats):
        if hold_id in self.holds:
            hold = self.owned(hold_id, holder)
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

    def free(self, seats, hold_id):
        self.sold -= set(seats)
        if hold_id in self.holds:
            self.drop_from_holds(set(self.holds[hold_id].seats) & set(seats))


class LiveSeats(RuleBasedStateMachine):
    """Drives the engine, the reference, a mirror and two clients side by side."""

    server: RedisServer

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.redis = self.server.client()
        self.prefix = f"{uuid.uuid4().hex}:"
        self.pubsub = self.redis.pubsub()
        self.reference = Reference(self.now)
        self.new_process()
        self.client = Picture()
        self.absent = None

    def wait(self, awaitable):
        return self.loop.run_until_complete(awaitable)

    @initialize(sold=st.sets(st.integers(0, SEATS - 1), max_size=2), blocked=st.sets(st.integers(0, 1)))
    def begin(self, sold, blocked):
        self.wait(self.pubsub.subscribe(self.engine.keys.channel(1)))
        self.reference.sold, self.reference.blocked = set(sold), set(blocked) - set(sold)
        self.wait(self.engine.open(1, seat_count=SEATS, sold=sold, blocked=blocked))

    def teardown(self):
        self.wait(self.pubsub.aclose())
        self.wait(self.redis.aclose())
        self.loop.close()

    def both(self, verb, reference_verb):
        """Run both; they agree on the answer, or on the refusal down to its seats."""
        self.reference.forget_lapsed()
        outcomes: list[tuple[type[Exception], list[int] | None] | None] = []
        for step in (lambda: self.wait(verb), reference_verb):
            try:
                step()
            except errors.SeatEngineError as refusal:
                outcomes.append((type(refusal), getattr(refusal, "seats", None)))
            else:
                outcomes.append(None)
        assert outcomes[0] == outcomes[1]

    @rule(seats=SEAT_SETS, hold_id=HOLD_IDS, holder=HOLDERS)
    def hold(self, seats, hold_id, holder):
        verb = self.engine.hold(1, seats, hold_id=hold_id, holder=holder, ttl=TTL, max_life=LIFE)
        self.both(verb, lambda: self.reference.hold(seats, hold_id, holder))

    @rule(seat=st.integers(0, SEATS - 1), hold_id=HOLD_IDS)
    def hold_one_seat(self, seat, hold_id):
        """The commonest step, said again so that it is taken more often, and granted more often."""
        self.hold([seat], hold_id, "asha")

    @rule(seats=SEAT_SETS, hold_id=HOLD_IDS, holder=HOLDERS)
    def change(self, seats, hold_id, holder):
        verb = self.engine.change(1, hold_id, seats, holder=holder, note=b"changed")
        self.both(verb, lambda: self.reference.change(seats, hold_id, holder))

    @rule(hold_id=HOLD_IDS, holder=HOLDERS)
    def extend(self, hold_id, holder):
        verb = self.engine.extend(1, hold_id, holder=holder, ttl=TTL)
        self.both(verb, lambda: self.reference.extend(hold_id, holder))

    @rule(hold_id=HOLD_IDS, seconds=st.integers(-10, 200))
    def extend_until(self, hold_id, seconds):
        deadline = self.now + timedelta(seconds=seconds)
        verb = self.engine.extend_until(1, hold_id, deadline=deadline)
        self.both(verb, lambda: self.reference.extend_until(hold_id, deadline))

    @rule(hold_id=HOLD_IDS, holder=HOLDERS, seats=st.none() | SEAT_SETS)
    def release(self, hold_id, holder, seats):
        verb = self.engine.release(1, hold_id, holder=holder, seats=seats)
        self.both(verb, lambda: self.reference.release(hold_id, holder, seats))

    @rule(hold_id=HOLD_IDS, seats=SEAT_SETS)
    def commit(self, hold_id, seats):
        self.both(self.engine.commit(1, hold_id, seats), lambda: self.reference.commit(seats))

    @rule(seats=SEAT_SETS)
    def sell(self, seats):
        self.both(self.engine.sell(1, seats), lambda: self.reference.sell(seats))

    @rule(seats=SEAT_SETS, hold_id=st.none() | HOLD_IDS)
    def free(self, seats, hold_id):
        self.both(self.engine.free(1, seats, hold_id=hold_id), lambda: self.reference.free(seats, hold_id))

    @rule(seats=SEAT_SETS)
    def block(self, seats):
        self.both(self.engine.block(1, seats), lambda: self.reference.block(seats))

    @rule(seats=SEAT_SETS)
    def unblock(self, seats):
        def unblock():
            self.reference.blocked -= set(seats)

        self.both(self.engine.unblock(1, seats), unblock)

    @rule(price=st.integers(1, 9))
    def price(self, price):
        self.both(self.engine.price(1, {"standard": price}, "ml"), lambda: None)

    @precondition(lambda self: self.reference.holds)
    @rule(early=st.sampled_from([timedelta(0), timedelta(0), timedelta(milliseconds=1)]))
    def time_passes_to_a_deadline(self, early):
        """To the very moment the next hold lapses, or a millisecond before it."""
        self.now = min(hold.deadline for hold in self.reference.holds.values()) - early
        self.reference.now = self.now

    @rule(seconds=st.sampled_from([1, 30, 60, 100]))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)
        self.reference.now = self.now

    @rule(limit=st.sampled_from([1, 2, 9]))
    def sweep(self, limit):
        self.reference.forget_lapsed()
        swept = self.wait(self.engine.sweep(1, limit=limit))
        assert len(swept) <= limit
        assert not set(swept) & set(self.reference.holds)
        if len(swept) < limit:
            self.listen()
            fresh = self.wait(self.engine.snapshot(1))
            assert self.mirror.snapshot == fresh
            assert self.wait(self.engine.free_counts([1])) == {1: fresh.states.count("0")}
            assert self.client.states == fresh.states
            self.reference.lapsed_unseen.clear()

    @precondition(lambda self: self.reference.holds)
    @rule()
    def a_hold_lapses_and_is_swept(self):
        self.time_passes_to_a_deadline(timedelta(0))
        self.sweep(9)

    @rule()
    def new_process(self):
        self.engine = SeatEngine(self.redis, prefix=self.prefix, clock=lambda: self.now)
        self.mirror = Mirror()
        self.jumped = False

    @rule()
    def redis_loses_everything(self):
        """The show is opened again from the caller's truth: sales, and the holds a payment is pending for."""
        self.reference.forget_lapsed()
        kept = dict(list(self.reference.holds.items())[:1])
        self.wait(self.redis.delete(self.engine.keys.show(1)))
        self.wait(
            self.engine.open(
                1,
                seat_count=SEATS,
                sold=self.reference.sold,
                blocked=self.reference.blocked,
                held=[
                    PendingHold(i, hold.holder, tuple(hold.seats), hold.deadline) for i, hold in kept.items()
                ],
            )
        )
        for hold in kept.values():
            hold.limit = hold.deadline
        self.reference.holds = kept

    @rule()
    def a_client_leaves(self):
        self.absent, self.client = self.client, Picture()
        self.jumped = True

    @rule()
    def the_client_comes_back(self):
        if self.absent is not None and self.absent.epoch is not None:
            missed = self.mirror.catch_up(self.absent.epoch, self.absent.version)
            for frame in missed or self.mirror.snapshot_frames():
                self.absent.take(frame)
            assert (self.absent.epoch, self.absent.version) == (self.client.epoch, self.client.version)
            self.agrees(self.absent.states, self.reference.states())

    def listen(self):
        """Hear all that was published up to now, as a process does, and tell the client."""
        for payload in self.wait(self.published()):
            if self.mirror.apply(parse_message(payload)) is Applied.GAP:
                self.load()
        if not self.mirror.loaded:
            self.load()
        frames = self.mirror.drain()
        if self.jumped:
            self.jumped = False
            frames = list(self.mirror.snapshot_frames())
        for frame in frames:
            self.client.take(frame)

    def load(self):
        self.jumped |= self.mirror.load(self.wait(self.engine.snapshot(1)))

    def agrees(self, seen, fresh):
        """What no sweep has pushed yet is the one difference there may be."""
        for seat, (shown, true) in enumerate(zip(seen, fresh, strict=True)):
            assert shown == true or (shown == "1" and true == "0" and seat in self.reference.lapsed_unseen)

    async def published(self):
        """Redis answers a ping after everything it published before."""
        payloads = []
        await self.pubsub.ping()
        while (message := await self.pubsub.get_message(timeout=5)) is None or message["type"] != "pong":
            if message is not None and message["type"] == "message":
                payloads.append(message["data"])
        return payloads

    @invariant()
    def everyone_sees_the_same(self):
        if not self.pubsub.subscribed:
            return
        self.reference.forget_lapsed()
        fresh = self.wait(self.engine.snapshot(1))
        assert fresh.states == self.reference.states()
        self.nothing_contradicts_itself()
        self.listen()
        mirrored = self.mirror.snapshot
        assert (mirrored.epoch, mirrored.version) == (fresh.epoch, fresh.version)
        self.agrees(mirrored.states, fresh.states)
        self.agrees(self.client.states, fresh.states)

    def nothing_contradicts_itself(self):
        """Below the verbs: seats and holds name each other, and the free seats are counted."""
        fields = self.wait(self.redis.hgetall(self.engine.keys.show(1)))
        seats = {int(field): value for field, value in fields.items() if field.isdigit()}
        records = {field[2:].decode(): value for field, value in fields.items() if field.startswith(b"h:")}
        holds = {hold_id: parse_hold(1, hold_id, record) for hold_id, record in records.items()}
        assert {seat: value for seat, value in seats.items() if value.startswith(b"H")} == {
            seat: f"H{to_millis(hold.deadline):013}{hold_id}".encode()
            for hold_id, hold in holds.items()
            for seat in hold.seats
        }
        assert int(fields[b"f"]) == SEATS - len(seats)
        assert all(int(fields[b"d"]) <= to_millis(hold.deadline) for hold in holds.values())
        assert {
            hold_id: (hold.holder, list(hold.seats), hold.deadline)
            for hold_id, hold in holds.items()
            if hold.deadline > self.now
        } == {i: (hold.holder, hold.seats, hold.deadline) for i, hold in self.reference.holds.items()}


def test_the_engine_its_mirror_and_its_clients_agree_with_the_rules(redis_server):
    machine = type("LiveSeatsHere", (LiveSeats,), {"server": redis_server})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
