"""Shows watched live, through a real Redis."""

import asyncio
import json
from copy import copy

import pytest

from seat_engine import MirrorHub
from seat_engine.audience import SlowRule
from seat_engine.broadcast import Broadcast
from seat_engine.errors import EngineUnavailable, NotOpen
from tests.patience import PATIENCE
from tests.seat_engine.clients import Client, eventually
from tests.seat_engine.peek import commands, forget_commands, publish, subscribers
from tests.seat_engine.terms import take


@pytest.fixture
async def show(live_engine):
    await live_engine.open(42, seat_count=10)
    return 42


@pytest.fixture
async def hub(live_engine, redis):
    async with MirrorHub(live_engine) as hub:
        yield hub


async def current(engine, show, *clients):
    """Wait until clients are at the version Redis is at, and compare all they know with it."""
    fresh = await engine.snapshot(show)
    await eventually(lambda: all(client.picture.version == fresh.version for client in clients))
    for client in clients:
        assert (client.picture.epoch, client.picture.states) == (fresh.epoch, fresh.states)


async def test_a_watcher_gets_a_snapshot_and_then_every_change(hub, live_engine, show):
    await live_engine.sell(show, [9])
    client = Client()

    await hub.watch(show, client)
    assert client.picture.states == "0000000002"
    await take(live_engine, show, [1, 2])
    await current(live_engine, show, client)
    await live_engine.commit(show, "h1", [1])
    await current(live_engine, show, client)
    await live_engine.release(show, "h1", holder="asha")
    await current(live_engine, show, client)
    await live_engine.block(show, [4])
    await current(live_engine, show, client)

    assert client.kinds() == ["snap", "d", "d", "d", "d"]
    assert hub.snapshot(show) == await live_engine.snapshot(show)


async def test_a_change_after_a_quiet_time_leaves_at_once_and_those_within_the_tick_as_one_frame(
    live_engine, show
):
    async with MirrorHub(live_engine, tick=0.5) as hub:
        client = Client()
        await hub.watch(show, client)

        await take(live_engine, show, [0], hold_id="h0")
        await current(live_engine, show, client)
        assert [json.loads(frame)["v"] for frame in client.frames[1:]] == [[2, 2]]
        for seat in range(1, 9):
            await take(live_engine, show, [seat], hold_id=f"h{seat}")
        await current(live_engine, show, client)

    assert [json.loads(frame)["v"] for frame in client.frames[1:]] == [[2, 2], [3, 10]]


async def test_all_watchers_get_the_same_bytes_object(hub, live_engine, show):
    clients = [Client() for _ in range(5)]
    for client in clients:
        await hub.watch(show, client)

    await take(live_engine, show, [1])
    await current(live_engine, show, *clients)

    assert len({id(client.frames[0]) for client in clients}) == 1
    assert len({id(client.frames[1]) for client in clients}) == 1


async def test_a_newcomer_in_the_middle_of_a_tick_misses_nothing(live_engine, redis, show):
    async with MirrorHub(live_engine, tick=0.5) as hub:
        first, second = Client(), Client()
        await hub.watch(show, first)
        await take(live_engine, show, [1])
        await eventually(lambda: (now := hub.snapshot(show)) is not None and now.version == 2)

        await hub.watch(show, second)
        await take(live_engine, show, [2], hold_id="h2")

        await current(live_engine, show, first, second)
    assert second.kinds() == ["snap", "d"]


async def test_a_hub_that_stops_sends_what_is_due_before_it_says_goodbye(live_engine, show):
    async with MirrorHub(live_engine, tick=60.0) as hub:
        client = Client()
        await hub.watch(show, client)
        await take(live_engine, show, [1])
        await current(live_engine, show, client)
        await take(live_engine, show, [2], hold_id="h2")
        await eventually(lambda: (now := hub.snapshot(show)) is not None and now.version == 3)
        assert client.picture.version == 2, "the tick is not over"

        hub.dismiss()

        assert (client.picture.version, client.picture.states) == (3, "0110000000")
        assert client.closed_with == (1001, "this server is stopping")
        with pytest.raises(EngineUnavailable):
            await hub.watch(show, Client())


async def test_watchers_of_one_show_hear_nothing_of_another(hub, live_engine, show):
    await live_engine.open(43, seat_count=4)
    here, there = Client(), Client()
    await hub.watch(show, here)
    await hub.watch(43, there)

    await live_engine.sell(43, [0])
    await current(live_engine, 43, there)

    assert here.kinds() == ["snap"]


