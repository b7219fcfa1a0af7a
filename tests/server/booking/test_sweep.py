"""Every invariant can see what it looks for: with the database's guards off, each is broken and found."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from server.accounts.models import Role
from server.booking import sweep
from server.booking.invariants import INVARIANTS
from server.core.db import connection, rows, transaction
from tests.server.promotions.making import grant, promotion
from tests.server.world import Customer

# What breaks each, once the guards that would refuse it are off. The house has two paid bookings of two seats
# each, one of which gave a seat back, one with a promotion and points, and one that waits.
BREAKS = {
    "seat_sold_once": (
        "DROP INDEX tickets_live_seat",
        "UPDATE tickets SET seat_index = 0, show_id = (SELECT min(show_id) FROM tickets)",
    ),
    "money_stands_for_something": ("UPDATE tickets SET price = price + 1 WHERE status = 'valid'",),
    "balances_are_the_ledgers": (
        "ALTER TABLE payments DROP CONSTRAINT payments_balance_check",
        "UPDATE payments SET captured = captured + 1 WHERE status = 'succeeded'",
    ),
    "what_is_owed_has_a_refund": ("UPDATE refunds SET amount = amount + 1",),
    "a_refund_is_paid_once": ("UPDATE refunds SET status = 'succeeded'",),
    "a_settled_payment_was_captured": (
        "UPDATE payments SET status = 'succeeded' WHERE status = 'requires_action'",
    ),
    "returned_money_goes_back_whole": ("UPDATE payments SET status = 'returned'",),
    "a_confirmed_booking_is_paid": ("UPDATE bookings SET status = 'confirmed' WHERE status = 'pending'",),
    "tickets_follow_their_booking": ("UPDATE tickets SET status = 'used' WHERE status = 'reserved'",),
    "prices_add_up": ("UPDATE price_lines SET amount = amount + 1",),
    "uses_of_promotions_are_counted": ("UPDATE promotions SET used = used + 1",),
    "a_promotion_is_used_by_what_stands": ("UPDATE promotion_uses SET returned_at = now()",),
    "points_stand_for_tickets": ("UPDATE tickets SET points = points + 1 WHERE points > 0",),
    "nobody_overdraws_points": ("UPDATE points_ledger SET delta = 1 WHERE reason = 'granted'",),
    "benefits_are_the_buyers": (
        """
        UPDATE bookings SET sold_by = user_id, user_id = NULL
        WHERE id IN (SELECT booking_id FROM points_ledger WHERE reason = 'earned')
        """,
    ),
    "nothing_waits_for_ever": (
        "UPDATE bookings SET expires_at = now() - interval '6 minutes' WHERE status = 'pending'",
    ),
    "a_cancelled_show_has_no_tickets": (
        """
        INSERT INTO show_cancellations (show_id, reason, requested_by, bookings, created_at)
        SELECT show_id, 'x', user_id, 1, now() - interval '16 minutes' FROM bookings LIMIT 1
        """,
    ),
    "prices_are_written_down": ("UPDATE show_pricing SET shown = jsonb_set(shown, '{standard}', '22500')",),
    "prices_keep_their_bounds": (
        "ALTER TABLE price_changes DISABLE TRIGGER price_changes_stay",
        "UPDATE show_pricing SET shown = jsonb_set(shown, '{standard}', '99000')",
        "UPDATE price_changes SET after = jsonb_set(after, '{standard}', '99000')",
    ),
    "an_override_ends": ("UPDATE show_pricing SET override_until = now() - interval '6 minutes'",),
    "one_key_one_answer": (
        "INSERT INTO idempotency_keys (caller, key, request_hash, created_at) VALUES ('c', 'k', 'h', now())",
    ),
}


class Undone(Exception):
    """Ends the transaction in which things were broken."""


@pytest.fixture
async def some_sales(house, customer):
    show = await house.show()
    for seats in (["A1", "A2"], ["A3", "A4"]):
        await customer.pay(await customer.book(show, *seats))
    first = (await rows("SELECT id FROM bookings ORDER BY created_at"))[0]["id"]
    await customer.api.post(f"/booking/{first}/cancel", json={"seats": ["A2"]}, headers=customer.headers)
    await promotion(code="TWENTY")
    await grant(customer.id, 50)
    await customer.pay(await customer.book(show, "B3", promo="TWENTY", points=50))
    await customer.book(show, "B1")
    manager = await Customer.sign_up(customer.api, role=Role.MANAGER)
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=until
    )
    assert answer.status_code == 204, answer.text


def test_there_is_a_way_to_break_each():
    assert set(BREAKS) == {invariant.name for invariant in INVARIANTS}


@pytest.mark.parametrize("name", BREAKS)
async def test_a_violation_is_found(some_sales, name):
    assert [finding.invariant.name for finding in await sweep.look() if finding.violations] == []
    found: set[str] = set()

    async def break_and_look() -> None:
        async with transaction():
            await connection().execute_script("SET LOCAL session_replication_role = 'replica'")
            for statement in BREAKS[name]:
                await connection().execute_script(statement)
            found.update(finding.invariant.name for finding in await sweep.look() if finding.violations)
            raise Undone

    with pytest.raises(Undone):
        await break_and_look()
    assert name in found


async def test_the_command_ends_with_one_when_it_finds_something(some_sales, servers):
    def audit() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workers", "audit"],
            env=servers.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    well = audit()
    assert well.returncode == 0, well.stdout
    await rows("UPDATE price_lines SET amount = amount + 1 WHERE kind = 'fee'")
    ill = audit()
    assert ill.returncode == 1
    assert "VIOLATED  prices_add_up" in ill.stdout
    kept = await rows("SELECT name FROM invariant_findings WHERE violations > 0")
    assert kept == [{"name": "prices_add_up"}]


async def test_what_was_found_is_a_metric(some_sales, api):
    await sweep.run()
    figures = (await api.get("/metrics")).text
    assert 'movie_magic_invariant_violations{invariant="prices_add_up"} 0.0' in figures
    assert 'movie_magic_jobs_waiting{job="settle_seats"}' in figures
    assert 'movie_magic_jobs_age_seconds{job="settle_seats"}' in figures
    assert 'movie_magic_queue_depth{queue="payments"}' in figures
    assert "movie_magic_queue_reachable 1.0" in figures
    assert "movie_magic_database_reachable 1.0" in figures
    assert 0 <= age_in(figures, "movie_magic_invariants_sweep_age_seconds") < inf


async def test_what_never_happened_is_infinitely_long_ago(some_sales, api):
    await rows("DELETE FROM invariant_findings")
    await rows("UPDATE outbox SET done_at = now() - interval '1 day' WHERE key IS NOT NULL")
    await rows(
        "INSERT INTO outbox (actor, args, created_at, done_at, sends, attempts) "
        "VALUES ('look_back', '{}', now(), now(), 0, 0), ('post_to_the_moon', '{}', now(), NULL, 0, 0)"
    )
    figures = (await api.get("/metrics")).text
    assert age_in(figures, "movie_magic_invariants_sweep_age_seconds") == inf
    assert age_in(figures, 'movie_magic_job_done_age_seconds{job="sweep_invariants"}') == inf
    assert 0 <= age_in(figures, 'movie_magic_job_done_age_seconds{job="look_back"}') < inf
    assert 'movie_magic_jobs_left{job="post_to_the_moon"} 1.0' in figures

    # Half a sweep, as after an upgrade that looks for more, is none.
    await sweep.run()
    await rows("DELETE FROM invariant_findings WHERE name = 'prices_add_up'")
    figures = (await api.get("/metrics")).text
    assert age_in(figures, "movie_magic_invariants_sweep_age_seconds") == inf


def age_in(figures: str, name: str) -> float:
    return float(next(line for line in figures.splitlines() if line.startswith(f"{name} ")).split()[-1])
