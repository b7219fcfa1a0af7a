"""Telling those who watch a show what it costs now. Safe to run any number of times, in any order."""

import structlog

from seat_engine import SeatEngine
from seat_engine.errors import NotOpen
from server.core.errors import NotFound
from server.pricing.current import current_prices
from server.pricing.settling import amounts, source_of
from server.venues.shows import get_show

log = structlog.get_logger(__name__)

_TRIES = 5


async def publish(engine: SeatEngine, show_id: int) -> None:
    """Send the show's present prices to its watchers; a show that nobody has open has none.

    Two that run at once could tell an older price last. So each looks again after it has told, and tells
    again what changed meanwhile: whoever told last has seen what was true last.
    """
    told = None
    for _ in range(_TRIES):
        try:
            prices = current_prices(await get_show(show_id))
        except NotFound:
            return
        table = (amounts(prices), source_of(prices))
        if table == told:
            return
        try:
            await engine.price(show_id, table[0], table[1])
        except NotOpen:
            return
        told = table
    log.warning("prices_do_not_settle", show_id=show_id)
