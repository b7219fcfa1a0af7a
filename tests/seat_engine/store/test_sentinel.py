"""A master, a replica and sentinels, all real: the master dies and the verbs go on with the other."""

import asyncio

import pytest

from seat_engine import MirrorHub, SeatEngine, open_store
from seat_engine.errors import EngineUnavailable, NotOpen
from tests.patience import PATIENCE
from tests.seat_engine.clients import Client, eventually
from tests.seat_engine.servers import RedisServer, binaries, free_port, until
from tests.seat_engine.terms import take

SERVICE = "seats"
ANY = next(iter(binaries().values()))


class Watched:
    """A master and its replica, watched by a sentinel that lets one second pass before it acts."""

    def __init__(self):
        self.master = RedisServer(ANY, *("--repl-diskless-sync-delay", "0"), password="sesame")
        self.replica = RedisServer(
            ANY,
            *("--replicaof", f"127.0.0.1 {self.master.port}"),
            *("--masterauth", "sesame"),
            password="sesame",
        )
        self.sentinel = RedisServer(ANY)

    def start(self):
        self.master.start()
        self.replica.start()
        with self.replica.admin() as admin:
            until(lambda: admin.info("replication")["master_link_status"] == "up")
        (self.sentinel.home / "sentinel.conf").write_text(
            f"sentinel monitor {SERVICE} 127.0.0.1 {self.master.port} 1\n"
            f"sentinel auth-pass {SERVICE} sesame\n"
            f"sentinel down-after-milliseconds {SERVICE} 1000\n"
            f"sentinel failover-timeout {SERVICE} 6000\n"
        )
        self.sentinel.launch("sentinel.conf", "--sentinel")
        with self.sentinel.admin() as admin:
            # Only when it knows the replica can it name it.
            until(lambda: len(admin.execute_command("SENTINEL REPLICAS", SERVICE)) == 1)

    def close(self):
        for server in (self.sentinel, self.replica, self.master):
            server.close()

    @property
    def url(self):
        nobody = free_port()
        return f"redis+sentinel://:sesame@127.0.0.1:{nobody},127.0.0.1:{self.sentinel.port}/{SERVICE}"


@pytest.fixture
def watched():
    servers = Watched()
    try:
        servers.start()
        yield servers
    finally:
        servers.close()


async def eventually_open(engine, show):
    """Open a show as soon as there is a master that takes it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await engine.open(show, seat_count=4)
            except EngineUnavailable:
                continue


async def test_when_the_master_dies_the_replica_serves_and_watchers_stay(watched):
    store = open_store(watched.url, timeout=1.0)
    engine = SeatEngine(store)
    await engine.open(1, seat_count=4)

    async def opener(show_id):
        await engine.open(show_id, seat_count=4)

    async with MirrorHub(engine, opener=opener) as hub:
        client = Client()
        await hub.watch(1, client)
        await take(engine, 1, [0])
        await eventually(lambda: client.picture.states == "1000")
        with watched.replica.admin() as admin:
            until(lambda: admin.exists(engine.keys.show(1)) == 1)

        watched.master.kill()
        await eventually_open(engine, 2)
        try:
            await take(engine, 1, [1], hold_id="h2", holder="ben")
        except NotOpen:  # the replica had not heard of the show when its master died
            await opener(1)
            await take(engine, 1, [1], hold_id="h2", holder="ben")

        await eventually(lambda: client.picture.states[1] == "1", within=20)
        assert client.closed_with is None
    await store.aclose()


async def test_a_master_that_was_demoted_is_left_for_the_new_one(watched):
    """Nothing was cut: the old master is there, says READONLY, and the sentinel names another."""
    store = open_store(watched.url, timeout=1.0)
    await store.call("k", "SET", "k", "old")
    with watched.sentinel.admin() as sentinel:
        # Refused until the sentinel has seen the replica well.
        until(lambda: bool(sentinel.execute_command("SENTINEL FAILOVER", SERVICE)))
        until(
            lambda: (
                int(sentinel.execute_command("SENTINEL GET-MASTER-ADDR-BY-NAME", SERVICE)[1])
                == watched.replica.port
            )
        )

    with watched.master.admin() as admin:
        # The sentinel would say so too, some seconds later.
        admin.replicaof("127.0.0.1", watched.replica.port)

    assert await store.call("k", "SET", "k", "new") == b"OK"

    with watched.replica.admin() as admin:
        assert (admin.role()[0], admin.get("k")) == ("master", "new")
    await store.aclose()


async def test_a_service_that_no_sentinel_knows_is_said_at_once(watched):
    store = open_store(f"redis+sentinel://127.0.0.1:{watched.sentinel.port}/other", timeout=60)

    with pytest.raises(EngineUnavailable, match="no sentinel knows the master of other"):
        await store.ping()
    await store.aclose()
