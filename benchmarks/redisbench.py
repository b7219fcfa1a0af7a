"""Redis's own benchmark tool, and a server for it that keeps nothing on disk."""

import asyncio
import csv
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import hiredis
from redis.asyncio import Redis

from server.house.redis import EmbeddedRedis

IN_FLIGHT = 50
"""Connections of the tool, and calls under way in what it is compared with."""
PIPELINE = 16

RANDOM = "__rand_int__"
"""What the tool replaces, in each argument, by a number of twelve digits."""


@asynccontextmanager
async def memory_only_redis() -> AsyncIterator[Redis]:
    """Run an embedded Redis of its own with persistence off; give a client in bytes mode."""
    with TemporaryDirectory() as home:
        server = EmbeddedRedis(Path(home))
        client = Redis.from_url(server.start())
        try:
            await client.config_set("appendonly", "no")
            yield client
        finally:
            await client.aclose()
            server.stop()


async def calls_per_second(
    client: Redis, command: Sequence[str | bytes], *, calls: int, keyspace: int = 1
) -> float:
    """Run `redis-benchmark` with one command and return the calls it made a second.

    `RANDOM` in an argument becomes a number below `keyspace`. Raises RuntimeError if the tool is missing or
    the server refuses the command.
    """
    tool = shutil.which("redis-benchmark")
    if tool is None:
        raise RuntimeError("redis-benchmark is not on the PATH; it comes with Redis (Debian: redis-tools)")
    at = client.connection_pool.connection_kwargs
    process = await asyncio.create_subprocess_exec(
        tool, "-h", at["host"], "-p", str(at["port"]), "-a", at["password"],
        "-c", str(IN_FLIGHT), "-P", str(PIPELINE), "-n", str(calls), "-r", str(keyspace), "--csv",
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, complaint = await process.communicate()
    table = list(csv.DictReader(said.decode(errors="replace").splitlines()))
    if process.returncode != 0 or not table:
        raise RuntimeError(f"redis-benchmark failed: {complaint.decode(errors='replace')[-500:]}")
    return float(table[0]["rps"])


async def replies_per_second(client: Redis, commands: Sequence[Sequence[Any]]) -> float:
    """Send commands over a connection of their own without waiting, and return replies a second.

    Whoever sends and counts does next to nothing, so this is the server's own pace. Raises RuntimeError for
    an error reply.
    """
    at = client.connection_pool.connection_kwargs
    reader, writer = await asyncio.open_connection(at["host"], at["port"])
    parser = hiredis.Reader()
    packed = [_packed(command) for command in commands]

    async def take(replies: int) -> None:
        while replies:
            parser.feed(await reader.read(2**16))
            while (reply := parser.gets()) is not False:
                if isinstance(reply, hiredis.HiredisError):
                    raise RuntimeError(str(reply))  # noqa: TRY004 # what the server said, not our types
                replies -= 1

    try:
        writer.write(_packed(("AUTH", at["password"])))
        await take(1)
        began = perf_counter()
        writer.write(b"".join(packed))
        await take(len(packed))
        return len(packed) / (perf_counter() - began)
    finally:
        writer.close()
        await writer.wait_closed()


def _packed(command: Sequence[Any]) -> bytes:
    packed: bytes = hiredis.pack_command(tuple(command))
    return packed
