"""The house cancels a show: everybody gets everything back, in batches that anybody can take up again.

The show's own row is changed first, which no sale can overlook (each looks at it under a shared lock). Then
its bookings are ended a batch at a time, each batch one transaction that also puts the next one in the
outbox: a batch that a crash interrupts has not happened and comes again, and progress is what is left.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog

from server.booking import offer as offers
from server.booking.cancellation import cancel_for_show
from server.booking.errors import ShowOver
from server.booking.models import Booking, BookingStatus, ShowCancellation
from server.booking.settlement import end_for_cancelled_show
from server.core import audit, outbox
from server.core.clock import now
from server.core.db import row, rows, transaction
from server.core.errors import NotFound
from server.core.jobs import Job
from server.core.money import Money
from server.core.tokens import Caller
from server.venues.models import ShowStatus

log = structlog.get_logger(__name__)

BATCH = 50
_LIVE = [BookingStatus.PENDING, BookingStatus.CONFIRMED]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far giving everybody their money back has come."""

    show_id: int
    reason: str
    created_at: datetime
    finished_at: datetime | None
    bookings: int
    left: int
    """Bookings still to be ended."""
    owed: Money
    """What goes back to customers, over all of its bookings."""
    paid_back: Money
    refunds_open: int
    refunds_stuck: int
    """Refunds that wait for a person."""


async def begin(show_id: int, *, reason: str, caller: Caller, address: str, at: datetime) -> None:
    """Stop the show's sale and begin to end its bookings. Inside a transaction; again it changes nothing.

    Raises ``NotFound`` and ``ShowOver``.
    """
    show = await row("SELECT status, ends_at FROM shows WHERE id = $1 FOR UPDATE", [show_id])
    if show is None:
        raise NotFound("There is no such show")
    if show["status"] == ShowStatus.CANCELLED:
        return
    if show["ends_at"] <= at:
        raise ShowOver
    await rows("UPDATE shows SET status = 'cancelled' WHERE id = $1", [show_id])
    live = await Booking.filter(show_id=show_id, status__in=_LIVE).count()
    await ShowCancellation.create(show_id=show_id, reason=reason, requested_by=caller.user_id, bookings=live)
    await audit.record(
        caller, "show.cancel", f"show:{show_id}",
        before={"status": show["status"]}, after={"status": "cancelled", "bookings": live},
        reason=reason, address=address,
    )  # fmt: skip
    await outbox.put(Job.CANCEL_SHOW, show_id=show_id)


async def end_batch(show_id: int) -> int:
    """End the next batch of a cancelled show's bookings in one transaction; return how many it ended."""
    async with transaction():
        show = await row("SELECT status FROM shows WHERE id = $1", [show_id])
        if show is None or show["status"] != ShowStatus.CANCELLED:
            return 0
        batch = (
            await Booking.filter(show_id=show_id, status__in=_LIVE)
            .order_by("id")
            .limit(BATCH)
            .select_for_update()
        )
        await offers.lock([booking.id for booking in batch])
        for booking in batch:
            if booking.status is BookingStatus.CONFIRMED:
                await cancel_for_show(booking, at=now())
            else:
                await end_for_cancelled_show(booking, at=now())
        if len(batch) == BATCH:
            await outbox.put(Job.CANCEL_SHOW, show_id=show_id)
        else:
            await ShowCancellation.filter(show_id=show_id, finished_at=None).update(finished_at=now())
    log.info("show_cancellation_batch", show_id=show_id, bookings=len(batch))
    return len(batch)


_PROGRESS = """
    SELECT c.show_id, c.reason, c.created_at, c.finished_at, c.bookings, t.currency,
           (SELECT count(*) FROM bookings b WHERE b.show_id = c.show_id
               AND b.status IN ('pending', 'confirmed')) AS left,
           coalesce(r.owed, 0) AS owed, coalesce(r.paid_back, 0) AS paid_back,
           coalesce(r.open, 0) AS refunds_open, coalesce(r.stuck, 0) AS refunds_stuck
    FROM show_cancellations c JOIN shows s ON s.id = c.show_id JOIN theatres t ON t.id = s.theatre_id
    LEFT JOIN LATERAL (
        SELECT sum(r.amount) AS owed,
               sum(r.amount) FILTER (WHERE r.status = 'succeeded') AS paid_back,
               count(*) FILTER (WHERE r.status <> 'succeeded') AS open,
               count(*) FILTER (WHERE r.status = 'needs_attention') AS stuck
        FROM refunds r JOIN bookings b ON b.id = r.booking_id
        WHERE b.show_id = c.show_id AND r.reason = 'show_cancelled'
    ) r ON true
    WHERE c.show_id = $1
"""


async def progress(show_id: int) -> Progress:
    """Return how far a show's cancellation has come; raises ``NotFound``."""
    found = await row(_PROGRESS, [show_id])
    if found is None:
        raise NotFound("This show has not been cancelled")
    currency = found.pop("currency")
    found["owed"] = Money(found["owed"], currency)
    found["paid_back"] = Money(found["paid_back"], currency)
    return Progress(**found)


async def theatre_of(show_id: int) -> int:
    """Return the theatre a show is in; raises ``NotFound``."""
    found = await row("SELECT theatre_id FROM shows WHERE id = $1", [show_id])
    if found is None:
        raise NotFound("There is no such show")
    theatre: int = found["theatre_id"]
    return theatre
