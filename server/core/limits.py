"""How much of anything one address, account, device or token may ask for, counted in Redis for all processes.

Two ways to count. What must be exact, such as attempts to sign in, asks Redis each time (``Limiter.take``).
What is only to be bounded, such as requests of one address, is counted here and brought to Redis some times a
second (``Meter``): a request then waits for nothing, and the processes of a house together let through at
most what arrives between two such moments more than the limit.
"""

from dataclasses import dataclass
from math import ceil
from time import time

from limits import RateLimitItem, parse_many
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from server.core.errors import DomainError
from server.core.outage import REDIS
from server.core.repeating import Repeating

_FLUSH_SECONDS = 0.2
_PREFIX = "rate"


class TooManyRequests(DomainError):
    """Raised when somebody asks more often than they may; ``retry_after`` is in seconds."""

    code = "too_many_requests"
    title = "Too many requests, please wait a moment"


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with a limit: what clients read in the ``RateLimit`` headers."""

    policy: str
    quota: int
    window: int
    """Seconds."""
    remaining: int
    resets_in: int
    """Seconds until the whole quota is there again."""


class Limiter:
    """The limits of this process and all others that use the same Redis."""

    def __init__(self, redis_url: str) -> None:
        self._pool = ConnectionPool.from_url(redis_url, socket_timeout=2.0, socket_connect_timeout=2.0)
        # The library reads of the address only what kind of server it is; it connects through our pool.
        self._storage = RedisStorage(
            "async+redis://", implementation="redispy", key_prefix=_PREFIX,
            connection_pool=self._pool,  # type: ignore[arg-type] # as its documentation has it
        )  # fmt: skip
        self._exact = MovingWindowRateLimiter(self._storage)
        self._coarse = FixedWindowRateLimiter(self._storage)
        self._meters: list[Meter] = []
        self._flushing = Repeating(self._flush, seconds=_FLUSH_SECONDS)

    async def take(
        self, rate: str, policy: str, who: str, refusal: type[DomainError] = TooManyRequests
    ) -> Standing | None:
        """Count one use; raise the refusal, with ``retry_after``, when one of the rate's limits is reached.

        A refused attempt counts for none of the limits it was refused by: whoever keeps asking waits no
        longer for it. Returns the standing in the tightest limit, None where the rate is empty.
        """
        tightest: Standing | None = None
        for item in _items(rate):
            allowed = await self._exact.hit(item, policy, who)
            standing = _standing(policy, item, *await self._exact.get_window_stats(item, policy, who))
            if not allowed:
                raise refusal(retry_after=max(1, standing.resets_in), scope=policy)
            if tightest is None or standing.remaining < tightest.remaining:
                tightest = standing
        return tightest

    async def forget(self, rate: str, policy: str, who: str) -> None:
        """Forget what was counted."""
        for item in _items(rate):
            await self._exact.clear(item, policy, who)

    def meter(self, rate: str, policy: str) -> "Meter":
        """Return a coarse counter of one limit; of a rate with several, the first counts."""
        items = _items(rate)
        meter = Meter(policy, items[0] if items else None)
        self._meters.append(meter)
        return meter

    def start(self) -> None:
        """Begin to bring the meters' counts to Redis."""
        self._flushing.start()

    async def aclose(self) -> None:
        """Stop, and close the connections."""
        await self._flushing.aclose()
        await self._pool.disconnect()

    async def _flush(self) -> None:
        try:
            for meter in self._meters:
                await meter.flush(self._coarse)
        except (RedisError, OSError) as error:
            # Each process then counts for itself: a limit is no reason to serve nobody.
            REDIS.met(error)


@dataclass(slots=True)
class _Count:
    ends: float
    """Seconds since 1970, when the window ends."""
    shared: int = 0
    """What Redis had counted when it was last asked, ours included."""
    pending: int = 0
    """What was counted here since."""


class Meter:
    """Counts one limit by name, in this process at once and in all of them soon after."""

    def __init__(self, policy: str, item: RateLimitItem | None) -> None:
        self._policy = policy
        self._item = item
        self._counts: dict[str, _Count] = {}
        self._dirty: set[str] = set()

    def take(self, who: str) -> Standing | None:
        """Count one use, or raise ``TooManyRequests``. Returns None where there is no limit."""
        item = self._item
        if item is None:
            return None
        at = time()
        window = item.get_expiry()
        count = self._counts.get(who)
        if count is None or count.ends <= at:
            count = self._counts[who] = _Count(at + window)
        used = count.shared + count.pending
        resets_in = ceil(count.ends - at)
        if used >= item.amount:
            raise TooManyRequests(retry_after=max(1, resets_in), scope=self._policy)
        count.pending += 1
        self._dirty.add(who)
        return Standing(self._policy, item.amount, window, item.amount - used - 1, resets_in)

    async def flush(self, strategy: FixedWindowRateLimiter) -> None:
        """Bring what was counted here to Redis, learn what others counted, and forget windows that ended."""
        if self._item is None:
            return
        dirty, self._dirty = self._dirty, set()
        while dirty:
            who = dirty.pop()
            count = self._counts[who]
            taken = count.pending
            try:
                await strategy.hit(self._item, self._policy, who, cost=taken)
                ends, remaining = await strategy.get_window_stats(self._item, self._policy, who)
            except BaseException:
                self._dirty |= {who, *dirty}
                raise
            count.pending -= taken
            count.shared, count.ends = self._item.amount - remaining, ends
        at = time()
        for who in [who for who, count in self._counts.items() if count.ends <= at and not count.pending]:
            del self._counts[who]


def _items(rate: str) -> list[RateLimitItem]:
    return parse_many(rate) if rate else []


def _standing(policy: str, item: RateLimitItem, ends: float, remaining: int) -> Standing:
    return Standing(policy, item.amount, item.get_expiry(), max(0, remaining), max(0, ceil(ends - time())))
