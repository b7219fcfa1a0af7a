"""How a booking comes to its end: paid, declined, expired, given up.

What a provider says of an attempt becomes the booking's state here, and nowhere else. Each function that
writes takes the booking's row lock first (lock order in the whole house: booking, then payment) and makes
one move of the table in ``states.py``. Money that comes when there is nothing left to pay for is owed back
in the same transaction: there is no moment in which it is kept and stands for nothing.
"""

from datetime import datetime
from uuid import UUID

import structlog

from server.booking import offer as offers
from server.booking import states
from server.booking.errors import BookingExpired
from server.booking.models import Booking, BookingStatus
from server.booking.states import Event
from server.core import outbox
from server.core.db import models, row
from server.core.errors import NotFound
from server.core.jobs import Job
from server.core.money import Money
from server.payments import refunds
from server.payments import service as payments
from server.payments.gateways.base import Outcome, Standing
from server.payments.ledger import post
from server.payments.models import Movement, Payment, PaymentMethod, PaymentStatus, RefundReason
from server.venues.shows import lock_open_show

log = structlog.get_logger(__name__)

_SETTLED = frozenset({PaymentStatus.SUCCEEDED, PaymentStatus.RETURNED})


async def lock(booking_id: UUID) -> Booking:
    """Return a booking with its row locked; raises ``NotFound``."""
    found = await models(Booking, "SELECT * FROM bookings WHERE id = $1 FOR UPDATE", [booking_id])
    if not found:
        raise NotFound("There is no such booking")
    return found[0]


async def lock_with_payment(payment_id: UUID) -> tuple[Booking, Payment]:
    """Return an attempt and its booking, both locked; raises ``NotFound``."""
    found = await models(
        Booking,
        "SELECT b.* FROM bookings b JOIN payments p ON p.booking_id = b.id WHERE p.id = $1 FOR UPDATE OF b",
        [payment_id],
    )
    if not found:
        raise NotFound("There is no such payment")
    (payment,) = await models(Payment, "SELECT * FROM payments WHERE id = $1 FOR UPDATE", [payment_id])
    return found[0], payment


def ended_unpaid(booking: Booking, at: datetime) -> bool:
    """Tell whether a booking's time to be paid is over, whether or not a sweep has seen it."""
    if booking.status is BookingStatus.PENDING:
        return booking.expires_at is not None and booking.expires_at <= at
    return booking.status in {BookingStatus.EXPIRED, BookingStatus.FAILED}


async def settle(
    payment_id: UUID, standing: Standing, *, at: datetime, retaken: str | None = None
) -> Payment:
    """Make true what a provider says of an attempt; doing it again changes nothing.

    ``retaken`` is the hold under which the seats of a booking that had ended unpaid were taken again, if
    they were free. Raises ``NotFound``, and the database's unique violation of ``tickets_live_seat`` where
    they were sold all the same: settle again without it.
    """
    booking, payment = await lock_with_payment(payment_id)
    if standing.outcome is Outcome.PAID:
        if payment.status not in _SETTLED:
            await _money_came(booking, payment, at=at, retaken=retaken)
    elif payment.status is not PaymentStatus.REQUIRES_ACTION:
        pass  # it had ended for the house already
    elif standing.outcome is Outcome.DECLINED:
        await payments.settle(payment, PaymentStatus.DECLINED, at=at, reason=standing.reason)
        if booking.status is BookingStatus.PENDING and ended_unpaid(booking, at):
            await end_unpaid(booking, at=at)
    elif standing.outcome is Outcome.CALLED_OFF:
        await payments.settle(payment, PaymentStatus.CANCELLED, at=at)
    else:
        await payments.note_reason(payment, standing.reason)
    return payment


