"""What is said to a server before the first command: passwords, users, databases, TLS, Unix sockets."""

import socket

import pytest
from redis.exceptions import ResponseError

from seat_engine import MirrorHub, SeatEngine, open_store
from seat_engine.errors import EngineUnavailable
from tests.seat_engine.clients import Client, eventually
from tests.seat_engine.servers import CALL_TIMEOUT, RedisServer, binaries
from tests.seat_engine.terms import take

ANY = next(iter(binaries().values()))


@pytest.fixture(scope="module")
def guarded():
    """A server with a password, and a user who may see the keys of seats only."""
    server = RedisServer(ANY, password="sesame")
    try:
        server.start()
        with server.admin() as admin:
            admin.execute_command("ACL SETUSER", "seats", "on", ">p@ss:word/", "~seats:*", "&*", "+@all")
        yield server
    finally:
        server.close()


async def talk(url, *command, patience=CALL_TIMEOUT):
    store = open_store(url, timeout=patience)
    try:
        return await store.call(command[1] if len(command) > 1 else "", *command)
    finally:
        await store.aclose()


async def test_a_password_opens(guarded):
    assert await talk(f"redis://:sesame@127.0.0.1:{guarded.port}", "PING") == b"PONG"


async def test_a_user_with_an_awkward_password_opens_what_is_theirs(guarded):
    url = f"redis://seats:p%40ss%3Aword%2F@127.0.0.1:{guarded.port}"

    assert await talk(url, "SET", "seats:1", "x") == b"OK"
    with pytest.raises(ResponseError, match="NOPERM"):
        await talk(url, "SET", "other", "x")


@pytest.mark.parametrize("binary", binaries().values(), ids=binaries().keys())
async def test_a_user_with_no_more_rights_than_the_manual_says_can_do_everything(binary):
    rights = ["~*{show:*", "~*shows:open", "resetchannels", "&*{show:*", "+@all", "-@dangerous"]
    server = RedisServer(binary)
    try:
        server.start()
        with server.admin() as admin:
            admin.execute_command("ACL SETUSER", "modest", "on", ">x", *rights)
        store = open_store(f"redis://modest:x@127.0.0.1:{server.port}", timeout=CALL_TIMEOUT)
        engine = SeatEngine(store, prefix="demo:")
        await engine.open(1, seat_count=4)
        async with MirrorHub(engine) as hub:
            client = Client()
            await hub.watch(1, client)
            await take(engine, 1, [0])
            await engine.commit(1, "h1", [0])
            await engine.sweep_all()
            await eventually(lambda: client.picture.states == "2000")
        await engine.close(1)
        with pytest.raises(ResponseError, match="NOPERM"):
            await store.call("", "FLUSHALL")
        await store.aclose()
    finally:
        server.close()


@pytest.mark.parametrize("who", [":wrong@", "seats:sesame@", "nobody:sesame@"])
async def test_a_wrong_password_is_said_at_once(guarded, who):
    with pytest.raises(EngineUnavailable, match=r"WRONGPASS|invalid"):
        await talk(f"redis://{who}127.0.0.1:{guarded.port}", "PING", patience=60)


async def test_no_password_where_one_is_needed_is_said_at_once(guarded):
    with pytest.raises(EngineUnavailable, match="NOAUTH"):
        await talk(f"redis://127.0.0.1:{guarded.port}", "PING", patience=60)


async def test_a_numbered_database_is_selected_again_on_every_connection(own_server):
    store = open_store(f"{own_server.url}/3", timeout=CALL_TIMEOUT)
    await store.call("k", "SET", "k", "in three")
    own_server_admin = own_server.admin()
    own_server_admin.client_kill_filter(skipme=True, _type="normal")

    assert await store.call("k", "GET", "k") == b"in three"

    own_server_admin.select(3)
    assert own_server_admin.get("k") == "in three"
    own_server_admin.close()
    await store.aclose()


async def test_our_connections_have_a_name(own_server):
    assert b"name=moviemagic-seats" in await talk(own_server.url, "CLIENT", "LIST")


async def test_a_connection_that_is_idle_is_kept_alive(own_server):
    store = own_server.store()
    await store.ping()

    sock = store._link._connection._transport.get_extra_info("socket")

    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    await store.aclose()


async def test_a_unix_socket_serves():
    server = RedisServer(ANY, "--unixsocket", "seats.sock", password="sesame")
    try:
        server.start()
        url = f"unix://:sesame@{server.home}/seats.sock?db=2"

        assert await talk(url, "SET", "k", "v") == b"OK"

        with server.admin() as admin:
            admin.select(2)
            assert admin.get("k") == "v"
    finally:
        server.close()


async def test_tls_checks_who_the_server_is(encrypted):
    port, cert = encrypted

    assert await talk(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={cert}", "PING") == b"PONG"
    with pytest.raises(EngineUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        await talk(f"rediss://127.0.0.1:{port}", "PING", patience=0.5)


async def test_tls_without_a_check_is_there_for_who_asks(encrypted):
    assert await talk(f"rediss://127.0.0.1:{encrypted[0]}?ssl_cert_reqs=none", "PING") == b"PONG"


async def test_tls_carries_large_commands_and_replies_at_a_quick_pace(encrypted):
    store = open_store(f"rediss://127.0.0.1:{encrypted[0]}?ssl_cert_reqs=none", timeout=CALL_TIMEOUT)
    big = b"x" * 2**18

    for _ in range(20):
        assert await store.call("k", "ECHO", big) == big
    await store.aclose()


async def test_plain_words_to_a_tls_port_are_no_answer(encrypted):
    with pytest.raises(EngineUnavailable):
        await talk(f"redis://127.0.0.1:{encrypted[0]}", "PING", patience=0.5)
