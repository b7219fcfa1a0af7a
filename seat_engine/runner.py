"""Sends scripts to Redis and turns what comes back into values and typed errors."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import (
    ClusterDownError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
)
from redis.exceptions import (
    ConnectionError as RedisConnectionError,
)
from redis.exceptions import (
    TimeoutError as RedisTimeoutError,
)

from seat_engine.codes import Code
from seat_engine.errors import EngineUnavailable, refusal
from seat_engine.keys import Keys
from seat_engine.scripts import SCRIPTS

_PASSING = (
    RedisConnectionError,
    RedisTimeoutError,
    # A replica after a failover, a cluster between two masters, a full server: the same call may work later.
    ReadOnlyError,
    ClusterDownError,
    OutOfMemoryError,
    OSError,
)


@contextmanager
def redis_boundary() -> Iterator[None]:
    """Turn Redis being away or unable into EngineUnavailable; every call to Redis is made inside."""
    try:
        yield
    except _PASSING as error:
        raise EngineUnavailable(str(error)) from error


class ScriptRunner:
    """Runs verbs on one Redis. The single place through which a verb reaches the server."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def run(self, verb: str, show_id: int, tail: Iterable[object] = (), **named: object) -> list[Any]:
        """Run one verb on one show; return what follows the OK, or raise the refusal."""
        script = SCRIPTS[verb]
        call = self._call(verb, show_id, tail, named)
        with redis_boundary():
            try:
                reply = await self._redis.evalsha(script.sha, *call)
            except NoScriptError:
                # A server that was restarted or flushed has forgotten the script; EVAL teaches it again.
                reply = await self._redis.eval(script.source, *call)
        return _answer(reply)

    async def run_on_each(
        self, verb: str, show_ids: Sequence[int], **named: object
    ) -> list[list[Any] | None]:
        """Run one verb on many shows in one round trip; None stands for a show that refused."""
        if not show_ids:
            return []
        script = SCRIPTS[verb]
        with redis_boundary():
            try:
                replies = await self._pipeline(verb, show_ids, named)
            except NoScriptError:
                await self._redis.script_load(script.source)
                replies = await self._pipeline(verb, show_ids, named)
        return [reply[1:] if reply[0] == Code.OK else None for reply in replies]

    async def _pipeline(self, verb: str, show_ids: Sequence[int], named: dict[str, object]) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as pipe:
            for show_id in show_ids:
                pipe.evalsha(SCRIPTS[verb].sha, *self._call(verb, show_id, (), named))
            return await pipe.execute()

    def _call(self, verb: str, show_id: int, tail: Iterable[object], named: dict[str, object]) -> list[Any]:
        script = SCRIPTS[verb]
        keys = [getattr(self._keys, name)(show_id) for name in script.keys]
        return [len(keys), *keys, *script.argv(named, tail)]


def _answer(reply: list[Any]) -> list[Any]:
    code = Code(reply[0])
    if code is not Code.OK:
        raise refusal(code, reply[1:])
    return reply[1:]
