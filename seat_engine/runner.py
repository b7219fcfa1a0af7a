"""Sends scripts to Redis and turns what comes back into values and typed errors."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from redis.exceptions import NoScriptError

from seat_engine.codes import Code
from seat_engine.errors import refusal
from seat_engine.keys import Keys
from seat_engine.scripts import ANSWER, CHANNEL, SCRIPTS, SHARDED_SCRIPTS, Script
from seat_engine.store import Store

AT_A_TIME = 200
"""Shows of one `run_on_each` that are under way together: more would make the verbs behind them wait."""

REMEMBERED = 2000
"""Shows whose keys are kept ready per verb: putting them together costs a tenth of a hold."""


class ScriptRunner:
    """Runs verbs on one store. The single place through which a verb reaches the server."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._scripts = SHARDED_SCRIPTS if store.sharded else SCRIPTS
        self._makers = {verb: self._makers_of(script.keys) for verb, script in self._scripts.items()}
        self._verbs: dict[str, tuple[Script, dict[int, tuple[Any, ...]]]] = {
            verb: (script, {}) for verb, script in self._scripts.items()
        }

    async def run(
        self,
        verb: str,
        show_id: int,
        tail: Iterable[object] = (),
        *,
        request: str | None = None,
        **named: object,
    ) -> list[Any]:
        """Run one verb on one show; return what follows the OK, or raise the refusal.

        `request` is the request's id, for the verbs that keep their answer under it.
        """
        script, known = self._verbs[verb]
        keys = known.get(show_id) or self._keys_of(verb, show_id)
        if request is not None:
            keys = (keys[0] + 1, keys[1], self._keys.answer(show_id, verb, request), *keys[2:])
        arguments = script.argv(named, tail)
        try:
            reply = await self._store.call(keys[1], "EVALSHA", script.sha, *keys, *arguments)
        except NoScriptError:
            # A server that was restarted, flushed or promoted does not know the script; EVAL teaches it.
            reply = await self._store.call(keys[1], "EVAL", script.source, *keys, *arguments)
        if reply[0]:
            raise refusal(Code(reply[0]), reply[1:])
        answer: list[Any] = reply[1:]
        return answer

    async def run_on_each(
        self, verb: str, show_ids: Sequence[int], **named: object
    ) -> list[list[Any] | None]:
        """Run one verb on many shows, many at a time; None stands for a show that refused."""
        answers: list[list[Any] | None] = []
        for first in range(0, len(show_ids), AT_A_TIME):
            replies = await self._replies(verb, show_ids[first : first + AT_A_TIME], named)
            answers += [reply[1:] if reply[0] == Code.OK else None for reply in replies]
        return answers

    async def _replies(self, verb: str, show_ids: Sequence[int], named: dict[str, object]) -> list[Any]:
        script, known = self._verbs[verb]
        arguments = script.argv(named)
        keys = [known.get(show_id) or self._keys_of(verb, show_id) for show_id in show_ids]
        replies = await asyncio.gather(
            *(self._store.call(its[1], "EVALSHA", script.sha, *its, *arguments) for its in keys),
            return_exceptions=True,
        )
        for at, reply in enumerate(replies):
            if isinstance(reply, NoScriptError):
                its = keys[at]
                replies[at] = await self._store.call(its[1], "EVAL", script.source, *its, *arguments)
            elif isinstance(reply, BaseException):
                raise reply
        return replies

    def _keys_of(self, verb: str, show_id: int) -> tuple[Any, ...]:
        """Return how many keys a verb has, the keys (the first says where it belongs), and the channel."""
        count, makers = self._makers[verb]
        known = self._verbs[verb][1]
        if len(known) >= REMEMBERED:
            known.clear()
        known[show_id] = found = (count, *[make(show_id) for make in makers])
        return found

    def _makers_of(self, names: Sequence[str]) -> tuple[int, list[Callable[[int], str]]]:
        """Return the number of keys and what makes each from a show's id, the channel last."""
        keys = [getattr(self._keys, name) for name in names if name not in {CHANNEL, ANSWER}]
        return len(keys), [*keys, *([self._keys.channel] if CHANNEL in names else [])]