async def test_a_client_that_comes_back_gets_what_it_missed(hub, live_engine, show):
    stays, leaves = Client(), Client()
    await hub.watch(show, stays)
    subscription = await hub.watch(show, leaves)
    subscription.cancel()
    await take(live_engine, show, [1])
    await live_engine.sell(show, [2])
    await current(live_engine, show, stays)

    back = Client(leaves.picture)
    await hub.watch(show, back, resume=(leaves.picture.epoch, leaves.picture.version))

    assert back.kinds() == ["d"]
    await current(live_engine, show, back)


async def test_a_client_that_missed_nothing_is_told_so(hub, show):
    client = Client()
    await hub.watch(show, client)

    back = Client(client.picture)
    await hub.watch(show, back, resume=(client.picture.epoch, client.picture.version))

    assert back.kinds() == ["ping"]


async def test_a_client_that_comes_back_from_another_life_gets_a_snapshot(hub, show):
    client = Client()

    await hub.watch(show, client, resume=("another", 1))

    assert client.kinds() == ["snap"]


async def test_a_thousand_clients_that_come_back_cost_redis_one_snapshot(hub, redis, show):
    await forget_commands(redis)

    for _ in range(1000):
        await hub.watch(show, Client(), resume=("another", 1))

    calls = await commands(redis)
    assert calls["evalsha"] == 1
    assert calls["subscribe"] + calls["ssubscribe"] == 1


async def test_clients_that_come_back_to_a_loaded_show_cost_redis_nothing(hub, live_engine, redis, show):
    stays, leaves = Client(), Client()
    await hub.watch(show, stays)
    (await hub.watch(show, leaves)).cancel()
    position = (leaves.picture.epoch, leaves.picture.version)
    await take(live_engine, show, [1])
    await current(live_engine, show, stays)
    await forget_commands(redis)

    for resume in (position, ("another", 1), None):
        for _ in range(300):
            await hub.watch(show, Client(copy(leaves.picture)), resume=resume)

    calls = await commands(redis)
    assert not any(calls[name] for name in ("evalsha", "fcall", "hmget", "subscribe", "ssubscribe"))


async def test_a_price_reaches_the_watchers_of_every_process_and_those_who_come_later(
    live_engine, redis, show
):
    async with MirrorHub(live_engine) as one, MirrorHub(live_engine) as other:
        here, there, later = Client(), Client(), Client()
        await one.watch(show, here)
        await other.watch(show, there)

        await one.price(show, {"standard": 25000, "recliner": 41000}, "ml")
        await current(live_engine, show, here, there)
        await other.watch(show, later)

    for client in (here, there, later):
        assert client.picture.prices == ({"standard": 25000, "recliner": 41000}, "ml")


async def test_lapsed_seats_are_pushed_by_a_sweep(engine, redis, clock):
    await engine.open(42, seat_count=10)
    async with MirrorHub(engine) as hub:
        client = Client()
        await take(engine, 42, [1, 2])
        await hub.watch(42, client)
        clock.forward(minutes=10)

        await engine.sweep_all()

        await current(engine, 42, client)
    assert client.picture.states == "0" * 10


async def test_nothing_is_lost_under_load(hub, live_engine, show):
    """Ten clients come at different moments of two hundred changes; all end with one picture."""
    clients = [Client() for _ in range(10)]

    async def change():
        for n in range(100):
            await take(live_engine, show, [n % 10], hold_id=f"h{n}")
            await live_engine.release(show, f"h{n}", holder="asha")

    work = asyncio.create_task(change())
    for client in clients:
        await hub.watch(show, client)
        await asyncio.sleep(0.005)
    await work

    await current(live_engine, show, *clients)


async def test_what_happens_while_a_snapshot_is_on_its_way_is_applied_after_it(live_engine, show):
    arrived = asyncio.Event()

    async def load():
        snapshot = await live_engine.snapshot(show)
        await arrived.wait()
        return snapshot

    broadcast = Broadcast(show, load=load, tick=0.01, rule=SlowRule(1000, 10.0))
    client = Client()
    epoch = (await live_engine.snapshot(show)).epoch
    broadcast.on_subscribed()
    joining = asyncio.create_task(broadcast.join(client, None))
    await asyncio.sleep(0.05)
    for payload in (f"d {epoch} 1 1 [[0,3]]", f"d {epoch} 2 2 [[1,1]]", f"d {epoch} 3 3 [[2,2]]"):
        broadcast.on_message(payload.encode())

    arrived.set()
    await joining

    assert (client.picture.version, client.picture.states) == (3, "0120000000")
    await broadcast.stop()


