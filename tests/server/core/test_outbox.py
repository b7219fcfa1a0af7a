"""The outbox: what leaves, when, and what a failure leaves behind."""

import asyncio
from collections.abc import Sequence

import pytest

from server.core import outbox
from server.core.db import rows, transaction
from server.core.jobs import Dispatch, Job
from tests.patience import PATIENCE


class Sink:
    """Takes jobs as the broker does, or refuses them."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.jobs: list[tuple[Job, dict[str, object]]] = []
        self.ids: list[int] = []
        self.refuse = refuse

    def __call__(self, dispatches: Sequence[Dispatch]) -> None:
        if self.refuse:
            raise ConnectionError("no broker")
        self.ids += [dispatch.outbox_id for dispatch in dispatches]
        self.jobs += [(dispatch.job, dispatch.arguments) for dispatch in dispatches]


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
    (row,) = await rows("SELECT last_error, attempts, sends FROM outbox")
    assert row == {"last_error": "ConnectionError: no broker", "attempts": 0, "sends": 0}
    await make_due()
    assert await outbox.relay(Sink()) == 1


async def make_due() -> None:
    await rows("UPDATE outbox SET due_at = now() - interval '1 second'")


@pytest.mark.usefixtures("clean_database")
async def test_a_job_is_sent_until_a_worker_has_done_it_and_then_never_again():
    sink = Sink()
    await put_one()
    for _ in range(3):  # a queue that lost it, a worker that was killed
        await make_due()
        await outbox.relay(sink)
    assert len(sink.ids) == 3
    assert await outbox.begin(sink.ids[0], lease=30)
    await outbox.done(sink.ids[0])
    await make_due()
    assert await outbox.relay(sink) == 0
    assert not await outbox.begin(sink.ids[0], lease=30), "a copy that was still queued finds it done"


@pytest.mark.usefixtures("clean_database")
async def test_a_job_that_fails_is_put_off_longer_each_time_and_given_up_at_last():
    sink = Sink()
    await put_one()
    pauses = []
    for _ in range(outbox.MAX_ATTEMPTS):
        await make_due()
        assert await outbox.relay(sink) == 1
        await outbox.begin(sink.ids[-1], lease=30)
        await outbox.failed(sink.ids[-1], "no luck")
        (row,) = await rows("SELECT extract(epoch FROM due_at - now())::float8 AS pause FROM outbox")
        pauses.append(round(row["pause"], 1))
    assert pauses == sorted(pauses)
    assert pauses[-1] > 100
    await make_due()
    assert await outbox.relay(sink) == 0, "given up"
    (dead,) = await outbox.dead()
    assert (dead.id, dead.attempts, dead.last_error) == (sink.ids[0], outbox.MAX_ATTEMPTS, "no luck")
    assert await outbox.revive([dead.id]) == 1
    assert await outbox.relay(sink) == 1


@pytest.mark.usefixtures("clean_database")
async def test_a_job_that_takes_every_worker_down_with_it_is_given_up():
    sink = Sink()
    await put_one()
    for _ in range(outbox.MAX_SENDS + 2):
        await make_due()
        await outbox.relay(sink)
    assert len(sink.ids) == outbox.MAX_SENDS
    assert (await outbox.dead())[0].last_error == "no worker ever came back from it"


@pytest.mark.usefixtures("clean_database")
async def test_a_key_is_put_once_while_it_waits():
    for _ in range(3):
        await outbox.put_unless_waiting([(Job.EXPIRE_BOOKING, "expire:b1", {"booking_id": "b1"})])
    sink = Sink()
    assert await outbox.relay(sink) == 1
    await outbox.done(sink.ids[0])
    await outbox.put_unless_waiting([(Job.EXPIRE_BOOKING, "expire:b1", {"booking_id": "b1"})])
    assert await outbox.relay(sink) == 1


@pytest.mark.usefixtures("clean_database")
async def test_two_relays_never_send_the_same_row():
    for number in range(150):
        await put_one(f"b{number}")
    first, second = Sink(), Sink()
    await asyncio.gather(
        *(outbox.relay(sink) for sink in (first, second)), *(outbox.relay(sink) for sink in (first, second))
    )
    while await outbox.relay(first):  # a relay passes over rows that another holds at that moment
        pass
    sent = [arguments["booking_id"] for _, arguments in [*first.jobs, *second.jobs]]
    assert len(sent) == len(set(sent)) == 150


@pytest.mark.usefixtures("clean_database")
async def test_a_job_of_another_version_is_left_and_stands_in_nobodys_way():
    await rows(
        "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) VALUES "
        "('post_to_the_moon', '{}', now(), now() - interval '1 hour', 0, 0), "
        "('settle_seats', '[1]', now(), now() - interval '1 hour', 0, 0)"
    )
    await put_one()
    sink = Sink()
    for _ in range(outbox.MAX_SENDS + 2):
        await make_due()
        await outbox.relay(sink)
        await outbox.done(sink.ids[-1])
    assert sink.jobs == [(Job.SETTLE_SEATS, {"booking_id": "b1"})]
    waiting = await rows(
        "SELECT actor, sends, attempts, dead_at FROM outbox WHERE done_at IS NULL ORDER BY id"
    )
    assert [(row["sends"], row["attempts"], row["dead_at"]) for row in waiting] == [(0, 0, None)] * 2
    left = await outbox.left()
    assert [(jobs.actor, jobs.number) for jobs in left] == [("post_to_the_moon", 1), ("settle_seats", 1)]


@pytest.mark.usefixtures("clean_database")
async def test_a_job_that_a_worker_leaves_to_another_version_is_offered_again_and_never_given_up():
    sink = Sink()
    await put_one()
    for _ in range(outbox.MAX_SENDS + 2):
        await make_due()
        assert await outbox.relay(sink) == 1
        await outbox.leave(sink.ids[-1])
    assert await outbox.dead() == []
    assert [(jobs.actor, jobs.number) for jobs in await outbox.left()] == [("settle_seats", 1)]
    assert await outbox.begin(sink.ids[-1], lease=30), "a worker that knows it begins as ever"
    await outbox.done(sink.ids[-1])
    assert await outbox.left() == []


async def test_a_running_relay_is_woken_by_the_commit(clean_database):
    sink, stop = Sink(), asyncio.Event()
    relay = asyncio.create_task(outbox.run_relay(clean_database, sink, stop))
    await asyncio.sleep(0.3)
    await put_one()
    async with asyncio.timeout(PATIENCE):
        while not sink.jobs:
            await asyncio.sleep(0.01)
    stop.set()
    await relay
