"""Callers that go away while their command is under way: nobody else gets their reply."""

import asyncio
import random

from seat_engine.store.link import Link
from tests.patience import PATIENCE

CALLS = 2000


class ForgetfulLink(Link):
    """The mistake that the order of replies does not forgive: who goes away loses the place in the queue."""

    def call(self, command):
        future = super().call(command)
        future.add_done_callback(self._forget)
        return future

    def _forget(self, future):
        if future.cancelled():
            kept = [call for call in self._in_flight if call[0] is not future]
            self._in_flight.clear()
            self._in_flight.extend(kept)


async def storm(proxy, store):
    """Cancel a random half of many whose commands are with Redis; return how many got a wrong answer."""
    dice = random.Random(11)
    proxy.replies_flow.clear()
    calls = [asyncio.ensure_future(store.call("any", "ECHO", f"payload {n}")) for n in range(CALLS)]
    async with asyncio.timeout(PATIENCE):
        while len(store._link._in_flight) < CALLS:
            await asyncio.sleep(0.01)
    for n in dice.sample(range(CALLS), CALLS // 2):
        calls[n].cancel()
    await asyncio.sleep(0)
    proxy.replies_flow.set()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    answered = [(n, answer) for n, answer in enumerate(answers) if isinstance(answer, bytes)]
    assert len(answered) >= CALLS // 2 or isinstance(store._link, ForgetfulLink)
    return sum(answer != f"payload {n}".encode() for n, answer in answered)


async def test_everyone_who_stays_gets_their_own_answer(proxy, store):
    for _ in range(3):
        assert await storm(proxy, store) == 0
    assert proxy.connections == 1


async def test_the_same_storm_swaps_answers_where_the_cancelled_lose_their_place(proxy, store):
    """The control: if this one finds nothing, the storm above proves nothing."""
    right = store._link
    store._link = ForgetfulLink(right._dial, timeout=5, max_waiting=10_000)
    await store.ping()

    assert await storm(proxy, store) > 0

    await right.aclose()


async def test_callers_cancelled_at_any_moment_leave_the_others_alone(proxy, store):
    """Some before they are sent, some after, some while a connection breaks."""
    dice = random.Random(3)

    async def caller(n):
        try:
            async with asyncio.timeout(dice.choice([0, 0.001, 0.003, 5])):
                return await store.call("any", "ECHO", f"payload {n}")
        except TimeoutError:
            return None

    async def cuts():
        for _ in range(3):
            await asyncio.sleep(0.01)
            proxy.cut_all()

    cutting = asyncio.create_task(cuts())
    got = []
    for _ in range(10):
        got += await asyncio.gather(*(caller(n) for n in range(200)), return_exceptions=True)
    await cutting

    own = {f"payload {n}".encode() for n in range(200)}
    assert all(
        answer is None or isinstance(answer, Exception) or answer == f"payload {n % 200}".encode()
        for n, answer in enumerate(got)
    )
    assert sum(answer in own for answer in got if isinstance(answer, bytes)) > 200
