"""Hold → booking → mock payment → confirmed by the whole server, against the same SQL by bare asyncpg."""

import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.http import house
from benchmarks.http.hall import LABELS
from benchmarks.rounds import ROUNDS, Figure, reaching

PASSWORD = "a long enough password"  # noqa: S105 # of accounts that are thrown away
_CONNECTIONS = 16
_SEATS = 2
Account = dict[str, str]
"""Somebody who buys: ``email``, ``id`` and ``token``."""


async def measure(*, purchases: int = 600, connections: int = _CONNECTIONS) -> list[Figure]:
    """Buy two seats at a time, one API process, then replay what it asked PostgreSQL; five rounds in turn.

    The SQL is recorded once, by a server that writes it down and is not timed. The pool has as many
    connections as the replay. No worker runs, so that what is compared is the sale alone.
    """
    rounds = ROUNDS + 1
    shows = -(-purchases * rounds * _SEATS // len(LABELS))
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with house.databases(home) as found:
            # The few buyers buy much more than people do: limits are counted as always, and never reached.
            limits = {"HOLDS_HOLDER_SEATS": "500", "HOLDS_HOLDER_QUOTA": "500"}
            environment = {**found, **limits, "DATABASE_POOL": str(connections)}
            ids = await house.furnish(environment["DATABASE_URL"], shows=shows)
            lots = [
                [[show_id, *LABELS[first : first + _SEATS]] for show_id in ids]
                for first in range(0, len(LABELS), _SEATS)
            ]
            wanted = [purchase for lot in lots for purchase in lot]
            batches = [wanted[start : start + purchases] for start in range(0, len(wanted), purchases)]
            tape = home / "purchases.pickle"
            with house.serving(
                "benchmarks.checkout.recording", "{port}", str(tape),
                path="/readyz", environment=environment, log=home / "recording.log",
            ) as recording:  # fmt: skip
                accounts = await make_accounts(recording, connections)
                await shop(recording, accounts, batches[0], 0)
            rates, ratios = [], []
            for number in range(1, ROUNDS + 1):
                with house.serving(
                    "server", "serve", "--port", "{port}",
                    path="/readyz", environment=environment, log=home / "server.log",
                ) as server:  # fmt: skip
                    # What nobody pays for: the first requests open connections and read the films.
                    await shop(server, accounts, batches[number][:20], number * 100_000)
                    ours = await shop(server, accounts, batches[number][20:], number * 100_000 + 20)
                theirs = await _run(
                    "benchmarks.checkout.replay", environment["DATABASE_URL"], str(tape), str(connections)
                )
                rates.append(ours["paid"] / ours["seconds"])
                ratios.append(rates[-1] / (theirs["paid"] / theirs["seconds"]))
    what = (
        f"purchases a second ({statistics.median(rates):.0f}/s), {connections} connections, to their bare SQL"
    )
    return [reaching("purchase_vs_sql", what, statistics.median(ratios), 0.5)]


async def make_accounts(port: int, count: int) -> list[Account]:
    """Sign people up; return their addresses, ids and tokens."""
    made: list[Account] = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        for number in range(count):
            email = f"buyer{number}@example.com"
            person = {"email": email, "password": PASSWORD, "name": "A Buyer"}
            headers = {"X-Forwarded-For": f"203.0.113.{number}"}
            answer = (await client.post("/auth/signup", json=person, headers=headers)).json()
            made.append({"email": email, "id": answer["user"]["id"], "token": answer["access_token"]})
    return made


async def shop(
    port: int, accounts: list[Account], purchases: Sequence[list[Any]], first: int
) -> dict[str, float]:
    """Buy in a process of its own; ``first`` numbers the purchases. Return what ``shopping`` prints."""
    wanted = {"accounts": accounts, "purchases": list(purchases), "first": first}
    return await _run("benchmarks.checkout.shopping", str(port), said=json.dumps(wanted))


async def _run(module: str, *arguments: str, said: str = "") -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=house.ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate(said.encode())
    if process.returncode != 0:
        raise RuntimeError(f"{module} failed")
    answer: dict[str, float] = json.loads(out)
    return answer
