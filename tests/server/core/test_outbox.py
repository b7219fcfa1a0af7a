"""The outbox: what leaves, when, and what a failure leaves behind."""

import asyncio

import pytest

from server.core import outbox
from server.core.db import rows, transaction
from server.core.jobs import Job


class Sink:
    """Takes jobs as the broker does, or refuses them."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.jobs: list[tuple[Job, dict[str, object]]] = []
        self.refuse = refuse

    def __call__(self, job: Job, arguments: dict[str, object]) -> None:
        if self.refuse:
            raise ConnectionError("no broker")
        self.jobs.append((job, arguments))


async def put_one(booking_id: str = "b1") -> None:
    async with transaction():
        await outbox.put(Job.SETTLE_SEATS, booking_id=booking_id)


@pytest.mark.usefixtures("clean_database")
async def test_a_committed_job_leaves_once():
    sink = Sink()
    await put_one()
    assert await outbox.relay(sink) == 1
    assert await outbox.relay(sink) == 0
    assert sink.jobs == [(Job.SETTLE_SEATS, {"booking_id": "b1"})]


@pytest.mark.usefixtures("clean_database")
async def test_a_job_of_a_rolled_back_transaction_never_was():
    sink = Sink()

    async def put_and_fail() -> None:
        async with transaction():
            await outbox.put(Job.SETTLE_SEATS, booking_id="b1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await put_and_fail()
    assert await outbox.relay(sink) == 0


@pytest.mark.usefixtures("clean_database")
async def test_a_refused_job_stays_with_its_reason_and_is_sent_again_later():
    await put_one()
    assert await outbox.relay(Sink(refuse=True)) == 0
    (row,) = await rows("SELECT last_error, attempts, sent_at FROM outbox")
    assert row == {"last_error": "no broker", "attempts": 1, "sent_at": None}
    sink = Sink()
    assert await outbox.relay(sink) == 0, "the claim still runs"
    await rows("UPDATE outbox SET claimed_until = now() - interval '1 second'")
    assert await outbox.relay(sink) == 1


@pytest.mark.usefixtures("clean_database")
async def test_two_relays_never_send_the_same_row():
    for number in range(150):
        await put_one(f"b{number}")
    first, second = Sink(), Sink()
    await asyncio.gather(
        *(outbox.relay(sink) for sink in (first, second)), *(outbox.relay(sink) for sink in (first, second))
    )
    sent = [arguments["booking_id"] for _, arguments in [*first.jobs, *second.jobs]]
    assert len(sent) == len(set(sent)) == 150


async def test_a_running_relay_is_woken_by_the_commit(clean_database):
    sink, stop = Sink(), asyncio.Event()
    relay = asyncio.create_task(outbox.run_relay(clean_database, sink, stop))
    await asyncio.sleep(0.3)
    await put_one()
    async with asyncio.timeout(5):
        while not sink.jobs:
            await asyncio.sleep(0.01)
    stop.set()
    await relay