async def test_a_message_that_was_lost_is_noticed_and_the_state_loaded_again(hub, live_engine, redis, show):
    client = Client()
    await hub.watch(show, client)
    key = live_engine.keys.show(show)
    await redis.hset(key, mapping={"s": "0002000000", "v": 2})  # a change nobody published

    await take(live_engine, show, [1])

    await current(live_engine, show, client)
    assert client.kinds() == ["snap", "snap"]


async def test_a_message_nobody_understands_costs_a_snapshot_and_nothing_else(hub, live_engine, redis, show):
    client = Client()
    await hub.watch(show, client)

    await publish(live_engine.store, live_engine.keys.channel(show), b"what is this")
    await take(live_engine, show, [1])

    await current(live_engine, show, client)


async def test_an_idle_show_pings_its_version(live_engine, redis, show):
    async with MirrorHub(live_engine, idle_ping=0.05) as hub:
        client = Client()
        await hub.watch(show, client)

        await eventually(lambda: client.kinds().count("ping") >= 2)

    assert json.loads(client.frames[-1]) == {"t": "ping", "v": 1}


async def test_a_change_that_nobody_published_is_found_when_the_show_is_idle(live_engine, redis, show):
    async with MirrorHub(live_engine, idle_ping=0.05) as hub:
        client = Client()
        await hub.watch(show, client)

        await redis.hset(live_engine.keys.show(show), mapping={"s": "0002000000", "v": 2})

        await eventually(lambda: client.picture.states == "0002000000")


async def test_a_slow_client_is_brought_back_by_one_snapshot(live_engine, redis, show):
    async with MirrorHub(live_engine, max_buffer=100) as hub:
        slow, quick = Client(), Client()
        await hub.watch(show, slow)
        await hub.watch(show, quick)
        slow.waiting = 101
        for seat in range(5):
            await live_engine.sell(show, [seat])
            await current(live_engine, show, quick)
        assert slow.kinds() == ["snap"]

        slow.waiting = 0

        await current(live_engine, show, slow)
        assert slow.kinds() == ["snap", "snap"]


async def test_a_client_that_stays_slow_is_closed(live_engine, redis, show):
    async with MirrorHub(live_engine, max_buffer=100, stall_deadline=0.1) as hub:
        slow = Client()
        await hub.watch(show, slow)
        slow.waiting = 101

        await live_engine.sell(show, [1])

        await eventually(lambda: slow.closed_with is not None)
    assert slow.closed_with == (1013, "too slow")


async def test_a_show_that_is_over_says_so_and_lives_again_when_opened_again(hub, live_engine, show):
    client = Client()
    await hub.watch(show, client)

    await live_engine.close(show)
    await eventually(lambda: client.picture.closed)
    with pytest.raises(NotOpen):
        await hub.watch(show, Client())
    assert hub.snapshot(show) is None
    await live_engine.open(show, seat_count=3)

    await eventually(lambda: client.picture.states == "000")


async def test_a_show_that_is_not_open_is_opened_by_the_opener_once(live_engine, redis):
    opened = []

    async def opener(show_id):
        opened.append(show_id)
        await live_engine.open(show_id, seat_count=4, sold=[0])

    async with MirrorHub(live_engine, opener=opener) as hub:
        clients = [Client() for _ in range(10)]
        await asyncio.gather(*(hub.watch(8, client) for client in clients))

    assert opened == [8]
    assert {client.picture.states for client in clients} == {"2000"}


async def test_what_the_opener_raises_reaches_those_who_wanted_to_watch(live_engine, redis):
    async def opener(show_id):
        raise LookupError(show_id)

    async with MirrorHub(live_engine, opener=opener) as hub:
        for _ in range(2):
            with pytest.raises(LookupError):
                await hub.watch(8, Client())


async def test_a_show_nobody_watches_is_let_go_and_comes_back_when_watched(live_engine, redis, show):
    async with MirrorHub(live_engine, linger=0.1) as hub:
        subscription = await hub.watch(show, Client())
        assert hub.snapshot(show) is not None
        subscription.cancel()
        await eventually(lambda: hub.snapshot(show) is None)
        channel = live_engine.keys.channel(show)
        await eventually_unsubscribed(live_engine.store, channel)

        await live_engine.sell(show, [1])
        again = Client()
        await hub.watch(show, again)
        await live_engine.sell(show, [2])

        await current(live_engine, show, again)


async def eventually_unsubscribed(store, channel):
    async with asyncio.timeout(PATIENCE):
        while await subscribers(store, channel):
            await asyncio.sleep(0.01)
