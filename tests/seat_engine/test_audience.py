"""Slow clients: bounded, brought back by one snapshot, closed when they never drain."""

import asyncio

import pytest

from seat_engine.audience import Audience, SlowRule
from seat_engine.protocol import CloseCode
from tests.seat_engine.clients import Client, eventually

SNAP = (b'{"t":"snap","e":"e1","v":9,"s":"00"}',)
MOVE = (b'{"t":"ping","v":9}',)


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def audience(seconds):
    return Audience(SlowRule(max_buffer=1000, deadline=10.0), seconds)


def test_everyone_gets_the_same_object(audience):
    one, other = Client(), Client()
    audience.add(one, SNAP)
    audience.add(other, SNAP)

    audience.broadcast(MOVE)

    assert one.frames[1] is other.frames[1] is MOVE[0]


def test_a_client_with_a_full_buffer_gets_nothing_until_it_has_drained_and_then_one_snapshot(audience):
    slow, quick = Client(), Client()
    audience.add(slow, SNAP)
    audience.add(quick, SNAP)
    slow.waiting = 1001

    audience.broadcast(MOVE)
    slow.waiting = 1
    audience.broadcast(MOVE)
    audience.refresh(lambda: SNAP)
    assert (slow.kinds(), quick.kinds()) == (["snap"], ["snap", "ping", "ping"])
    slow.waiting = 0
    audience.refresh(lambda: SNAP)
    audience.refresh(lambda: SNAP)
    audience.broadcast(MOVE)

    assert slow.kinds() == ["snap", "snap", "ping"]
    assert quick.kinds() == ["snap", "ping", "ping", "ping"]


def test_a_client_that_never_drains_is_closed_and_forgotten(audience, seconds):
    slow, quick = Client(), Client()
    audience.add(slow, SNAP)
    audience.add(quick, SNAP)
    slow.waiting = 1001
    audience.broadcast(MOVE)

    seconds.now += 9.9
    audience.close_stalled()
    assert slow.closed_with is None
    seconds.now += 0.1
    audience.close_stalled()

    assert slow.closed_with == (CloseCode.TRY_AGAIN_LATER, "too slow")
    assert quick.closed_with is None
    assert len(audience) == 1


def test_after_a_jump_everyone_gets_a_snapshot_but_those_whose_buffer_is_full(audience):
    slow, quick = Client(), Client()
    audience.add(slow, SNAP)
    audience.add(quick, SNAP)
    slow.waiting = 1001

    audience.outdate()
    audience.broadcast(MOVE)
    audience.refresh(lambda: SNAP)

    assert (slow.kinds(), quick.kinds()) == (["snap"], ["snap", "snap"])


def test_one_broken_transport_keeps_nothing_from_the_others(audience):
    class Broken(Client):
        def send(self, wire, limit):
            if self.frames:
                raise ConnectionResetError
            return super().send(wire, limit)

    audience.add(Broken(), SNAP)
    well = Client()
    audience.add(well, SNAP)

    audience.broadcast(MOVE)

    assert well.kinds() == ["snap", "ping"]
    assert len(audience) == 1


def test_a_newcomer_whose_transport_fails_is_not_let_in(audience):
    class Gone(Client):
        def send(self, _wire, _limit):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        audience.add(Gone(), SNAP)

    assert len(audience) == 0


def test_a_frame_is_given_its_wire_form_once_however_many_watch(seconds):
    made = []

    def wire(frame):
        made.append(frame)
        return bytes([len(frame)]) + frame

    class Raw(Client):
        def send(self, wire, _limit):
            self.frames.append(wire)
            return True

    audience = Audience(SlowRule(max_buffer=1000, deadline=10.0), seconds, wire)
    one, other = Raw(), Raw()
    audience.add(one, ())
    audience.add(other, ())
    audience.broadcast(MOVE)
    audience.outdate()
    audience.refresh(lambda: SNAP)

    assert made == [*MOVE, *SNAP]
    assert one.frames == [bytes([len(frame)]) + frame for frame in (*MOVE, *SNAP)]
    assert all(mine is theirs for mine, theirs in zip(one.frames, other.frames, strict=True))


def test_a_snapshot_larger_than_the_limit_still_brings_a_client_back(seconds):
    """Each time it has drained it gets one, and it is never closed for what it has just been sent."""

    class Narrow(Client):
        def send(self, wire, limit):
            taken = super().send(wire, limit)
            if taken:
                self.waiting += len(wire)
            return taken

    audience = Audience(SlowRule(max_buffer=10, deadline=10.0), seconds)
    client = Narrow()
    audience.add(client, SNAP)
    for _ in range(3):
        seconds.now += 9.0
        audience.broadcast(MOVE)
        audience.close_stalled()
        client.waiting = 0
        audience.refresh(lambda: SNAP)

    assert client.kinds() == ["snap"] * 4
    assert client.closed_with is None


def test_everyone_is_dismissed_with_one_code_even_who_is_behind(audience):
    slow, quick = Client(), Client()
    audience.add(slow, SNAP)
    audience.add(quick, SNAP)
    slow.waiting = 1001
    audience.broadcast(MOVE)

    audience.dismiss(CloseCode.GOING_AWAY, "stopping")

    assert slow.closed_with == quick.closed_with == (1001, "stopping")
    assert len(audience) == 0


def test_a_cancelled_subscription_gets_nothing_more(audience):
    client = Client()
    subscription = audience.add(client, SNAP)

    subscription.cancel()
    subscription.cancel()
    audience.outdate()
    audience.broadcast(MOVE)
    audience.refresh(lambda: SNAP)

    assert client.kinds() == ["snap"]


class Transport:
    """A watcher on a real socket."""

    def __init__(self, writer):
        self.writer = writer
        self.most = 0

    def send(self, wire, limit):
        if self.buffered() > limit:
            return False
        self.writer.write(wire)
        self.most = max(self.most, self.buffered())
        return True

    def buffered(self):
        return self.writer.transport.get_write_buffer_size()

    def close(self, _code, _reason):
        self.writer.transport.abort()


async def test_a_peer_that_stops_reading_costs_bounded_memory():
    """On a real connection: the peer reads nothing while two hundred times the limit is broadcast."""
    frame = b"x" * 500
    accepted = asyncio.get_running_loop().create_future()

    async def accept(_reader, writer):
        accepted.set_result(writer)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    reader, peer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=1024)
    transport = Transport(await accepted)
    # Fill the kernel's own buffers first: they are not the process's memory.
    while transport.buffered() == 0:
        transport.writer.write(b"y" * 65536)
    filled = transport.buffered()
    rule = SlowRule(max_buffer=filled + 1000, deadline=10.0)
    crowd = Audience(rule, asyncio.get_running_loop().time)
    subscription = crowd.add(transport, ())

    for _ in range(400):
        crowd.broadcast([frame])
    assert transport.most <= filled + 1000 + len(frame)
    assert subscription.needs_snapshot

    async def read_all():
        while await reader.read(1 << 20):
            pass

    drain = asyncio.create_task(read_all())
    await eventually(lambda: transport.buffered() == 0)
    crowd.refresh(lambda: SNAP)
    assert not subscription.needs_snapshot

    transport.writer.close()
    await drain
    peer.close()
    await asyncio.gather(peer.wait_closed(), transport.writer.wait_closed())
    server.close()
    await server.wait_closed()
