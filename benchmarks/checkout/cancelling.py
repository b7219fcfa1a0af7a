"""A show of 5,000 paid bookings is cancelled: from the press to the last refund, and what was lost."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx

from benchmarks.checkout import purchase
from benchmarks.checkout.backstage import backstage, done, fetch
from benchmarks.http import house
from benchmarks.rounds import Figure, within

_PATIENCE = 1800.0

# Bookings that are not cancelled, whose money is not back in full, or whose customer was not told.
_LOST = """
    SELECT count(*) AS lost FROM bookings b
    JOIN payments p ON p.booking_id = b.id
    LEFT JOIN refunds r ON r.payment_id = p.id AND r.status = 'succeeded'
    LEFT JOIN mock_refunds m ON m.payment_id = p.id
    WHERE b.show_id = $1 AND (
        b.status <> 'cancelled' OR p.refunded <> p.captured OR coalesce(r.amount, 0) <> p.captured
        OR coalesce(m.amount, 0) <> p.captured
        OR NOT EXISTS (
            SELECT FROM messages e WHERE e.dedupe_key = 'cancellation:' || r.id AND e.sent_at IS NOT NULL))
"""


async def measure(*, bookings: int = 5_000) -> list[Figure]:
    """Sell a show out, cancel it over HTTP, and wait until every job is done: one process of each program."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with house.databases(home) as environment:
            url = environment["DATABASE_URL"]
            show_id = int(await _said("benchmarks.checkout.sold_out", url, str(bookings)))
            with (
                house.serving(
                    "server", "serve", "--port", "{port}",
                    path="/readyz", environment=environment, log=home / "server.log",
                ) as port,
                backstage(environment, home),
            ):  # fmt: skip
                admin = await _admin(port, url)
                began = perf_counter()
                await _cancel(port, admin, show_id)
                await done(url, within=_PATIENCE)
                seconds = perf_counter() - began
            (found,) = await fetch(url, _LOST, show_id)
            await _said("workers", "audit", environment=environment)
    return [
        within(
            "cancel_5000_minutes", f"{bookings:,} bookings cancelled, refunded and told, end to end",
            seconds / 60, 10, unit="minutes",
        ),
        within(
            "cancel_5000_lost", "bookings not cancelled, not refunded in full at the bank, or not told",
            found["lost"], 0, unit="bookings",
        ),
    ]  # fmt: skip


async def _admin(port: int, url: str) -> str:
    (account,) = await purchase.make_accounts(port, 1)
    await fetch(url, "INSERT INTO role_grants (user_id, role) VALUES ($1, 'admin')", account["id"])
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        answer = await client.post(
            "/auth/login", json={"email": account["email"], "password": purchase.PASSWORD}
        )
    token: str = answer.json()["access_token"]
    return token


async def _cancel(port: int, admin: str, show_id: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        answer = await client.post(
            f"/admin/shows/{show_id}/cancel", json={"reason": "The projector broke"},
            headers={"Authorization": f"Bearer {admin}"},
        )  # fmt: skip
    if not answer.is_success:
        raise RuntimeError(f"the show was not cancelled: {answer.text}")


async def _said(module: str, *arguments: str, environment: dict[str, Any] | None = None) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=house.ROOT, env=environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed: {out.decode()[-2000:]}")
    return out.decode()
