"""Opening a show in the seat engine from PostgreSQL's truth."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from seat_engine import Openings, SeatEngine
from seat_engine.errors import EngineUnavailable, NotOpen
from server.booking.queries import SeatTruth, seat_truths
from server.core.clock import now
from server.core.errors import NotFound
from server.core.gathering import Gathered
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.layouts import get_layout
from server.venues.shows import recent_show, show_now

log = structlog.get_logger(__name__)

T = TypeVar("T")

_TRIES = 3


class ShowOpener:
    """Opens shows that the engine does not know: new ones, and all of them when Redis was lost."""

    def __init__(self, engine: SeatEngine) -> None:
        self._engine = engine
        self._openings = Openings(engine, self._load)
        self._truths: Gathered[int, SeatTruth] = Gathered(seat_truths)

    async def open(self, show_id: int) -> None:
        """Have the show open; raises ``NotFound`` and ``EngineUnavailable``."""
        await self._openings.open(show_id)

    async def opened(self, show_id: int, verb: Callable[[], Awaitable[T]]) -> T:
        """Run a verb, and where the engine does not know the show, open it and run the verb again.

        Raises ``EngineUnavailable`` when the show is lost again as often as it is opened.
        """
        for _ in range(_TRIES):
            try:
                return await verb()
            except NotOpen:
                await self.open(show_id)
        raise EngineUnavailable(f"show {show_id} does not stay open")

    async def open_on_sale(self, show_id: int) -> None:
        """Open a show for those who watch it: one that is on sale; raises ``NotOpen`` for any other."""
        try:
            (await recent_show(show_id)).ensure_on_sale(now())
        except (NotFound, ShowPast, ShowNotOnSale) as error:
            raise NotOpen(str(error)) from error
        await self.open(show_id)

    async def _load(self, show_id: int) -> None:
        """Load a show's sold and pending seats, and block those that are not on sale.

        A sale that is recorded between the read and the opening has its job told that the show is not open.
        The second read finds it; one recorded later has its job find the show.
        """
        show = await show_now(show_id)
        layout = await get_layout(show.layout_id)
        before = await self._read(show_id)
        opened = await self._engine.open(
            show_id,
            seat_count=len(layout.seats),
            sold=[seat for seats in before.sold.values() for seat in seats],
            held=before.pending.values(),
            blocked=before.blocked,
        )
        log.info("show_loaded", show_id=show_id, opened=opened)
        if not opened:
            return None
        since = await show_now(show_id)
        if since.layout_id != show.layout_id or since.base_prices.keys() != show.base_prices.keys():
            # It was moved or priced otherwise meanwhile, and who tells the map found none open perhaps.
            await self._engine.close(show_id)
            return await self._load(show_id)
        after = await self._read(show_id)
        for hold_id, seats in after.sold.items():
            if hold_id not in before.sold:
                await self._engine.commit(show_id, hold_id, seats)
        return None

    async def _read(self, show_id: int) -> SeatTruth:
        return await self._truths.get(show_id) or SeatTruth()
