"""Keeping the live map to what is on sale. Safe to run any number of times, in any order.

Which seats are sellable changes when a category gets its first price or loses the one it had. On an open
map the seats that are not sellable are blocked. A seat that somebody holds or bought stays theirs, at the
price they were quoted: it is blocked once it is free.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from seat_engine import SeatEngine
from seat_engine.errors import NotOpen, SeatsTaken
from server.booking.queries import seat_truths
from server.core.db import rows
from server.core.errors import NotFound
from server.venues.layouts import get_layout
from server.venues.sellable import NOT_ALL_PRICED, not_on_sale
from server.venues.shows import get_show

log = structlog.get_logger(__name__)

_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Truth:
    """What PostgreSQL says at one moment."""

    seat_count: int
    not_on_sale: frozenset[int]
    taken: frozenset[int]
    """Seats that a booking has, paid or not."""


async def settle_sale(engine: SeatEngine, show_id: int) -> None:
    """Block the free seats of a show that are not sellable, and put those that are back on sale.

    PostgreSQL is read again after each change, so that of two that run at once the last has seen what was
    true last. A show that is not open needs nothing: it is opened from PostgreSQL.
    """
    truth = await _read(show_id)
    for _ in range(_TRIES):
        if truth is None:
            return
        try:
            settled = await _show(engine, show_id, truth)
        except NotOpen:
            return
        seen, truth = truth, await _read(show_id)
        if settled and truth == seen:
            return
    log.warning("sale_does_not_settle", show_id=show_id)


async def settle_partly_priced(engine: SeatEngine) -> None:
    """Settle every open show that has seats without a price: of these some may have become free since."""
    for found in await rows(NOT_ALL_PRICED, [await engine.open_shows()]):
        await settle_sale(engine, found["id"])


async def _show(engine: SeatEngine, show_id: int, truth: _Truth) -> bool:
    """Bring the map to the truth; False where a shopper was quicker and it must be looked at again."""
    states = (await engine.snapshot(show_id)).states
    if len(states) != truth.seat_count:
        return True  # the show was moved, and this map is about to be closed
    block = _seats(states, "0", truth.not_on_sale)
    unblock = [seat for seat in _seats(states, "3") if seat not in truth.not_on_sale | truth.taken]
    if unblock:
        await engine.unblock(show_id, unblock)
    if block:
        try:
            await engine.block(show_id, block)
        except SeatsTaken:
            return False
    return True


def _seats(states: str, state: str, among: frozenset[int] | None = None) -> Sequence[int]:
    return [seat for seat, found in enumerate(states) if found == state and (among is None or seat in among)]


async def _read(show_id: int) -> _Truth | None:
    try:
        show = await get_show(show_id)
    except NotFound:
        return None
    layout = await get_layout(show.layout_id)
    seats = (await seat_truths([show_id]))[show_id]
    taken = {seat for sold in seats.sold.values() for seat in sold}
    taken |= {seat for hold in seats.pending.values() for seat in hold.seats}
    return _Truth(
        len(layout.seats),
        frozenset(not_on_sale(layout, show.base_prices, seats.blocked)),
        frozenset(taken),
    )
