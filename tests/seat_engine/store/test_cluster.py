"""A real cluster whose slots move, whose map is old, and whose nodes die."""

import asyncio
from contextlib import ExitStack

import pytest

from seat_engine import MirrorHub, SeatEngine, open_store
from seat_engine.errors import EngineUnavailable, SeatsTaken
from seat_engine.store.address import Server
from seat_engine.store.slots import slot_of
from tests.patience import PATIENCE
from tests.seat_engine.clients import Client, eventually
from tests.seat_engine.servers import RedisCluster, until
from tests.seat_engine.terms import take

# One show on each node, whatever the names of the keys have come to.
SLOT_RANGES = 3


def shows_by_node(engine):
    """A show for each of the three nodes, in their order."""
    found: dict[int, int] = {}
    show = 1
    while len(found) < SLOT_RANGES:
        found.setdefault(slot_of(engine.keys.show(show)) * SLOT_RANGES // 16_384, show)
        show += 1
    return [found[node] for node in range(SLOT_RANGES)]


def owner(cluster, slot):
    """The node that says a slot is its own."""
    for node in cluster.nodes:
        with node.admin() as admin:
            for first, last, (_, port, *_), *_ in admin.execute_command("CLUSTER SLOTS"):
                if first <= slot <= last and port == node.port:
                    return node
    raise LookupError(slot)


class Move:
    """Moves a slot from its owner to another node, step by step."""

    def __init__(self, cluster, slot):
        self.cluster = cluster
        self.slot = slot
        self.source = owner(cluster, slot)
        self.target = next(node for node in cluster.nodes if node is not self.source)

    def __enter__(self):
        self.stack = ExitStack()
        self.admins = {node: self.stack.enter_context(node.admin()) for node in self.cluster.nodes}
        self.ids = {node: admin.execute_command("CLUSTER MYID") for node, admin in self.admins.items()}
        return self

    def __exit__(self, *_):
        self.stack.close()

    def begin(self):
        self.admins[self.target].execute_command(
            "CLUSTER SETSLOT", self.slot, "IMPORTING", self.ids[self.source]
        )
        self.admins[self.source].execute_command(
            "CLUSTER SETSLOT", self.slot, "MIGRATING", self.ids[self.target]
        )

    def move_keys(self):
        keys = self.admins[self.source].execute_command("CLUSTER GETKEYSINSLOT", self.slot, 100)
        for key in keys:
            self.admins[self.source].execute_command("MIGRATE", "127.0.0.1", self.target.port, key, 0, 5000)
        return keys

    def finish(self):
        for node in (self.target, self.source, *self.cluster.nodes):
            self.admins[node].execute_command("CLUSTER SETSLOT", self.slot, "NODE", self.ids[self.target])


@pytest.fixture
def engine(sharded_store, prefix):
    return SeatEngine(sharded_store, prefix=prefix)


async def test_every_call_goes_to_the_node_that_has_its_key(sharded_store, engine, own_cluster):
    for show in shows_by_node(engine):
        await engine.open(show, seat_count=4)
        await take(engine, show, [1])

    assert len(sharded_store._links) == len(own_cluster.nodes)
    for node, show in zip(own_cluster.nodes, shows_by_node(engine), strict=True):
        with node.admin() as admin:
            assert admin.exists(engine.keys.show(show)) == 1
    assert await engine.free_counts(shows_by_node(engine)) == dict.fromkeys(shows_by_node(engine), 3)


async def test_many_calls_at_once_get_each_their_own_answer(sharded_store):
    numbers = range(2000)
    await asyncio.gather(*(sharded_store.call(f"k{n}", "SET", f"k{n}", n) for n in numbers))

    got = await asyncio.gather(*(sharded_store.call(f"k{n}", "GET", f"k{n}") for n in numbers))

    assert got == [str(n).encode() for n in numbers]


async def test_a_map_that_is_wrong_is_put_right_by_the_first_who_is_sent_elsewhere(
    sharded_store, own_cluster
):
    await sharded_store.call("k", "SET", "k", "v")
    right = sharded_store._map
    # Everything one node further on than it is.
    wrong = {node.port: own_cluster.nodes[at - 1].port for at, node in enumerate(own_cluster.nodes)}
    sharded_store._take([Server("127.0.0.1", wrong[server.port]) for server in right])

    assert await sharded_store.call("k", "GET", "k") == b"v"
    await eventually(lambda: sharded_store._map == right)


async def test_one_look_at_the_map_serves_all_who_need_it(own_cluster, own_cluster_admin):
    store = own_cluster.store()
    own_cluster_admin.execute_command("CONFIG RESETSTAT")

    await asyncio.gather(*(store.call(f"k{n}", "GET", f"k{n}") for n in range(200)))

    assert own_cluster_admin.info("commandstats")["cmdstat_cluster|slots"]["calls"] == 1
    await store.aclose()


async def test_a_slot_that_moves_under_load_loses_no_answer_and_no_change(engine, own_cluster):
    show = shows_by_node(engine)[0]
    await engine.open(show, seat_count=400)
    granted = []
    stop = asyncio.Event()

    async def shopper(number):
        """Holds seats of their own one after the other; every hold is granted, whatever moves."""
        for seat in range(number, 400, 8):
            if stop.is_set():
                return
            hold = await take(engine, show, [seat], hold_id=f"h{seat}", holder=f"p{number}")
            assert hold.seats == (seat,)
            granted.append(seat)
            await asyncio.sleep(0.005)

    async def reach(count):
        async with asyncio.timeout(PATIENCE):
            while len(granted) < count:
                await asyncio.sleep(0.001)

    async with MirrorHub(engine) as hub:
        client = Client()
        await hub.watch(show, client)
        shoppers = [asyncio.create_task(shopper(number)) for number in range(8)]
        with Move(own_cluster, slot_of(engine.keys.show(show))) as move:
            await reach(40)
            await asyncio.to_thread(move.begin)
            await reach(80)
            assert await asyncio.to_thread(move.move_keys)
            await reach(120)
            await asyncio.to_thread(move.finish)
            await reach(160)
        stop.set()
        await asyncio.gather(*shoppers)

        fresh = await engine.snapshot(show)
        assert fresh.states == "".join("1" if seat in granted else "0" for seat in range(400))
        assert fresh.version == 1 + len(granted)
        await eventually(lambda: client.picture.version == fresh.version)
        assert client.picture.states == fresh.states
        assert owner(own_cluster, move.slot) is move.target
        await take(engine, show, [399], hold_id="last")
        await eventually(lambda: client.picture.states[399] == "1")


async def test_a_move_that_is_half_done_serves_keys_on_both_sides(sharded_store, own_cluster):
    await sharded_store.call("{half}a", "SET", "{half}a", "moved")
    with Move(own_cluster, slot_of("{half}a")) as move:
        move.begin()
        move.move_keys()

        assert await sharded_store.call("{half}a", "GET", "{half}a") == b"moved"
        await sharded_store.call("{half}b", "SET", "{half}b", "new")
        assert (
            await asyncio.gather(
                *(sharded_store.call(key, "GET", key) for key in ["{half}a", "{half}b"] * 50)
            )
            == [b"moved", b"new"] * 50
        )
        with pytest.raises(EngineUnavailable):
            # Some keys of one command here and some there: for as long as that lasts, nobody can answer it.
            await open_and_call(own_cluster, "{half}b", "MGET", "{half}b", "{half}nowhere")

        move.finish()
        assert await sharded_store.call("{half}b", "GET", "{half}b") == b"new"


async def open_and_call(cluster, key, *command):
    store = cluster.store(timeout=0.2)
    try:
        return await store.call(key, *command)
    finally:
        await store.aclose()


async def test_nodes_that_send_each_other_the_call_are_left_in_the_end(sharded_store, own_cluster):
    """Two nodes that each hold the other for the owner: a call is not sent round for ever."""
    slot = slot_of("loop")
    with Move(own_cluster, slot) as move:
        third = next(node for node in own_cluster.nodes if node not in {move.source, move.target})
        move.admins[move.source].execute_command("CLUSTER SETSLOT", slot, "NODE", move.ids[move.target])
        try:
            with pytest.raises(EngineUnavailable, match="node to node"):
                await sharded_store.call("loop", "GET", "loop")
        finally:
            for node in (move.source, third, move.target):
                move.admins[node].execute_command("CLUSTER SETSLOT", slot, "NODE", move.ids[move.source])
    assert await sharded_store.call("loop", "GET", "loop") is None


async def test_when_a_node_dies_the_others_go_on_and_it_serves_again_when_it_is_back(prefix):
    cluster = RedisCluster()
    try:
        cluster.start()
        store = open_store(cluster.url, timeout=0.5)
        engine = SeatEngine(store, prefix=prefix)
        dead, *alive = shows_by_node(engine)

        async def opener(show_id):
            await engine.open(show_id, seat_count=4)

        # The set of open shows lies on a node of its own; the one that dies must not be that one.
        while owner(cluster, slot_of(engine.keys.open_shows())) is owner(
            cluster, slot_of(engine.keys.show(dead))
        ):
            alive.append(dead)
            dead = alive.pop(0)
        node = owner(cluster, slot_of(engine.keys.show(dead)))
        clients = {show: Client() for show in (dead, *alive)}
        async with MirrorHub(engine, opener=opener) as hub:
            for show, client in clients.items():
                await hub.watch(show, client)
            epoch = clients[dead].picture.epoch

            node.kill()

            with pytest.raises(EngineUnavailable):
                await take(engine, dead, [0])
            with pytest.raises(EngineUnavailable):
                await store.ping()
            for show in alive:
                await take(engine, show, [1])
                await eventually(lambda show=show: clients[show].picture.states == "0100")

            node.start()
            with node.admin() as admin:
                until(lambda: admin.execute_command("CLUSTER INFO")["cluster_state"] == "ok")
            await eventually(lambda: clients[dead].picture.epoch not in {None, epoch}, within=20)
            await take(engine, dead, [2])
            await eventually(lambda: clients[dead].picture.states == "0010")
            assert [clients[show].kinds().count("snap") for show in alive] == [1, 1]
        await store.aclose()
    finally:
        cluster.close()


async def test_seats_are_refused_over_a_redirection_as_they_are_without(engine):
    show = shows_by_node(engine)[1]
    await engine.open(show, seat_count=4, sold=[0])
    engine.store._own(slot_of(engine.keys.show(show)), next(s for s in {*engine.store._map}))

    with pytest.raises(SeatsTaken):
        await take(engine, show, [0])


async def test_a_closed_store_takes_nothing_more(own_cluster):
    used, unused = own_cluster.store(), own_cluster.store()
    await used.ping()
    await used.aclose()
    await unused.aclose()

    for store in (used, unused):
        with pytest.raises(EngineUnavailable, match="closed"):
            await store.call("k", "GET", "k")
        with pytest.raises(EngineUnavailable, match="closed"):
            await store.ping()
