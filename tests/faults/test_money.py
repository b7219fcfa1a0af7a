"""Forty people buy and cancel on three small shows while everything is killed and messages go astray.

At every second in between and at the end: all invariants of the house by SQL, and its payments and refunds
against the gateways' own books.
"""

import asyncio
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import asyncpg
import httpx
import pytest

from server.booking.invariants import INVARIANTS
from server.core import db
from tests.faults.books import Books, contradictions
from tests.faults.buyers import Buyer
from tests.faults.furnish import SEATS
from tests.faults.processes import ROOT, RunningHouse
from tests.faults.shoppers import signed_up
from tests.patience import PATIENCE
from tests.stripe.server import StripeServer

pytestmark = pytest.mark.faults

BUYERS, SHOWS, SEATS_SOLD = 40, 3, 24
# Who dies, in turn and together; "emptied" is Redis that comes back without its data.
SHORT = (("api-1", "redis"), ("postgres", "worker"), ("api-2", "clock", "emptied"))
LONG = (
    ("api-1",), ("worker",), ("clock",), ("redis",), ("postgres",), ("emptied",), ("api-2",),
    ("worker", "clock"), ("api-1", "redis"), ("postgres", "worker"), ("api-1", "api-2", "worker", "emptied"),
)  # fmt: skip


@pytest.fixture
def stripe(tmp_path) -> Iterator[StripeServer]:
    (tmp_path / "stripe").mkdir()
    server = StripeServer(tmp_path / "stripe")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def running(tmp_path, stripe) -> Iterator[RunningHouse]:
    # Forty people behind one address: what bounds an address is off. Time to pay is short, so that it ends.
    house = RunningHouse(
        tmp_path,
        HOLDS_HOLDER_SEATS="0", HOLDS_ADDRESS_SEATS="0", HOLDS_HOLDER_QUOTA="0", HOLDS_ADDRESS_QUOTA="0",
        PAYMENT_SECONDS="8", **stripe.environment(),
    )  # fmt: skip
    yield house
    house.stop()


def furnish(url: str) -> list[int]:
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.furnish", url, str(SHOWS)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [int(line) for line in said.stdout.split()]


