"""Every verb in any order, with time moving, against a reference in plain Python.

After each step: the answer is the reference's, a fresh snapshot is the reference's state, and what a process
and its clients made of the published changes is that snapshot.
"""

import asyncio
import uuid
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

from seat_engine import Limits, Mirror, PendingHold, SeatEngine, errors
from seat_engine.mirror import Applied
from seat_engine.protocol import parse_message
from seat_engine.record import parse_hold
from tests.seat_engine.clients import Picture
from tests.seat_engine.halls import draw
from tests.seat_engine.peek import Listener
from tests.seat_engine.reference import Reference
from tests.seat_engine.servers import RedisCluster, RedisServer

PLAN = draw("......", "W.P")
SEATS = len(PLAN.seats)
TTL = timedelta(seconds=60)
LIFE = timedelta(seconds=100)
LIMITS = Limits(
    holder_seats=3,
    address_seats=4,
    show_seats=5,
    holder_quota=5,
    address_quota=6,
    window=timedelta(minutes=5),
)

SEAT_SETS = st.sets(st.integers(0, SEATS - 1), min_size=1, max_size=3).map(sorted)
HOLD_IDS = st.sampled_from(["h1", "h2", "h3"]) | st.integers(4, 99).map("h{}".format)
MOSTLY = st.sampled_from([True, True, True, True, False])
ANY = st.integers(0, 1000)
ADDRESSES = st.sampled_from(["here", "there", ""])
WISHES = st.sampled_from([{}, {"accessible": True}, {"category": "standard"}, {"avoid_gaps": False}])
ATTEMPTS = st.sampled_from(["a1", "a2"])
HOLDERS = st.sampled_from(["asha", "ben"])


