"""Real servers for every test that touches one: PostgreSQL, Redis, and the API as its own process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from asyncpg import DeadlockDetectedError
from redis.asyncio import Redis

from seat_engine import SeatEngine, open_store
from server.core import db
from server.house.ports import free_port
from server.house.postgres import EmbeddedPostgres
from server.house.redis import EmbeddedRedis
from server.house.secrets import signing_key
from tests.patience import PATIENCE
from tests.server.world import Customer, House
from tests.unlimited import UNLIMITED

# A shell that starts us in the background has its children ignore SIGINT, and they hand that on. What is
# tested here must end on SIGINT wherever the tests were started from.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nobody guesses what a house is for: whoever makes settings here makes them for tests.
os.environ.setdefault("ENVIRONMENT", "test")

ROOT = Path(__file__).parent.parent
_TABLES = (
    "users, role_grants, sessions, refresh_tokens, movies, people, credits, cities, theatres, screens, "
    "seat_layouts, shows, show_prices, seat_blocks, payments, bookings, price_lines, tickets, messages, "
    "outbox, idempotency_keys, refunds, ledger, payment_events, mock_transactions, mock_refunds, "
    "show_cancellations, audit_log, invariant_findings, promotions, promotion_uses, points_ledger, "
    "account_links, phone_codes, price_rules, show_pricing, price_changes, experiments, show_forecasts, "
    "forecast_records, elasticities, training_jobs"
)


_LONGEST_FIRST = ("e2e", "faults", "benchmarks", "house", "workers", "ml")
"""Folders whose files take longest: begun first, so that no worker is left alone with one at the end."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, and those in a browser in two houses: customers' and staff's."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)

    items.sort(key=place)
    for item in items:
        group = item.path.relative_to(ROOT).as_posix()
        if place(item) == 0:
            group = "staff" if item.path.name.startswith(("test_admin", "test_training")) else "customers"
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak-seconds", type=float, default=60.0, help="how long the soak test's shoppers shop"
    )
    parser.addoption(
        "--fuzz-examples", type=int, default=3,
        help="how many requests are made up for each operation of the API, for each role",
    )  # fmt: skip
    parser.addoption(
        "--fault-seconds", type=float, default=0.0,
        help="how long the money test goes on killing; once through all its victims at least",
    )  # fmt: skip


@dataclass(frozen=True)
class Servers:
    """The databases of this test run, and the environment a process of the house needs to use them."""

    postgres: EmbeddedPostgres
    redis: EmbeddedRedis
    environment: dict[str, str]

    def run(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a process of the house; its output goes to the terminal that pytest captures."""
        return subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env={**self.environment, **environment}
        )


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    home = tmp_path_factory.mktemp("house")
    postgres = EmbeddedPostgres(home / "postgres", durable=False)
    redis = EmbeddedRedis(home / "redis")
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.start(),
        "REDIS_URL": redis.start(),
        "DATA_DIR": str(home),
        "ENVIRONMENT": "test",
        "PASSWORD_HASHING": "cheap",  # tests sign up thousands of people
        "JWT_PRIVATE_KEY_FILE": str(signing_key(home / "jwt.pem")),
        "PYTHONUNBUFFERED": "1",
        **UNLIMITED,
    }
    yield Servers(postgres, redis, environment)
    redis.stop()
    postgres.stop()


@pytest.fixture(scope="session")
async def database(servers: Servers) -> AsyncIterator[str]:
    """A migrated database, with this process connected to it."""
    url = servers.environment["DATABASE_URL"]
    # In a process of its own: the library keeps what it was last initialised with in a context variable, and
    # a test that is handed an older context than the others would find a database that was closed.
    assert servers.run("server", "migrate").wait(timeout=60) == 0
    await db.connect(url, pool=20)
    yield url
    await db.disconnect()


@pytest.fixture
async def clean_database(database: str) -> str:
    """The same database with every table empty. Ids go on counting, as immutable layouts are cached by id."""
    await empty_tables()
    return database


_EMPTY = f"""
    DO $$
    DECLARE
        emptied text[] := string_to_array('{_TABLES}', ', ');
        each text;
    BEGIN
        LOCK TABLE {_TABLES};  -- nobody is in the midst of writing
        IF (SELECT sum(pg_relation_size(known::regclass)) FROM unnest(emptied) known) > 4000000 THEN  -- bytes
            TRUNCATE {_TABLES};
        ELSE  -- some rows are gone in a tenth of the time that new files for forty tables take
            SET LOCAL session_replication_role = replica;
            FOREACH each IN ARRAY emptied LOOP
                EXECUTE format('DELETE FROM %I', each);
            END LOOP;
        END IF;
    END $$
"""  # noqa: S608 - names of ours


_TRIES = 5


async def empty_tables() -> None:
    """Empty every table: for a fixture that furnishes the house once for a whole file."""
    for _ in range(_TRIES):
        # A program that works meanwhile may hold what we want and want what we hold; one of us gives way.
        with suppress(DeadlockDetectedError):
            await db.rows(_EMPTY)
            return
    await db.rows(_EMPTY)


@pytest.fixture(scope="session")
async def redis_client(servers: Servers) -> AsyncIterator[Redis]:
    client = Redis.from_url(servers.environment["REDIS_URL"])
    yield client
    await client.aclose()


@pytest.fixture
async def engine(servers: Servers) -> AsyncIterator[SeatEngine]:
    store = open_store(servers.environment["REDIS_URL"])
    yield SeatEngine(store)
    await store.aclose()


@contextmanager
def another_api(servers: Servers, **environment: str) -> Iterator[str]:
    """Run an API process of its own on a free port; give its address."""
    port = free_port()
    process = servers.run("server", "serve", "--port", str(port), **environment)
    url = f"http://127.0.0.1:{port}"
    wait_until_ready(f"{url}/readyz", process)
    yield url
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0


@pytest.fixture(scope="session")
def api_url(servers: Servers, database: str) -> Iterator[str]:  # migrated first
    """The API in a process of its own, on a real port."""
    with another_api(servers) as url:
        yield url


@pytest.fixture
async def api(api_url: str, clean_database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API that is not a browser, over an empty database."""
    async with httpx.AsyncClient(base_url=api_url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
async def house(clean_database: str) -> House:  # an empty database first
    """A furnished theatre."""
    return await House.build()


@pytest.fixture
async def customer(api: httpx.AsyncClient) -> Customer:
    """Somebody who has just signed up."""
    return await Customer.sign_up(api)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = PATIENCE) -> None:
    """Return once the address answers 200; fail with the process if it ends first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the process ended with {process.returncode}"
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail(f"{url} did not answer in {seconds} s")