class Auditor:
    """Runs every invariant's statement against the house's database, whenever it answers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.looks = 0
        self.found: list[tuple[str, str]] = []

    async def rows(self, sql: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(**db.credentials(self._url))
        try:
            found: list[asyncpg.Record] = await connection.fetch(sql, *values)
            return found
        finally:
            await connection.close()

    async def look(self) -> None:
        for invariant in INVARIANTS:
            for row in await self.rows(invariant.sql):
                self.found.append((invariant.name, str(dict(row))))
        self.looks += 1

    async def watch(self, until: asyncio.Event) -> None:
        """Look every second; a database that is being killed is looked at again later."""
        while not until.is_set():
            try:
                await self.look()
            except (*db.AWAY, asyncpg.PostgresError):
                await asyncio.sleep(0.2)
            await asyncio.sleep(1)


async def kill(running: RunningHouse, victim: str, chance: random.Random) -> None:
    if victim != "emptied":
        await running.kill_and_restart(victim, down=chance.uniform(0.1, 1.0))
        return
    await asyncio.to_thread(running.redis.kill)
    for kept in running.redis.home.glob("appendonly*"):  # a folder since Redis 7, a file before
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    await asyncio.to_thread(running.redis.start)


async def come_to_rest(auditor: Auditor, stripe: StripeServer, seconds: float) -> None:
    """Wait until nothing is under way any more: no job, no booking that waits, no refund on its way."""
    async with asyncio.timeout(seconds):
        while True:
            await asyncio.to_thread(stripe.resend)
            (left,) = await auditor.rows(
                "SELECT (SELECT count(*) FROM bookings WHERE status = 'pending') "
                "+ (SELECT count(*) FROM outbox WHERE done_at IS NULL AND actor <> ALL "
                "(ARRAY['sweep_invariants', 'forget_old'])) "
                "+ (SELECT count(*) FROM refunds WHERE status <> 'succeeded') "
                "+ (SELECT count(*) FROM payment_events WHERE applied_at IS NULL) AS things"
            )
            if left["things"] == 0:
                return
            await asyncio.sleep(0.5)


async def all_books(auditor: Auditor, stripe: StripeServer) -> Books:
    """Read the house's payments and refunds, and the gateways' own."""
    house = await auditor.rows(
        "SELECT p.id::text, p.method, p.provider_reference, p.captured, coalesce(sum(r.amount) "
        "FILTER (WHERE r.status = 'succeeded'), 0)::int AS refunded "
        "FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id GROUP BY p.id"
    )
    bank = await auditor.rows(
        "SELECT t.payment_id::text AS id, t.amount, coalesce(sum(r.amount), 0)::int AS back "
        "FROM mock_transactions t LEFT JOIN mock_refunds r ON r.payment_id = t.payment_id "
        "WHERE t.status = 'approved' GROUP BY t.payment_id"
    )
    return Books.of(house, await asyncio.to_thread(stripe.books), stripe.charges(), bank)


async def the_maps_agree(running: RunningHouse, auditor: Auditor, shows: list[int]) -> None:
    """The live maps come to show as sold what the database has sold, and nothing else."""
    async with httpx.AsyncClient(base_url=running.url, timeout=PATIENCE) as client, asyncio.timeout(75):
        for show_id in shows:
            while True:
                sold = {
                    row["seat_index"]
                    for row in await auditor.rows(
                        "SELECT seat_index FROM tickets WHERE status IN ('valid', 'used') AND show_id = $1",
                        show_id,
                    )
                }
                states = (await client.get(f"/shows/{show_id}/seats")).json().get("states", "")
                if {index for index, state in enumerate(states) if state == "2"} == sold:
                    break
                await asyncio.sleep(0.3)


@pytest.mark.timeout(420)
@pytest.mark.parametrize(
    "victims", [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
async def test_through_every_failure_the_books_balance(running, stripe, capsys, pytestconfig, victims):
    url = running.start_databases()
    shows = await asyncio.to_thread(furnish, url)
    await asyncio.to_thread(running.start_programs)
    await asyncio.to_thread(
        stripe.messages, targets=[f"{running.url}/payments/stripe/webhook"],
        duplicate=0.3, drop=0.2, reorder=True, delay=[0, 3], seed=1,
    )  # fmt: skip
    buyers = [Buyer(running.url, number, random.Random(number), stripe=stripe) for number in range(BUYERS)]
    async with signed_up(buyers):
        auditor = Auditor(url)
        await auditor.rows(
            "INSERT INTO points_ledger (user_id, delta, reason, available_at, created_at) "
            "SELECT id, 400, 'granted', now(), now() FROM users"
        )
        stop, rested, chance = asyncio.Event(), asyncio.Event(), random.Random(4)
        watching = asyncio.create_task(auditor.watch(rested))
        shopping = asyncio.gather(*(buyer.visit(shows, SEATS[:SEATS_SOLD], stop) for buyer in buyers))
        began, deaths = perf_counter(), 0
        while deaths < len(victims) or perf_counter() - began < pytestconfig.getoption("--fault-seconds"):
            await asyncio.sleep(2)
            await asyncio.gather(
                *(kill(running, victim, chance) for victim in victims[deaths % len(victims)])
            )
            deaths += 1
        await asyncio.sleep(2)
        stop.set()
        await shopping
        await asyncio.to_thread(stripe.messages, targets=[f"{running.url}/payments/stripe/webhook"])
        resting = perf_counter()
        await come_to_rest(auditor, stripe, 150)
        rested.set()
        await watching
        await auditor.look()
        books = await all_books(auditor, stripe)
        await the_maps_agree(running, auditor, shows)
    (reduced,) = await auditor.rows(
        "SELECT (SELECT count(*) FROM promotion_uses) AS promotions, "
        "(SELECT count(*) FROM points_ledger WHERE reason <> 'granted') AS points"
    )

    outcomes = Counter(outcome for buyer in buyers for outcome in buyer.done)
    with capsys.disabled():
        print(  # noqa: T201 # what was seen
            f"\nmoney through failures: {deaths} deaths in {resting - began:.0f} s, at rest "
            f"{perf_counter() - resting:.0f} s later; {auditor.looks} looks; {dict(outcomes)}; "
            f"{len(books.charges)} charges, {len(books.refunds)} refunds, {len(books.bank)} by the bank, "
            f"{reduced['promotions']} promotions, {reduced['points']} entries of points"
        )
    assert auditor.found == []
    assert auditor.looks > 10
    told = {booking for buyer in buyers for booking in buyer.confirmed}
    paid = await auditor.rows("SELECT id::text FROM bookings WHERE confirmed_at IS NOT NULL")
    assert told <= {row["id"] for row in paid}, "a booking that a customer was told is paid has gone"
    assert contradictions(books) == []
    assert min(len(books.charges), len(books.refunds), len(books.bank)) > 0
    assert min(reduced["promotions"], reduced["points"]) > 0
