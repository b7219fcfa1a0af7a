"""What callers get when the network cuts, stalls and garbles: their own answer, or EngineUnavailable."""

import asyncio

import pytest
from redis.exceptions import NoScriptError, ResponseError

from seat_engine import SeatEngine, open_store
from seat_engine.errors import EngineUnavailable
from tests.patience import PATIENCE
from tests.seat_engine.store.proxy import (
    add_a_reply,
    byte_by_byte,
    cut_in_the_middle,
    garble,
    once,
    pass_on,
    swallow,
)
from tests.seat_engine.terms import take


async def echo(store, payload):
    return await store.call("any", "ECHO", payload)


async def echoes(store, numbers):
    return await asyncio.gather(*(echo(store, f"payload {number}") for number in numbers))


def expected(numbers):
    return [f"payload {number}".encode() for number in numbers]


@pytest.mark.parametrize("misfortune", [cut_in_the_middle, swallow, garble])
async def test_one_misfortune_is_not_noticed_by_callers(proxy, store, misfortune):
    proxy.replies = once(misfortune)

    assert await echoes(store, range(100)) == expected(range(100))
    assert await echoes(store, range(100)) == expected(range(100))
    assert proxy.connections == 2


async def test_a_master_that_says_it_is_none_any_more_is_left_and_the_command_sent_to_the_next(proxy, store):
    """Nothing was cut, and nothing was done: without leaving it, every call would be refused for ever."""

    async def demoted(data):
        yield b"-READONLY You can't write against a read only replica.\r\n"

    proxy.replies = once(demoted)

    assert await store.call("k", "SET", "k", "v") == b"OK"
    assert proxy.connections == 2


@pytest.mark.parametrize(
    "said",
    [
        "LOADING Redis is loading the dataset in memory",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "BUSY Redis is busy running a script.",
        "CLUSTERDOWN The cluster is down",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
        "ERR Error running script (call to f_0): @user_script:7: -OOM command not allowed when used memory",
    ],
)
async def test_a_server_that_cannot_now_is_unavailable(proxy, store, said):
    async def refuse(data):
        yield f"-{said}\r\n".encode()

    proxy.replies = once(refuse)

    with pytest.raises(EngineUnavailable):
        await store.call("k", "SET", "k", "v")
    assert await echo(store, "next") == b"next"
    assert proxy.connections == 1


async def test_what_redis_finds_wrong_with_a_command_is_said_as_it_is(store):
    with pytest.raises(ResponseError, match="unknown command"):
        await store.call("k", "NOSUCHCOMMAND")
    with pytest.raises(NoScriptError):
        await store.call("k", "EVALSHA", "0" * 40, 0)
    with pytest.raises(TypeError):
        await store.call("k", "SET", "k", object())
    assert await echo(store, "next") == b"next"


async def test_a_reply_that_nobody_asked_for_is_nobodys_answer(proxy, store):
    """It stands for a connection that has lost its order, and that is left before the next command."""
    proxy.replies = once(add_a_reply)
    first = store._link._connection
    assert await echo(store, "one") == b"one"
    async with asyncio.timeout(PATIENCE):
        while not first.ended:
            await asyncio.sleep(0.01)

    assert await echoes(store, range(10)) == expected(range(10))
    assert proxy.connections == 2


async def test_a_hold_whose_answer_was_lost_is_answered_as_the_first_time(proxy, store, own_server):
    engine = SeatEngine(store)
    await engine.open(1, seat_count=4)
    await take(engine, 1, [3], hold_id="warm")
    proxy.replies = once(swallow)

    hold = await take(engine, 1, [0, 1], note=b"quote")

    assert proxy.connections == 2
    assert await engine.get_hold(1, "h1") == hold
    assert (await engine.snapshot(1)).version == 3  # opened, and held twice: not three times


async def test_a_command_is_sent_twice_at_most(proxy, store):
    async def swallow_numbers(data):
        async for piece in (swallow if data.startswith(b":") else pass_on)(data):
            yield piece

    proxy.replies = swallow_numbers

    with pytest.raises(EngineUnavailable, match="whether the command took effect is not known"):
        await store.call("counter", "INCR", "counter")

    proxy.replies = pass_on
    assert await store.call("counter", "GET", "counter") == b"2"


