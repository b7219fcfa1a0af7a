"""PostgreSQL or Redis frozen, or behind a network that swallows everything: who waits is answered."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from server.core import db
from tests.faults.furnish import SEATS
from tests.faults.processes import ROOT, RunningHouse, frozen
from tests.patience import PATIENCE
from tests.seat_engine.store.proxy import Proxy

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

AT_COMMIT = 4711
# What a transaction does last of all is wait for whoever has this lock.
WAIT_AT_COMMIT = f"""
    CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock({AT_COMMIT}); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON bookings
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
"""
OPEN = "SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
COMMITTING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class Watched:
    """A house with one API process and a clock that reach PostgreSQL through a network we hold."""

    def __init__(self, house: RunningHouse, network: Proxy, show_ids: list[int], url: str) -> None:
        self.house = house
        self.network = network
        self.show_ids = show_ids
        self.database = url

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.house.url, timeout=PATIENCE)

    def said(self, program: str, event: str) -> list[dict[str, Any]]:
        lines = self.house.log(program).read_text().splitlines()
        return [json.loads(line) for line in lines if f'"event": "{event}"' in line]

    async def well(self, client: httpx.AsyncClient) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.1)


@pytest.fixture(scope="module")
async def watched(tmp_path_factory) -> AsyncIterator[Watched]:
    house = RunningHouse(tmp_path_factory.mktemp("frozen"), DATABASE_SECONDS="2", DATABASE_POOL="4")
    try:
        url = await asyncio.to_thread(house.start_databases)
        furnished = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "tests.faults.furnish", url, "2"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        async with Proxy(house.postgres.port) as network:
            through = url.replace(f":{house.postgres.port}/", f":{network.port}/")
            await asyncio.to_thread(house.start_programs, "api-1", "clock", DATABASE_URL=through)
            yield Watched(house, network, [int(line) for line in furnished.stdout.split()], url)
    finally:
        await asyncio.to_thread(house.stop)


async def test_a_frozen_postgresql_is_named_and_nobody_waits_for_it_for_ever(watched):
    async with watched.client() as client:
        await watched.well(client)
        with frozen(watched.house.postgres):
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["parts"]) == (503, ["postgresql"])
            # More than the pool has connections: those who wait for one are answered too.
            answers = await asyncio.gather(*(client.get(f"/movies?q=film-{number}") for number in range(12)))
            assert {answer.status_code for answer in answers} == {503}
            assert all("Retry-After" in answer.headers for answer in answers)
            assert (await client.get("/healthz")).status_code == 200
            figures = await client.get("/metrics")
            assert figures.status_code == 200
            assert "movie_magic_database_reachable 0.0" in figures.text
            assert "movie_magic_queue_reachable 1.0" in figures.text
            async with asyncio.timeout(PATIENCE):
                while not watched.said("clock", "dependency_away"):
                    await asyncio.sleep(0.1)
        await watched.well(client)
        answers = await asyncio.gather(*(client.get(f"/movies?q=film-{number}") for number in range(12)))
        assert {answer.status_code for answer in answers} == {200}, "the pool has all its connections again"
    for program in ("api-1", "clock"):
        away = watched.said(program, "dependency_away")
        assert len(away) == 1, "a line for an outage, not for each who met it"
        assert away[0]["target"] == "postgresql"
        assert away[0]["error"]
    async with asyncio.timeout(PATIENCE):
        while not watched.said("clock", "dependency_back"):
            await asyncio.sleep(0.1)


async def test_a_frozen_redis_is_named_and_holds_fail_closed(watched):
    show_id = watched.show_ids[1]
    async with watched.client() as client:
        await watched.well(client)
        with frozen(watched.house.redis):
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["parts"]) == (503, ["redis"])
            assert (await client.get(f"/shows/{show_id}")).status_code == 200
            for answer in (
                await client.get(f"/shows/{show_id}/seats"),
                await client.post(f"/shows/{show_id}/holds", json={"seats": SEATS[:2]}),
            ):
                assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
            assert "movie_magic_queue_reachable 0.0" in (await client.get("/metrics")).text
        await watched.well(client)
        # The hold that was asked for in vain may have come about; its seats lapse with it. Others are free.
        held = await client.post(f"/shows/{show_id}/holds", json={"seats": SEATS[6:8]})
        assert held.status_code == 201, held.text


@pytest.mark.parametrize("how", ["the answer is lost", "the server is frozen"])
async def test_a_commit_that_nobody_answered_and_its_repetition_have_one_effect(watched, how):
    root = await asyncpg.connect(**db.credentials(watched.database))
    try:
        await root.execute(WAIT_AT_COMMIT)
        async with watched.client() as client:
            await watched.well(client)
            who = {"email": f"{uuid4().hex}@example.com", "password": "a long enough password", "name": "B"}
            user = (await client.post("/auth/signup", json=who)).json()
            wanted = {
                "url": "/booking",
                "headers": {
                    "Authorization": f"Bearer {user['access_token']}", "Idempotency-Key": uuid4().hex
                },
                "json": {
                    "user_id": user["user"]["id"], "show_id": watched.show_ids[0],
                    "payment_method": "mock_upi",
                    "seats": SEATS[:2] if how == "the answer is lost" else SEATS[4:6],
                },
            }  # fmt: skip
            await root.execute("SELECT pg_advisory_lock($1)", AT_COMMIT)
            asked = asyncio.create_task(client.post(**wanted))
            async with asyncio.timeout(PATIENCE):
                while not await root.fetch(COMMITTING):
                    await asyncio.sleep(0.02)
            if how == "the answer is lost":
                watched.network.replies_flow.clear()
                watched.network.commands_flow.clear()
                await root.execute("SELECT pg_advisory_unlock($1)", AT_COMMIT)
                answer = await asked
                watched.network.commands_flow.set()
                watched.network.replies_flow.set()
            else:
                with frozen(watched.house.postgres):
                    answer = await asked
                await root.execute("SELECT pg_advisory_unlock($1)", AT_COMMIT)
            assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
            async with asyncio.timeout(PATIENCE):
                while (answer := await client.post(**wanted)).status_code == 503:
                    await asyncio.sleep(0.1)
            assert answer.status_code == 201, answer.text
        bookings = await root.fetch("SELECT id::text FROM bookings WHERE user_id = $1", user["user"]["id"])
        assert [booking["id"] for booking in bookings] == [answer.json()["id"]]
        tickets = await root.fetch("SELECT 1 FROM tickets WHERE booking_id::text = $1", answer.json()["id"])
        assert len(tickets) == 2
        async with asyncio.timeout(PATIENCE):  # nothing is left open
            while await root.fetch(OPEN):
                await asyncio.sleep(0.1)
    finally:
        await root.execute("DROP TRIGGER wait_at_commit ON bookings; DROP FUNCTION wait_at_commit()")
        await root.close()