class LiveSeats(RuleBasedStateMachine):
    """Drives the engine, the reference, a mirror and two clients side by side."""

    server: RedisServer | RedisCluster

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.redis = self.server.client()
        self.store = self.server.store()
        self.prefix = f"{uuid.uuid4().hex}:"
        self.listener: Listener | None = None
        self.reference = Reference(self.now, PLAN, ttl=TTL, life=LIFE)
        self.sent = []
        self.asked = []
        self.new_process()
        self.client = Picture()
        self.absent = None

    def wait(self, awaitable):
        return self.loop.run_until_complete(awaitable)

    @initialize(sold=st.sets(st.integers(0, SEATS - 1), max_size=2), blocked=st.sets(st.integers(0, 1)))
    def begin(self, sold, blocked):
        self.listener = Listener(self.store, self.engine.keys.channel(1))
        self.wait(self.listener.open())
        self.reference.sold, self.reference.blocked = set(sold), set(blocked) - set(sold)
        self.wait(self.engine.open(1, seat_count=SEATS, sold=sold, blocked=blocked))

    def teardown(self):
        if self.listener is not None:
            self.wait(self.listener.close())
        self.wait(self.redis.aclose())
        self.wait(self.store.aclose())
        self.loop.close()

    def both(self, verb, reference_verb):
        """Run both; they agree on the answer, or on the refusal down to what it names."""
        self.reference.forget_lapsed()
        outcomes: list[tuple[object, ...] | None] = []
        answer = None
        for step in (lambda: self.wait(verb), reference_verb):
            try:
                answer = step() or answer
            except errors.SeatEngineError as refusal:
                named = {
                    name: sorted(value) if name == "seats" else value
                    for name, value in vars(refusal).items()
                    if not name.startswith("__")
                }
                outcomes.append((type(refusal), named))
            else:
                outcomes.append(None)
        assert outcomes[0] == outcomes[1]
        return answer, outcomes[0] is None

    def once(self, send, reference_verb):
        """Run a verb that has request ids as `both` does, and remember what it answered."""
        request = f"r{len(self.sent)}"
        answer, granted = self.both(send(request), reference_verb)
        if granted:
            self.sent.append((send, request, answer))

    @precondition(lambda self: self.sent)
    @rule(which=ANY)
    def an_earlier_request_comes_again(self, which):
        send, request, answer = self.sent[which % len(self.sent)]
        before = self.wait(self.engine.snapshot(1))
        assert self.wait(send(request)) == answer
        assert self.wait(self.engine.snapshot(1)) == before

    @precondition(lambda self: self.asked)
    @rule(which=ANY)
    def an_earlier_request_to_hold_comes_again(self, which):
        send, reference_verb = self.asked[which % len(self.asked)]
        self.both(send(), reference_verb)

    def ask(self, send, reference_verb):
        """Run `hold` or `best`, whose request is known by the hold's id."""
        self.asked.append((send, reference_verb))
        self.both(send(), reference_verb)

    def some_free(self, seats, lucky):
        """Return as many seats, free ones if there are any and the luck is there."""
        self.reference.forget_lapsed()
        free = sorted(self.reference.free_seats())
        return sorted({free[seat % len(free)] for seat in seats}) if free and lucky else seats

    def some_hold(self, which, right):
        """Return the id of a live hold, if there is one, and its holder, or somebody else."""
        self.reference.forget_lapsed()
        if not self.reference.holds:
            return "h1", "asha"
        hold_id = sorted(self.reference.holds)[which % len(self.reference.holds)]
        holder = self.reference.holds[hold_id].holder
        return hold_id, holder if right else {"asha": "ben", "ben": "asha"}[holder]

    @rule(
        seats=SEAT_SETS,
        lucky=MOSTLY,
        hold_id=HOLD_IDS,
        holder=HOLDERS,
        address=ADDRESSES,
        plan=st.sampled_from([None, PLAN]),
    )
    def hold(self, seats, lucky, hold_id, holder, address, plan):
        seats = self.some_free(seats, lucky)
        self.ask(
            lambda: self.engine.hold(
                1,
                seats,
                hold_id=hold_id,
                holder=holder,
                ttl=TTL,
                max_life=LIFE,
                address=address,
                limits=LIMITS,
                plan=plan,
            ),
            lambda: self.reference.hold(seats, hold_id, holder, address=address, limits=LIMITS, plan=plan),
        )

    @rule(seats=SEAT_SETS, holder=HOLDERS, fresh=ANY, plan=st.sampled_from([None, PLAN]))
    def another_hold(self, seats, holder, fresh, plan):
        """The commonest step, said again so that it is taken more often, and granted more often."""
        self.hold(seats, True, f"n{fresh}", holder, "here", plan)

    @rule(seat=st.integers(0, SEATS - 1), hold_id=HOLD_IDS)
    def hold_one_seat(self, seat, hold_id):
        self.hold([seat], True, hold_id, "asha", "here", None)

    @rule(count=st.integers(1, 3), hold_id=HOLD_IDS, holder=HOLDERS, address=ADDRESSES, wish=WISHES)
    def best(self, count, hold_id, holder, address, wish):
        self.ask(
            lambda: self.engine.best(
                1,
                count,
                plan=PLAN,
                hold_id=hold_id,
                holder=holder,
                ttl=TTL,
                max_life=LIFE,
                address=address,
                limits=LIMITS,
                **wish,
            ),
            lambda: self.reference.best(count, hold_id, holder, address=address, limits=LIMITS, **wish),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(
        seats=SEAT_SETS,
        lucky=MOSTLY,
        keeps=st.booleans(),
        which=ANY,
        right=MOSTLY,
        plan=st.sampled_from([None, PLAN]),
    )
    def change(self, seats, lucky, keeps, which, right, plan):
        hold_id, holder = self.some_hold(which, right)
        wanted = self.some_free(seats, lucky)
        if keeps and hold_id in self.reference.holds:
            wanted = sorted({*wanted, self.reference.holds[hold_id].seats[0]})
        self.once(
            lambda r: self.engine.change(
                1, hold_id, wanted, holder=holder, note=b"changed", limits=LIMITS, plan=plan, request=r
            ),
            lambda: self.reference.change(wanted, hold_id, holder, limits=LIMITS, plan=plan),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, right=MOSTLY)
    def extend(self, which, right):
        hold_id, holder = self.some_hold(which, right)
        self.once(
            lambda r: self.engine.extend(1, hold_id, holder=holder, ttl=TTL, request=r),
            lambda: self.reference.extend(hold_id, holder),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, seconds=st.integers(-10, 200))
    def extend_until(self, which, seconds):
        hold_id, _ = self.some_hold(which, right=True)
        deadline = self.now + timedelta(seconds=seconds)
        self.once(
            lambda r: self.engine.extend_until(1, hold_id, deadline=deadline, request=r),
            lambda: self.reference.extend_until(hold_id, deadline),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, seconds=st.integers(-10, 200), attempt=ATTEMPTS, holder=HOLDERS)
    def book(self, which, seconds, attempt, holder):
        hold_id, _ = self.some_hold(which, right=True)
        deadline = self.now + timedelta(seconds=seconds)
        self.both(
            self.engine.book(1, hold_id, holder=holder, deadline=deadline, attempt=attempt),
            lambda: self.reference.book(hold_id, holder, deadline, attempt),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, attempt=ATTEMPTS)
    def an_attempt_to_book_fails(self, which, attempt):
        hold_id, _ = self.some_hold(which, right=True)
        self.both(
            self.engine.unbook(1, hold_id, attempt=attempt),
            lambda: self.reference.unbook(hold_id, attempt, None),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, seconds=st.sampled_from([0, 5, 30]))
    def attempts_of_the_dead_are_taken_back(self, which, seconds):
        hold_id, _ = self.some_hold(which, right=True)
        before = self.now - timedelta(seconds=seconds)
        self.both(
            self.engine.unbook(1, hold_id, before=before), lambda: self.reference.unbook(hold_id, "", before)
        )

    @rule(seats=SEAT_SETS, hold_id=HOLD_IDS, seconds=st.integers(-10, 200))
    def keep(self, seats, hold_id, seconds):
        deadline = self.now + timedelta(seconds=seconds)
        self.both(
            self.engine.keep(1, hold_id, seats, holder="ben", deadline=deadline),
            lambda: self.reference.keep_booked(seats, hold_id, "ben", deadline),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, seats=st.none() | SEAT_SETS)
    def the_house_releases(self, which, seats):
        hold_id, _ = self.some_hold(which, right=True)
        self.once(
            lambda r: self.engine.release(1, hold_id, holder=None, seats=seats, request=r),
            lambda: self.reference.release(hold_id, None, seats),
        )

    @precondition(lambda self: self.reference.holds)
    @rule(which=ANY, right=MOSTLY, seats=st.none() | SEAT_SETS)
    def release(self, which, right, seats):
        hold_id, holder = self.some_hold(which, right)
        self.once(
            lambda r: self.engine.release(1, hold_id, holder=holder, seats=seats, request=r),
            lambda: self.reference.release(hold_id, holder, seats),
        )

    @rule(which=ANY, own=MOSTLY, seats=SEAT_SETS)
    def commit(self, which, own, seats):
        hold_id, _ = self.some_hold(which, right=True)
        if own and hold_id in self.reference.holds:
            seats = list(self.reference.holds[hold_id].seats)
        self.once(
            lambda r: self.engine.commit(1, hold_id, seats, request=r), lambda: self.reference.commit(seats)
        )

    @rule(seat=st.integers(0, SEATS - 1))
    def sell(self, seat):
        self.once(lambda r: self.engine.sell(1, [seat], request=r), lambda: self.reference.sell([seat]))

    @rule(seats=SEAT_SETS)
    def free_what_is_sold(self, seats):
        self.free(seats, None)

    @rule(seats=SEAT_SETS, hold_id=st.none() | HOLD_IDS)
    def free(self, seats, hold_id):
        self.once(
            lambda r: self.engine.free(1, seats, hold_id=hold_id, request=r),
            lambda: self.reference.free(seats, hold_id),
        )

    @rule(seats=SEAT_SETS)
    def block(self, seats):
        self.once(lambda r: self.engine.block(1, seats, request=r), lambda: self.reference.block(seats))

    @rule(seats=SEAT_SETS)
    def unblock(self, seats):
        self.once(lambda r: self.engine.unblock(1, seats, request=r), lambda: self.reference.unblock(seats))

    @rule(price=st.integers(1, 9))
    def price(self, price):
        self.once(lambda r: self.engine.price(1, {"standard": price}, "ml", request=r), lambda: None)

    @precondition(lambda self: self.reference.holds)
    @rule(early=st.sampled_from([timedelta(0), timedelta(0), timedelta(milliseconds=1)]))
    def time_passes_to_a_deadline(self, early):
        """To the very moment the next hold lapses, or a millisecond before it."""
        self.now = min(hold.deadline for hold in self.reference.holds.values()) - early
        self.reference.now = self.now

    @rule(seconds=st.sampled_from([1, 5, 20, 60]))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)
        self.reference.now = self.now

    @precondition(lambda self: self.reference.ended)
    @rule()
    def time_passes_until_ended_ids_are_free_again(self):
        self.now = min(self.reference.ended.values())
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
        self.engine = SeatEngine(self.store, prefix=self.prefix, clock=lambda: self.now)
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
        self.reference.lose_all_but(kept)

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
        assert self.listener is not None
        for payload in self.wait(self.listener.heard()):
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

    @invariant()
    def everyone_sees_the_same(self):
        if self.listener is None:
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
        """Below the verbs: states, holds and what ended agree, and nothing lapses before it is looked for."""
        fields = self.wait(self.redis.hgetall(self.engine.keys.show(1)))
        records = {
            field[2:].decode(): value
            for field, value in fields.items()
            if field.startswith(b"h:") and not value.startswith(b"x")
        }
        holds = {hold_id: parse_hold(1, hold_id, record) for hold_id, record in records.items()}
        assert self.reference.contradictions(fields, fields[b"s"].decode(), holds) == []


def test_the_engine_its_mirror_and_its_clients_agree_with_the_rules(redis_server):
    machine = type("LiveSeatsHere", (LiveSeats,), {"server": redis_server})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30 if isinstance(redis_server, RedisCluster) else 100,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
