"""Real Redis for every test here, on each server binary there is."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from seat_engine import SeatEngine
from tests.seat_engine.servers import RedisCluster, RedisServer, binaries


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(scope="session", params=[*binaries(), "cluster"])
def redis_server(request):
    server = RedisCluster() if request.param == "cluster" else RedisServer(binaries()[request.param])
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def own_server():
    """A server that one test may stop, start and flush as it likes."""
    server = RedisServer(next(iter(binaries().values())))
    server.start()
    yield server
    server.close()


@pytest.fixture
async def redis(redis_server):
    client = redis_server.client()
    yield client
    await client.aclose()


@pytest.fixture
async def store(redis_server):
    store = redis_server.store()
    yield store
    await store.aclose()


@pytest.fixture
def prefix():
    """A name space of its own for each test."""
    return f"{uuid.uuid4().hex[:8]}:"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(store, prefix, clock):
    """An engine whose time stands still."""
    return SeatEngine(store, prefix=prefix, clock=clock)


@pytest.fixture
def live_engine(store, prefix):
    """An engine on Redis's own time."""
    return SeatEngine(store, prefix=prefix)


@pytest.fixture
async def show(engine):
    """An open show of ten free seats."""
    await engine.open(42, seat_count=10)
    return 42