async def test_replies_in_single_bytes_are_put_together(proxy, store):
    proxy.replies = byte_by_byte
    await store.call("list", "RPUSH", "list", *range(50), b"\r\n$5\r\n", "")

    assert await echoes(store, range(20)) == expected(range(20))
    items = await store.call("list", "LRANGE", "list", 0, -1)
    assert items == [*(str(n).encode() for n in range(50)), b"\r\n$5\r\n", b""]
    assert proxy.connections == 1


async def test_a_slow_answer_is_an_answer(proxy, store):
    async def late(data):
        await asyncio.sleep(0.05)
        yield data

    proxy.replies = late

    assert await echoes(store, range(10)) == expected(range(10))
    assert proxy.connections == 1


async def test_a_silent_connection_is_left_and_the_next_one_serves(proxy):
    store = open_store(proxy.url, timeout=0.2)
    await store.ping()
    proxy.replies_flow.clear()

    for outcome in await asyncio.gather(*(echo(store, "x") for _ in range(3)), return_exceptions=True):
        assert isinstance(outcome, EngineUnavailable)

    proxy.replies_flow.set()
    assert await echo(store, "y") == b"y"
    assert proxy.connections == 2
    await store.aclose()


async def test_more_calls_than_may_wait_are_refused_at_once_and_harm_nobody(proxy):
    store = open_store(proxy.url, timeout=5, max_waiting=10)
    await store.ping()
    proxy.replies_flow.clear()
    waiting = [asyncio.ensure_future(echo(store, f"payload {number}")) for number in range(10)]
    await asyncio.sleep(0)

    with pytest.raises(EngineUnavailable, match="too many"):
        await echo(store, "one more")

    assert not any(call.done() for call in waiting)
    proxy.replies_flow.set()
    assert await asyncio.gather(*waiting) == expected(range(10))
    assert await echo(store, "again") == b"again"
    await store.aclose()


async def test_a_peer_that_does_not_read_is_not_written_to(proxy, store):
    """What it does not take stays with us, counted, and not in a buffer without end."""
    proxy.commands_flow.clear()
    big = b"x" * 2**20
    calls = [asyncio.ensure_future(store.call("k", "SET", "k", big)) for _ in range(40)]
    connection = store._link._connection
    async with asyncio.timeout(PATIENCE):
        while connection.writable:
            await asyncio.sleep(0.01)
    late = asyncio.ensure_future(echo(store, "late"))
    await asyncio.sleep(0)
    unsent = connection._transport.get_write_buffer_size()

    proxy.commands_flow.set()

    assert set(await asyncio.gather(*calls)) == {b"OK"}
    assert await late == b"late"
    assert unsent < 41 * 2**20
    assert proxy.connections == 1


async def test_calls_wait_for_a_server_that_is_soon_back(own_server):
    store = own_server.store()
    await store.ping()
    own_server.kill()
    calls = [asyncio.ensure_future(echo(store, f"payload {number}")) for number in range(5)]
    await asyncio.sleep(0.05)

    own_server.start()

    assert await asyncio.gather(*calls) == expected(range(5))
    await store.aclose()


async def test_a_server_that_stays_away_costs_no_caller_more_than_the_timeout(own_server):
    own_server.kill()
    store = own_server.store(timeout=0.2)
    async with asyncio.timeout(PATIENCE):
        for _ in range(5):
            with pytest.raises(EngineUnavailable):
                await echo(store, "x")
        with pytest.raises(EngineUnavailable):
            await store.ping()

        own_server.start()

        while True:
            try:
                assert await echo(store, "back") == b"back"
            except EngineUnavailable:
                continue
            break
    await store.aclose()


async def test_a_closed_store_fails_what_waits_and_takes_nothing_more(proxy):
    store = open_store(proxy.url)
    await store.ping()
    proxy.replies_flow.clear()
    waiting = asyncio.ensure_future(echo(store, "x"))
    await asyncio.sleep(0)

    await store.aclose()

    for call in (waiting, echo(store, "y")):
        with pytest.raises(EngineUnavailable, match="closed"):
            await call


async def test_calls_of_one_moment_leave_together(proxy, store, own_server):
    """Six commands, fewer than are written ahead, arrive as one packet and are answered as one."""
    sizes = []

    async def note(data):
        sizes.append(data.count(b"\r\n") // 2)
        yield data

    proxy.replies = note

    await echoes(store, range(6))

    assert sizes == [6]
