"""Redis goes away, comes back empty, or loses its state while nobody notices."""

import asyncio

import pytest

from seat_engine import MirrorHub, SeatEngine
from seat_engine.errors import EngineUnavailable, NotOpen
from seat_engine.feed import Feed
from tests.patience import PATIENCE
from tests.seat_engine.clients import Client, eventually
from tests.seat_engine.terms import states, take


@pytest.fixture
async def redis(own_server):
    client = own_server.client()
    yield client
    await client.aclose()


@pytest.fixture
async def store(own_server):
    store = own_server.store()
    yield store
    await store.aclose()


@pytest.fixture
async def engine(store):
    return SeatEngine(store)


def house(engine):
    """The caller's truth: seat 0 is sold."""

    async def opener(show_id):
        await engine.open(show_id, seat_count=4, sold=[0])

    return opener


async def test_verbs_say_so_when_redis_is_away(engine, own_server):
    await engine.open(1, seat_count=4)
    own_server.kill()

    for verb in (take(engine, 1, [0]), engine.snapshot(1), engine.sweep_all(), engine.open(1, seat_count=4)):
        with pytest.raises(EngineUnavailable):
            await verb


async def answers(store) -> bool:
    try:
        await store.ping()
    except EngineUnavailable:
        return False
    return True


async def test_verbs_say_so_when_redis_does_not_answer(own_server, redis):
    async with asyncio.timeout(PATIENCE):
        patient = own_server.store()
        await SeatEngine(patient).open(1, seat_count=4)
        await patient.aclose()
        store = own_server.store(timeout=0.05)
        engine = SeatEngine(store)
        while not await answers(store):
            await asyncio.sleep(0.05)  # a busy machine may need longer to connect at all
        await redis.client_pause(300)

        with pytest.raises(EngineUnavailable):
            await take(engine, 1, [0])
        await store.aclose()


async def test_verbs_say_so_when_redis_is_full_and_holds_nothing(engine, redis):
    await engine.open(1, seat_count=4)
    await redis.config_set("maxmemory", 1)

    with pytest.raises(EngineUnavailable):
        await take(engine, 1, [0])

    await redis.config_set("maxmemory", 0)
    assert await states(engine, 1) == "0000"


async def test_after_a_loss_holds_fail_closed_until_the_show_is_opened_again(engine, own_server):
    await engine.open(1, seat_count=4, sold=[0])
    own_server.kill()
    own_server.start()

    with pytest.raises(NotOpen):
        await take(engine, 1, [0])
    await engine.open(1, seat_count=4, sold=[0])

    assert await states(engine, 1) == "2000"


async def test_watchers_stay_through_a_restart_and_get_the_new_life(engine, redis, own_server):
    async with MirrorHub(engine, opener=house(engine)) as hub:
        client, quiet = Client(), Client()
        await hub.watch(1, client)
        await hub.watch(2, quiet)
        await take(engine, 1, [1])
        await eventually(lambda: client.picture.states == "2100")
        epoch = client.picture.epoch

        own_server.kill()
        own_server.start()

        await eventually(lambda: client.picture.epoch != epoch)
        assert client.picture.states == "2000"
        await take(engine, 1, [2])
        await eventually(lambda: client.picture.states == "2010")
        assert (client.closed_with, quiet.closed_with) == (None, None)
        await eventually(lambda: "".join(quiet.kinds()) == "snapsnap")


async def test_who_comes_while_redis_is_away_sees_the_last_known_state_or_hears_that_there_is_none(
    engine, redis, own_server
):
    async with MirrorHub(engine, opener=house(engine), load_timeout=0.2) as hub:
        await hub.watch(1, Client())
        own_server.kill()

        late = Client()
        await hub.watch(1, late)
        assert late.picture.states == "2000"
        with pytest.raises(EngineUnavailable):
            await hub.watch(2, Client())

        own_server.start()
        await eventually(lambda: late.kinds() == ["snap", "snap"])
        await hub.watch(2, Client())


async def test_a_hub_that_starts_before_redis_serves_when_redis_is_there(engine, redis, own_server):
    own_server.kill()
    async with MirrorHub(engine, opener=house(engine)) as hub:
        client = Client()
        watching = asyncio.create_task(hub.watch(1, client))
        await asyncio.sleep(0.1)

        own_server.start()

        await watching
        assert client.picture.states == "2000"


async def test_a_flush_reaches_watchers_when_the_show_is_opened_again(engine, redis):
    async with MirrorHub(engine) as hub:
        client = Client()
        await engine.open(1, seat_count=4)
        await hub.watch(1, client)
        await take(engine, 1, [1])
        await eventually(lambda: client.picture.states == "0100")

        await redis.flushall()
        await engine.open(1, seat_count=4)

        await eventually(lambda: client.picture.states == "0000")


async def test_a_flush_that_nobody_notices_is_found_when_the_show_is_idle(engine, redis):
    async with MirrorHub(engine, opener=house(engine), idle_ping=0.05) as hub:
        client = Client()
        await hub.watch(1, client)
        epoch = client.picture.epoch

        await redis.flushall()

        await eventually(lambda: client.picture.epoch != epoch)
        assert client.picture.states == "2000"


async def test_a_connection_that_was_cut_misses_nothing(engine, redis):
    async with MirrorHub(engine) as hub:
        client = Client()
        await engine.open(1, seat_count=4)
        await hub.watch(1, client)

        await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        await take(engine, 1, [1])

        await eventually(lambda: client.picture.states == "0100")
        await engine.sell(1, [2])
        await eventually(lambda: client.picture.states == "0120")


async def test_an_opener_that_fails_is_tried_again_while_anyone_watches(engine, redis):
    truth_is_there = True

    async def opener(show_id):
        if not truth_is_there:
            raise OSError("the database is away")
        await engine.open(show_id, seat_count=4, sold=[0])

    async with MirrorHub(engine, opener=opener, idle_ping=0.05) as hub:
        client = Client()
        await hub.watch(1, client)
        epoch = client.picture.epoch
        truth_is_there = False
        await redis.flushall()
        await asyncio.sleep(0.2)
        assert client.picture.epoch == epoch

        truth_is_there = True

        await eventually(lambda: client.picture.epoch != epoch)


async def test_a_feed_asks_a_silent_server_for_a_sign_of_life_and_leaves_a_dead_one(redis, store):
    confirmed: list[str] = []
    feed = Feed(store, on_message=lambda *_: None, on_subscribed=confirmed.append, silence=0.05)
    feed.start()
    await feed.subscribe("channel")
    await eventually(lambda: confirmed == ["channel"])
    await asyncio.sleep(0.3)
    assert confirmed == ["channel"]

    await redis.client_pause(400)

    await eventually(lambda: len(confirmed) > 1)
    await feed.stop()
