"""The same misfortunes under uvloop, on which the server runs: its transports are not asyncio's."""

import inspect
from contextlib import AsyncExitStack

import pytest
import uvloop

from seat_engine import open_store
from tests.seat_engine.servers import CALL_TIMEOUT
from tests.seat_engine.store import test_broken_networks, test_cancellation, test_login
from tests.seat_engine.store.proxy import Proxy, cut_in_the_middle, garble, swallow

ARGUMENTS = {"proxy", "store", "own_server"}


def scenarios():
    """The tests of a network's misfortunes that need nothing but a server behind a proxy."""
    for module in (test_broken_networks, test_cancellation):
        for name, test in inspect.getmembers(module, inspect.iscoroutinefunction):
            if name.startswith("test_") and set(inspect.signature(test).parameters) <= ARGUMENTS:
                yield pytest.param(test, id=name.removeprefix("test_"))


async def play(test, own_server, **more):
    """Run one test with what its fixtures would give it."""
    wanted = inspect.signature(test).parameters
    async with Proxy(own_server.port) as proxy, AsyncExitStack() as stack:
        given = {"proxy": proxy, "own_server": own_server, **more}
        if "store" in wanted:
            given["store"] = store = open_store(proxy.url, timeout=CALL_TIMEOUT)
            stack.push_async_callback(store.aclose)
            await store.ping()
        await test(**{name: given[name] for name in wanted})


@pytest.mark.parametrize("test", list(scenarios()))
def test_it_is_the_same_under_uvloop(test, own_server):
    uvloop.run(play(test, own_server))


@pytest.mark.parametrize("misfortune", [cut_in_the_middle, swallow, garble])
def test_one_misfortune_is_not_noticed_under_uvloop(misfortune, own_server):
    test = test_broken_networks.test_one_misfortune_is_not_noticed_by_callers
    uvloop.run(play(test, own_server, misfortune=misfortune))


def test_tls_and_unix_sockets_serve_under_uvloop(encrypted):
    uvloop.run(test_login.test_tls_checks_who_the_server_is(encrypted))
    uvloop.run(test_login.test_tls_carries_large_commands_and_replies_at_a_quick_pace(encrypted))
    uvloop.run(test_login.test_a_unix_socket_serves())
