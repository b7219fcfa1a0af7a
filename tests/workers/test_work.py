"""The worker and the clock, as processes, doing what the house relies on."""

import asyncio
import email
import email.policy
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg
import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker

from server.accounts.models import Role
from server.booking.models import Booking, BookingStatus
from server.core.db import credentials, rows
from server.notifications.models import Message
from tests.conftest import Servers
from tests.patience import PATIENCE
from tests.server.world import Customer


@pytest.fixture(scope="module")
def workers(servers: Servers, database: str) -> Iterator[subprocess.Popen[bytes]]:  # migrated first
    started = [servers.run("workers", "work"), servers.run("workers", "clock")]
    yield started[0]
    for process in started:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(timeout=PATIENCE) for process in started] == [0, 0]


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("workers")
async def test_the_map_of_a_show_that_moved_is_closed_and_opened_anew(house, api):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    show = await house.show()
    before = (await api.get(f"/shows/{show.id}/seats")).json()["epoch"]
    wanted = {
        "movie_id": show.movie_id, "screen_id": show.screen_id, "language": show.language, "format": "2D",
        "starts_at": (show.starts_at + timedelta(hours=1)).isoformat(), "prices": {"standard": 22000},
    }  # fmt: skip
    answer = await api.put(f"/admin/shows/{show.id}", json=wanted, headers=admin.headers)
    assert answer.status_code == 200, answer.text

    async def opened_anew() -> bool:
        return (await api.get(f"/shows/{show.id}/seats")).json()["epoch"] != before

    await eventually(opened_anew)


