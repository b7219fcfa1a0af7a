"""Looks past the engine at what Redis does, whether it is one server or a cluster."""

import asyncio
from collections import Counter

import hiredis
from redis.asyncio.cluster import RedisCluster

from tests.patience import PATIENCE

HOUSEKEEPING = {"config", "client", "hello", "cluster", "info", "command", "readonly", "select"}


async def forget_commands(redis):
    """Begin to count commands anew."""
    everywhere = {"target_nodes": RedisCluster.PRIMARIES} if isinstance(redis, RedisCluster) else {}
    await redis.config_resetstat(**everywhere)


async def commands(redis):
    """How often each command ran since then, on all servers together, but for those of housekeeping."""
    if isinstance(redis, RedisCluster):
        stats = await redis.info("commandstats", target_nodes=RedisCluster.PRIMARIES)
        each = list(stats.values())
    else:
        each = [await redis.info("commandstats")]
    total: Counter[str] = Counter()
    for stats in each:
        for name, numbers in stats.items():
            command = name.removeprefix("cmdstat_")
            if command.partition("|")[0] not in HOUSEKEEPING:
                total[command] += numbers["calls"]
    return total


async def publish(store, channel, payload):
    await store.call(channel, "SPUBLISH" if store.sharded else "PUBLISH", channel, payload)


async def subscribers(store, channel):
    """How many connections listen to a channel."""
    word = "SHARDNUMSUB" if store.sharded else "NUMSUB"
    return (await store.call(channel, "PUBSUB", word, channel))[1]


class Listener:
    """Hears one channel on a connection of its own; `open` first."""

    def __init__(self, store, channel):
        self._store = store
        self._channel = channel
        self._payloads = []
        self._answers: asyncio.Queue[object] = asyncio.Queue()

    async def open(self):
        self._connection = await self._store.dial(await self._store.home(self._channel))
        self._connection.on_reply = self._hear
        await self._ask("SSUBSCRIBE" if self._store.sharded else "SUBSCRIBE", self._channel)

    async def heard(self):
        """All that was published up to now: Redis answers a ping after everything it published before."""
        await self._ask("PING")
        payloads, self._payloads = self._payloads, []
        return payloads

    async def close(self):
        self._connection.end()
        await self._connection.gone()

    async def _ask(self, *command):
        self._connection.send(hiredis.pack_command(command))
        async with asyncio.timeout(PATIENCE):
            await self._answers.get()

    def _hear(self, reply):
        if isinstance(reply, list) and reply[0] in {b"message", b"smessage"}:
            self._payloads.append(reply[2])
        else:
            self._answers.put_nowait(reply)
