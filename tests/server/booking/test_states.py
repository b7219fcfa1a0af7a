"""The table of moves: what PostgreSQL allows is what it says, and no order of events breaks the books."""

import asyncio
import re
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.exceptions import IntegrityError

from server.booking import cancellation, settlement, states
from server.booking.errors import BookingExpired, BookingSettled, NotCancellable
from server.booking.models import Booking, BookingStatus, Ticket
from server.booking.states import MOVES, Event
from server.booking.sweep import look
from server.core.clock import now
from server.core.db import rows, transaction
from server.payments.gateways.base import Outcome, Standing
from server.payments.models import PaymentMethod
from server.venues.shows import get_show
from tests.server.promotions.making import grant, promotion


@pytest.mark.usefixtures("clean_database")
async def test_the_database_allows_the_bookings_moves_of_the_table_and_no_others():
    (trigger,) = await rows(
        "SELECT pg_get_triggerdef(oid) AS text FROM pg_trigger WHERE tgname = 'bookings_moves'"
    )
    allowed = set(re.findall(r"'(\w+>\w+)'", trigger["text"]))
    assert allowed == {f"{move.source}>{move.target}" for move in MOVES}


@pytest.mark.usefixtures("clean_database")
async def test_the_database_allows_the_tickets_moves_of_the_table_and_the_door():
    (trigger,) = await rows(
        "SELECT pg_get_triggerdef(oid) AS text FROM pg_trigger WHERE tgname = 'tickets_moves'"
    )
    allowed = set(re.findall(r"'(\w+>\w+)'", trigger["text"]))
    made = {f"{source}>{move.tickets_to}" for move in MOVES for source in move.tickets_from}
    assert allowed == made | {"valid>used"}


def test_an_event_makes_one_move_from_a_state():
    assert len({(move.source, move.event) for move in MOVES}) == len(MOVES)


@pytest.mark.parametrize("status", BookingStatus)
@pytest.mark.parametrize("event", Event)
def test_what_is_not_in_the_table_is_refused(status, event):
    if any((move.source, move.event) == (status, event) for move in MOVES):
        assert states.move_of(status, event).target is not status
    else:
        with pytest.raises((BookingExpired, BookingSettled)):
            states.move_of(status, event)


async def test_a_move_by_hand_is_refused_by_the_database(house, customer):
    booking = await customer.book(await house.show(), "A1")
    await customer.api.post(f"/booking/{booking['id']}/cancel", headers=customer.headers)
    for target in ("pending", "confirmed", "expired"):
        with pytest.raises(IntegrityError, match="cannot go from cancelled"):
            await rows("UPDATE bookings SET status = $1, expires_at = now()", [target])


async def test_the_ledger_and_the_audit_log_cannot_be_changed(house, customer):
    await customer.pay(await customer.book(await house.show(), "A1"))
    for statement in ("UPDATE ledger SET amount = 1", "DELETE FROM ledger"):
        with pytest.raises(Exception, match="ledger is append-only"):
            await rows(statement)


async def test_nobody_gets_more_back_than_came_in(house, customer):
    await customer.pay(await customer.book(await house.show(), "A1"))
    (payment,) = await rows("SELECT id, booking_id, amount FROM payments")
    too_much = [payment["id"], payment["booking_id"], payment["amount"] + 1]

    async def owe_too_much() -> None:
        async with transaction():
            await rows(
                "INSERT INTO refunds (id, booking_id, payment_id, amount, currency, reason, status, "
                "created_at) VALUES ($1, $2, $1, $3, 'INR', 'duplicate', 'pending', now())",
                too_much,
            )
            await rows(
                "INSERT INTO ledger (booking_id, payment_id, refund_id, kind, amount, currency, created_at) "
                "VALUES ($2, $1, $1, 'cancelled', $3, 'INR', now())",
                too_much,
            )

    with pytest.raises(IntegrityError, match="payments_balance_check"):
        await owe_too_much()


STEPS = st.lists(
    st.sampled_from(
        ["paid", "paid_first", "paid_late", "declined", "called_off", "again", "give_up", "deadline",
         "cancel_one", "cancel_all", "house"]
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@pytest.fixture
async def booked(house, customer):
    """Make bookings of two seats, with a promotion and points, one after the other on shows of their own."""
    day = iter(range(2, 10_000))
    await promotion(code="TWENTY")
    await grant(customer.id, 10_000)

    async def make() -> Booking:
        show = await house.show(starts_in=timedelta(days=next(day)))
        made = await customer.book(show, "A1", "A2", promo="TWENTY", points=37)
        return await Booking.get(id=made["id"])

    return make


async def cancel(booking: Booking, labels: list[str] | None) -> None:
    await cancellation.cancel_tickets(booking, labels, await get_show(booking.show_id), at=now())


async def cancel_show(booking: Booking) -> None:
    if booking.status is BookingStatus.CONFIRMED:
        await cancellation.cancel_for_show(booking, at=now())
    elif booking.status is BookingStatus.PENDING:
        await settlement.end_for_cancelled_show(booking, at=now())


async def pay_again(booking: Booking) -> None:
    until = booking.expires_at or now()
    await settlement.pay_again(booking, PaymentMethod.MOCK_CARD, expires_at=until, at=now())


ON_BOOKINGS = {
    "again": pay_again,
    "give_up": lambda booking: settlement.give_up(booking, at=now()),
    "deadline": lambda booking: settlement.expire_locked(booking, at=now() + timedelta(days=1)),
    "cancel_one": lambda booking: cancel(booking, ["A1"]),
    "cancel_all": lambda booking: cancel(booking, None),
    "house": cancel_show,
}
OF_PROVIDERS = {
    "paid": Outcome.PAID,
    "paid_first": Outcome.PAID,
    "paid_late": Outcome.PAID,
    "declined": Outcome.DECLINED,
    "called_off": Outcome.CALLED_OFF,
}


async def step(booking_id: UUID, name: str) -> None:
    """Let one thing happen to a booking, as the use cases do; a refusal is an answer."""
    attempts = await rows("SELECT id FROM payments WHERE booking_id = $1 ORDER BY created_at", [booking_id])
    chosen = attempts[0 if name == "paid_first" else -1]["id"]
    try:
        async with transaction():
            if name in ON_BOOKINGS:
                await ON_BOOKINGS[name](await settlement.lock(booking_id))
            else:
                retaken = "1-again" if name == "paid_late" else None
                standing = Standing(OF_PROVIDERS[name])
                await settlement.settle(chosen, standing, at=now(), retaken=retaken)
    except (BookingExpired, BookingSettled, NotCancellable):
        return


async def test_no_order_of_events_breaks_the_books(booked):
    loop = asyncio.get_running_loop()
    seen: set[str] = set()

    async def run(names: list[str]) -> None:
        booking = await booked()
        for name in names:
            await step(booking.id, name)
            assert [f.invariant.name for f in await look() if f.violations] == [], names
        seen.add((await Booking.get(id=booking.id)).status)
        live = await Ticket.filter(booking_id=booking.id, status__in=["valid", "used"]).count()
        (money,) = await rows(
            "SELECT coalesce(sum(captured - refunded), 0) AS kept FROM payments WHERE booking_id = $1",
            [booking.id],
        )
        if (await Booking.get(id=booking.id)).status in {"pending", "expired", "failed"}:
            assert (live, money["kept"]) == (0, 0)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def every_order(names: list[str]) -> None:
        asyncio.run_coroutine_threadsafe(run(names), loop).result(60)

    await asyncio.to_thread(every_order)
    assert {"confirmed", "cancelled"} <= seen