@pytest.mark.usefixtures("workers")
async def test_a_paid_booking_is_sold_on_the_map_and_told_to_its_customer(house, api, customer, servers):
    show = await house.show()
    booking = await customer.book(show, "A1", "B1")
    await customer.pay(booking)

    async def sold() -> bool:
        return (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "200000200000"

    await eventually(sold)

    async def told() -> bool:
        return await Message.filter(kind="confirmation", sent_at__isnull=False).exists()

    await eventually(told)
    message = await Message.get(kind="confirmation")
    written = Path(servers.environment["DATA_DIR"]) / "messages" / f"{message.id}.eml"
    mail = email.message_from_bytes(written.read_bytes(), policy=email.policy.default)
    assert mail["To"] == customer.email
    assert booking["reference"] in mail["Subject"]
    text = mail.get_content()
    assert "Seats: A1, B1" in text
    assert "Asia/Kolkata" in text
    assert "₹749.77" in text


@pytest.mark.usefixtures("workers")
async def test_an_unpaid_booking_expires_and_its_seats_are_free_again(house, api, customer):
    show = await house.show()
    booking = await customer.book(show, "A1")
    await rows("UPDATE bookings SET expires_at = now() - interval '1 second'")

    async def expired() -> bool:
        return (await Booking.get(id=booking["id"])).status is BookingStatus.EXPIRED

    await eventually(expired)

    async def free() -> bool:
        return (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "0" * 12

    await eventually(free)
    assert (await customer.get(f"/booking/{booking['id']}")).json()["payment"]["status"] == "expired"


@pytest.mark.usefixtures("workers")
async def test_the_outbox_runs_empty(house, customer):
    await customer.pay(await customer.book(await house.show(), "A1"))

    async def empty() -> bool:
        return await rows("SELECT id FROM outbox WHERE done_at IS NULL AND key IS NULL") == []

    await eventually(empty)
    done = await rows("SELECT actor, last_error, attempts FROM outbox WHERE key IS NULL ORDER BY id")
    assert [row["actor"] for row in done] == ["send_link", "settle_seats", "send_confirmation"]
    assert {(row["last_error"], row["attempts"]) for row in done} == {(None, 0)}


@pytest.mark.usefixtures("workers")
async def test_quick_jobs_take_turns_and_what_speaks_to_others_goes_on_beside_them(house, customer, database):
    first, second, paid = [
        await customer.book(await house.show(starts_in=timedelta(days=day)), "A1") for day in (2, 3, 4)
    ]
    for booking, seconds in ((first, 2), (second, 4)):
        await rows(
            "UPDATE bookings SET expires_at = now() + make_interval(secs => $2) WHERE id = $1",
            [booking["id"], seconds],
        )

    async def expired(booking: dict) -> bool:
        return (await Booking.get(id=booking["id"])).status is BookingStatus.EXPIRED

    async def told() -> bool:
        return await Message.filter(kind="confirmation", sent_at__isnull=False).count() == 1

    async def asked_for_both() -> bool:
        return len(await rows("SELECT 1 FROM outbox WHERE actor = 'expire_booking' AND sent_at < now()")) == 2

    other = await asyncpg.connect(**credentials(database))
    try:
        async with other.transaction():  # somebody is busy with the first booking for a while
            await other.execute("SELECT 1 FROM bookings WHERE id = $1 FOR UPDATE", UUID(first["id"]))
            await eventually(asked_for_both)
            await customer.pay(paid)
            await eventually(told)
            await asyncio.sleep(0.5)
            assert not await expired(second)
        await eventually(partial(expired, first))
        await eventually(partial(expired, second))
    finally:
        await other.close()


@pytest.mark.usefixtures("workers", "clean_database")
async def test_jobs_of_another_version_are_left_by_clock_and_worker_and_all_else_goes_on(servers):
    broker = RedisBroker(url=servers.environment["REDIS_URL"], middleware=[])
    await rows(
        "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) VALUES "
        "('post_to_the_moon', '{}', now(), now(), 0, 0), "
        # Of these a worker knows the name, and not what comes with it.
        "('close_seats', '{\"show_id\": 1, \"and_the_moon\": true}', now(), now(), 0, 0), "
        "('close_seats', '{\"show\": 1}', now(), now(), 0, 0)"
    )
    (moon, *others) = await rows("SELECT id FROM outbox WHERE key IS NULL ORDER BY id")
    # As a newer clock would send it to a worker that is still of this version.
    broker.enqueue(
        dramatiq.Message(
            queue_name="seats", actor_name="post_to_the_moon", args=(moon["id"],), kwargs={}, options={}
        )
    )
    broker.close()
    await rows(
        "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) "
        "VALUES ('close_seats', '{\"show_id\": 1}', now(), now(), 0, 0)"
    )

    async def left() -> bool:
        found = await rows(
            "SELECT 1 FROM outbox "
            "WHERE id = ANY($1) AND attempts = 0 AND dead_at IS NULL AND last_error LIKE 'left%'",
            [[moon["id"], *(other["id"] for other in others)]],
        )
        return len(found) == 3

    async def done() -> bool:
        return len(await rows("SELECT 1 FROM outbox WHERE done_at IS NOT NULL AND key IS NULL")) == 1

    await eventually(left)
    await eventually(done)


async def test_a_worker_steps_back_for_those_who_are_buying(workers):
    async def stepped_back() -> bool:
        return os.getpriority(os.PRIO_PROCESS, workers.pid) == os.nice(0) + 10

    await eventually(stepped_back)


@pytest.mark.usefixtures("workers")
async def test_what_is_said_about_an_account_is_mailed_and_texted(api, customer, servers):
    await customer.post("/auth/phone", phone="+919876543210")
    await api.post("/auth/forgot", json={"email": customer.email})
    changed = await customer.post(
        "/me/password", current_password="a long enough password", password="seven quiet lanterns"
    )
    assert changed.status_code == 204
    # Not the link of the reset: the password that was set meanwhile may have made it worthless.
    wanted = {"verify_email", "password_changed", "phone_code"}

    async def told() -> bool:
        sent = await Message.filter(sent_at__isnull=False).values_list("kind", flat=True)
        return wanted <= set(sent)

    await eventually(told)
    texted = await Message.get(kind="phone_code")
    assert (Path(servers.environment["DATA_DIR"]) / "texts" / f"{texted.id}.eml").exists()

    async def done() -> bool:
        return await rows("SELECT id FROM outbox WHERE done_at IS NULL AND key IS NULL") == []

    await eventually(done)
