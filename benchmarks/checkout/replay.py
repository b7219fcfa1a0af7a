"""``python -m benchmarks.checkout.replay URL FILE CONNECTIONS``: recorded purchases by bare asyncpg.

The very statements and parameters that the server used, over as many connections, on tables emptied of the
sales they made. Prints one JSON object: seconds, and how many purchases there were.
"""

import asyncio
import json
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import asyncpg
import uvloop

from server.core.db import credentials

Statement = tuple[str, tuple[Any, ...]]
_SALES = "bookings, price_lines, tickets, payments, ledger, outbox, payment_events, mock_transactions"


def read(path: Path) -> list[list[Statement]]:
    """Return each purchase's statements, in the order in which they were given to the driver."""
    purchases: dict[str, list[Statement]] = {}
    with path.open("rb") as file:
        while True:
            try:
                identifier, sql, values = pickle.load(file)  # noqa: S301 # our own recording
            except EOFError:
                break
            if identifier.startswith("purchase-"):
                purchases.setdefault(identifier, []).append((sql, tuple(values or ())))
    return list(purchases.values())


async def main(url: str, path: Path, connections: int) -> dict[str, float]:
    """Replay everything and return what is printed."""
    purchases = await asyncio.to_thread(read, path)
    pool = [await asyncpg.connect(**credentials(url)) for _ in range(connections)]
    await pool[0].execute(f"TRUNCATE {_SALES}, idempotency_keys CASCADE")
    left = iter(purchases)

    async def work(connection: Any, left: Iterator[list[Statement]]) -> None:
        for purchase in left:
            for sql, values in purchase:
                if values:
                    await connection.fetch(sql, *values)
                else:
                    await connection.execute(sql)

    began = perf_counter()
    await asyncio.gather(*(work(connection, left) for connection in pool))
    seconds = perf_counter() - began
    await asyncio.gather(*(connection.close() for connection in pool))
    return {"seconds": seconds, "paid": len(purchases)}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        answer = runner.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
    print(json.dumps(answer))  # noqa: T201 # its answer
