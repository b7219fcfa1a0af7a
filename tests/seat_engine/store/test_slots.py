"""Where the keys of a cluster lie."""

import pytest
from redis.crc import key_slot

from seat_engine.keys import Keys
from seat_engine.store.address import Server
from seat_engine.store.slots import SLOTS, owners, slot_of

KEYS = [
    "",
    "foo",
    "{show:42}:seats",
    "demo:{show:42}:live",
    "{}x",
    "a{",
    "a}b{c}d",
    "{a}{b}",
    "é{ü}",
    "}{",
    "{{a}}",
]


@pytest.mark.parametrize("key", KEYS)
def test_a_slot_is_the_one_that_others_find(key):
    assert slot_of(key) == key_slot(key.encode())


async def test_a_slot_is_the_one_that_redis_finds(own_cluster_admin):
    for key in KEYS:
        assert own_cluster_admin.execute_command("CLUSTER KEYSLOT", key) == slot_of(key)


def test_all_of_a_show_is_in_one_slot():
    keys = Keys("demo:")

    assert len({slot_of(key) for key in (keys.show(42), keys.channel(42))}) == 1


def test_a_map_names_the_master_of_every_slot_and_nobody_where_there_is_none():
    reply = [
        [0, 99, [b"10.0.0.1", 1, b"id"], [b"10.0.0.9", 9, b"its replica"]],
        [200, SLOTS - 1, [b"", 2, b"id of the one who answers"]],
    ]

    found = owners(reply, asked=Server("10.0.0.2", 2))

    assert found[:100] == [Server("10.0.0.1", 1)] * 100
    assert found[100:200] == [None] * 100
    assert found[200:] == [Server("10.0.0.2", 2)] * (SLOTS - 200)
