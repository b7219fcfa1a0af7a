"""The till: where what providers say meets the bookings it is about.

Providers and Redis are asked outside of any transaction; what they answered is then made true by
``settlement.settle`` in one. Every use case may be run again at any time: it asks anew and does what is
true then.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

import structlog
from tortoise.exceptions import IntegrityError

from seat_engine import SeatEngine
from seat_engine import errors as engine_errors
from server.booking import settlement
from server.booking.mending import mend
from server.booking.models import Booking, BookingStatus, Ticket, TicketStatus
from server.booking.opener import ShowOpener
from server.booking.reservations import LIVE_SEAT_INDEX
from server.booking.schemas import PaymentStatusOut
from server.core import audit
from server.core.clock import now
from server.core.db import row, rows, transaction, violates
from server.core.errors import NotFound
from server.core.idempotency import Answer, Request, once
from server.core.ids import hold_id as new_hold_id
from server.core.tokens import Caller
from server.payments import inbox, refunds
from server.payments import service as payments
from server.payments.gateways import Gateways
from server.payments.gateways import mock as mock_bank
from server.payments.gateways.base import Attempt, NextAction, Outcome, ProviderAway, Standing
from server.payments.models import Payment, PaymentMethod, PaymentStatus
from server.venues.shows import recent_show

log = structlog.get_logger(__name__)

T = TypeVar("T")

_RETAKEN_FOR = timedelta(minutes=2)
"""How long seats taken again wait for the transaction that confirms them."""
_CHECK_AGAIN = timedelta(minutes=2)


class Till:
    """The use cases, with what they need. One for a process."""

    def __init__(self, gateways: Gateways, engine: SeatEngine, opener: ShowOpener) -> None:
        self.gateways = gateways
        self._engine = engine
        self._opener = opener

    async def begin(self, payment_id: UUID) -> NextAction | None:
        """Have an open attempt known to its provider; say what the customer must do, None once it is over.

        Raises ``ProviderAway``.
        """
        booking, payment = await _read(payment_id)
        if payment.status is not PaymentStatus.REQUIRES_ACTION or booking.status is not BookingStatus.PENDING:
            return None
        begun = await self.gateways.of(payment.method).begin(await _attempt(booking, payment))
        if begun.provider_reference and begun.provider_reference != payment.provider_reference:
            async with transaction():
                await payments.name_reference(payment.id, begun.provider_reference)
        return begun.next_action

    async def check(self, payment_id: UUID) -> Payment:
        """Ask the provider how an attempt stands and make that true; ask again later while it is open."""
        booking, payment = await _read(payment_id)
        standing = await self.gateways.of(payment.method).look(await _attempt(booking, payment))
        settled = await self.settle(payment_id, standing)
        if settled.status is PaymentStatus.REQUIRES_ACTION:
            await rows(
                "UPDATE payments SET next_check_at = $2 WHERE id = $1 AND status = 'requires_action'",
                [payment_id, now() + _CHECK_AGAIN],
            )
        return settled

    async def call_off(self, payment_id: UUID) -> None:
        """Have the provider take no money any more for an attempt that the house has ended.

        Where the money was quicker, it is settled as money that came late. Raises ``ProviderAway`` while the
        provider can do neither, so that it is asked again.
        """
        booking, payment = await _read(payment_id)
        if payment.status in {PaymentStatus.SUCCEEDED, PaymentStatus.RETURNED, PaymentStatus.DECLINED}:
            return
        standing = await self.gateways.of(payment.method).call_off(await _attempt(booking, payment))
        await self.settle(payment_id, standing)
        if standing.outcome is Outcome.OPEN:
            raise ProviderAway("the provider has not decided yet whether money comes")

    async def apply(self, event_id: str) -> str:
        """Apply what a provider told us by asking it again; return what came of it.

        Raises ``ProviderAway``.
        """
        event = await inbox.get(event_id)
        if event is None or event.applied_at is not None:
            return "applied before"
        if inbox.about_refund(event):
            outcome = await refunds.look(self.gateways, event.subject)
        else:
            payment_id = event.payment_id or await payments.by_reference(event.method, event.subject)
            try:
                outcome = str((await self.check(payment_id)).status) if payment_id else "no payment of ours"
            except NotFound:
                outcome = "no payment of ours"
        await inbox.applied(event_id, outcome)
        return outcome

    async def decide(self, payment_id: UUID, outcome: Outcome) -> Payment:
        """Play the mock bank, and do at once what its message would have us do.

        Raises ``NotFound`` and ``PaymentSettled``. Should this process die in between, the bank's message
        waits and is applied by a worker.
        """
        async with transaction():
            await mock_bank.decide(payment_id, outcome)
            event_id = await inbox.mock_decided(payment_id, outcome)
        payment = await self.settle(payment_id, Standing(outcome))
        await inbox.applied(event_id, str(payment.status))
        return payment

    async def receive_cash(
        self, payment_id: UUID, *, request: Request, caller: Caller, address: str
    ) -> Answer:
        """Record that the money for an attempt lies in the till, once. Raises ``NotFound``."""
        payment = await payments.get(payment_id)
        if payment.method is not PaymentMethod.CASH:
            raise NotFound("There is no such payment")

        async def receive(settle: Callable[[], Awaitable[Payment]]) -> Answer:
            async def effect() -> Answer:
                settled = await settle()
                await audit.record(
                    caller, "cash.receive", f"payment:{payment_id}", before={"status": payment.status},
                    after={"status": settled.status, "amount": settled.amount}, address=address,
                )  # fmt: skip
                said = PaymentStatusOut(payment_id=settled.id, status=settled.status)
                return Answer(200, said.model_dump_json().encode())

            return await once(request, effect)

        return await self._settled(payment_id, Standing(Outcome.PAID), receive)

    async def settle(self, payment_id: UUID, standing: Standing) -> Payment:
        """Make true what a provider said, in one transaction; seats of a late payment are taken again first.

        Raises ``NotFound``, and ``EngineUnavailable`` when late money meets a Redis that is away.
        """

        async def alone(settle: Callable[[], Awaitable[Payment]]) -> Payment:
            async with transaction():
                return await settle()

        return await self._settled(payment_id, standing, alone)

    async def _settled(
        self,
        payment_id: UUID,
        standing: Standing,
        run: Callable[[Callable[[], Awaitable[Payment]]], Awaitable[T]],
    ) -> T:
        """Settle in the transaction ``run`` opens; once more without the seats if they are sold after all."""
        retaken = await self._keep_seats(payment_id) if standing.outcome is Outcome.PAID else None
        try:
            try:
                return await run(partial(settlement.settle, payment_id, standing, at=now(), retaken=retaken))
            except IntegrityError as error:
                if retaken is None or not violates(error, LIVE_SEAT_INDEX):
                    raise
            return await run(partial(settlement.settle, payment_id, standing, at=now()))
        finally:
            if retaken is not None:
                await self._let_go_in_vain(payment_id, retaken)

    async def _keep_seats(self, payment_id: UUID) -> str | None:
        """Have the seats stay held until the money is written down.

        Returns the hold under which the seats of a booking that ended unpaid were taken again, if all were
        free. Raises ``EngineUnavailable`` where those cannot be asked for.
        """
        found = await row(_SEATS_OF, [payment_id])
        if found is None:
            raise NotFound("There is no such payment")
        if found["payment"] in {PaymentStatus.SUCCEEDED, PaymentStatus.RETURNED}:
            return None
        at, until = now(), found["expires_at"]
        if found["status"] == BookingStatus.PENDING and (until is None or until > at):
            # Its time may be over before the map learns of the sale: nobody is to be offered its seats then.
            try:
                await self._engine.extend_until(
                    found["show_id"], found["hold_id"], deadline=at + _RETAKEN_FOR
                )
            except engine_errors.SeatEngineError as error:
                # PostgreSQL keeps the seats through the tickets; the map catches up by its job.
                log.info("hold_not_stretched", booking_id=str(found["id"]), error=type(error).__name__)
            return None
        booking, _ = await _read(payment_id)
        return await self._take_again(booking) if settlement.ended_unpaid(booking, at) else None

    async def _take_again(self, booking: Booking) -> str | None:
        """Hold the seats of a booking that ended unpaid, if all are free; return the hold's id, else None."""
        tickets = await Ticket.filter(
            booking_id=booking.id, status__in=[TicketStatus.RESERVED, TicketStatus.RELEASED]
        )
        if not tickets:  # another attempt's money was quicker since the booking was read
            return None
        seats = sorted(ticket.seat_index for ticket in tickets)
        hold_id = new_hold_id(booking.show_id)
        try:
            return await self._opener.opened(booking.show_id, lambda: self._hold(booking, seats, hold_id))
        except (engine_errors.SeatsTaken, NotFound):
            log.info("late_money_finds_seats_taken", booking_id=str(booking.id))
            return None

    async def _let_go_in_vain(self, payment_id: UUID, hold_id: str) -> None:
        """Put on sale again what was taken again for a booking that was not confirmed after all."""
        booking, _ = await _read(payment_id)
        if booking.status is BookingStatus.CONFIRMED and booking.hold_id == hold_id:
            return
        try:
            await self._engine.release(booking.show_id, hold_id, holder=_late(booking))
            await mend(self._engine, booking.show_id)  # that they looked free may have been the map's fault
        except engine_errors.SeatEngineError as error:
            # It lapses by itself soon.
            log.info("retaken_hold_not_released", booking_id=str(booking.id), error=type(error).__name__)

    async def _hold(self, booking: Booking, seats: list[int], hold_id: str) -> str:
        """Keep the booking's own hold alive where it still lives, else hold the seats anew."""
        try:
            await self._engine.extend_until(booking.show_id, booking.hold_id, deadline=now() + _RETAKEN_FOR)
        except engine_errors.HoldExpired:
            await self._engine.hold(
                booking.show_id,
                seats,
                hold_id=hold_id,
                holder=_late(booking),
                ttl=_RETAKEN_FOR,
                max_life=_RETAKEN_FOR,
            )
            return hold_id
        return booking.hold_id


def _late(booking: Booking) -> str:
    """Name the holder of seats that are taken again for money that came late."""
    return f"booking:{booking.id}"


_SEATS_OF = """
    SELECT b.id, b.show_id, b.hold_id, b.status, b.expires_at, p.status AS payment
    FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE p.id = $1
"""


async def _read(payment_id: UUID) -> tuple[Booking, Payment]:
    payment = await payments.get(payment_id)
    return await Booking.get(id=payment.booking_id), payment


async def _attempt(booking: Booking, payment: Payment) -> Attempt:
    until = booking.expires_at or now()
    if payment.method is PaymentMethod.CASH:
        until = (await recent_show(booking.show_id)).local(until)
    return Attempt(
        id=payment.id, method=payment.method, amount=payment.amount, currency=payment.currency,
        provider_reference=payment.provider_reference, booking_reference=booking.reference, until=until,
    )  # fmt: skip