async def _money_came(booking: Booking, payment: Payment, *, at: datetime, retaken: str | None) -> None:
    in_time = booking.status is BookingStatus.PENDING and not ended_unpaid(booking, at)
    if in_time or (retaken is not None and await _take_again(booking, at=at, hold_id=retaken)):
        await states.transition(booking, Event.PAID if in_time else Event.PAID_LATE, at=at)
        await payments.settle(payment, PaymentStatus.SUCCEEDED, at=at)
        await payments.close_open_attempts(booking.id, PaymentStatus.CANCELLED, but=payment.id)
        await post(Movement.CAPTURED, payment.amount, payment_id=payment.id)
        await offers.earn(booking.id, Money(payment.amount, payment.currency))
        return
    if booking.status is BookingStatus.PENDING:
        await end_unpaid(booking, at=at)
    await _owe_back(booking, payment, at=at)


async def _take_again(booking: Booking, *, at: datetime, hold_id: str) -> bool:
    """Make ready for confirmation what ended unpaid.

    False where its show is no longer sold, or what it took of a promotion or of points is taken elsewhere.
    """
    if not ended_unpaid(booking, at) or not await lock_open_show(booking.show_id, at=at):
        return False
    if booking.status is BookingStatus.PENDING:
        await end_unpaid(booking, at=at)
    if not await offers.take_again(booking.id):
        return False
    booking.hold_id = hold_id
    await booking.save(update_fields=["hold_id"])
    return True


async def _owe_back(booking: Booking, payment: Payment, *, at: datetime) -> None:
    """Give all of the money back: its seats are gone, or the booking was paid for already."""
    paid_already = await payments.succeeded(booking.id) is not None
    await payments.settle(payment, PaymentStatus.RETURNED, at=at)
    refund = await refunds.owe(
        payment,
        payment.amount,
        RefundReason.DUPLICATE if paid_already else RefundReason.LATE_MONEY,
        movement=Movement.UNUSABLE,
    )
    log.warning("money_owed_back", payment_id=str(payment.id), duplicate=paid_already)
    if refund is not None:
        await outbox.put(Job.SEND_CANCELLATION, booking_id=str(booking.id), refund_id=str(refund.id))


async def pay_again(booking: Booking, method: PaymentMethod, *, expires_at: datetime, at: datetime) -> None:
    """Open another attempt on a locked booking; an attempt still open is called off."""
    if booking.status is BookingStatus.PENDING and ended_unpaid(booking, at):
        raise BookingExpired
    states.move_of(booking.status, Event.PAID)
    booking.expires_at = expires_at
    await booking.save(update_fields=["expires_at"])
    await payments.open_attempt(booking.id, Money(booking.total, booking.currency), method)


async def give_up(booking: Booking, *, at: datetime) -> None:
    """Give up a locked booking before it is paid; its seats are free at once."""
    if booking.status is BookingStatus.CANCELLED:
        return
    await _close(booking, Event.GIVEN_UP, PaymentStatus.CANCELLED, at=at)


async def end_for_cancelled_show(booking: Booking, *, at: datetime) -> None:
    """End a locked booking that still waits for money for a show that will not be."""
    await _close(booking, Event.SHOW_CANCELLED, PaymentStatus.CANCELLED, at=at)


async def expire(booking_id: UUID, *, at: datetime) -> bool:
    """Expire a booking that was not paid in time; False when it need not or was already."""
    return await expire_locked(await lock(booking_id), at=at)


async def expire_locked(booking: Booking, *, at: datetime) -> bool:
    """Do the same for a booking whose row is locked."""
    if booking.status is not BookingStatus.PENDING or not ended_unpaid(booking, at):
        return False
    await end_unpaid(booking, at=at)
    return True


async def end_unpaid(booking: Booking, *, at: datetime) -> None:
    """End a locked booking whose time is over: failed if the bank's last word was no, else expired."""
    last = await row(
        "SELECT status FROM payments WHERE booking_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
        [booking.id],
    )
    declined = last is not None and last["status"] == PaymentStatus.DECLINED
    await _close(booking, Event.PAYMENT_FAILED if declined else Event.DEADLINE, PaymentStatus.EXPIRED, at=at)


async def _close(booking: Booking, event: Event, attempts: PaymentStatus, *, at: datetime) -> None:
    await states.transition(booking, event, at=at)
    await payments.close_open_attempts(booking.id, attempts)
    await offers.give_back(booking.id)
