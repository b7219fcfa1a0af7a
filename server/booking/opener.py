"""Opening a show in the seat engine from PostgreSQL's truth."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from seat_engine import SeatEngine
from seat_engine.errors import NotOpen
from server.booking.queries import pending_holds, sold_seats
from server.core.clock import now
from server.core.errors import NotFound
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.layouts import blocked_seats, get_layout
from server.venues.shows import get_show

T = TypeVar("T")


async def open_show(engine: SeatEngine, show_id: int) -> None:
    """Load a show's sold, pending and blocked seats into the engine; nothing happens if it is open.

    A sale that commits between the read and the open is not lost: its own job marks the seats again,
    and until then the unique index over live tickets refuses a second sale.
    """
    show = await get_show(show_id)
    layout = await get_layout(show.layout_id)
    await engine.open(
        show_id,
        seat_count=len(layout.seats),
        sold=await sold_seats(show_id),
        held=await pending_holds(show_id),
        blocked=await blocked_seats(show_id),
    )


async def opened(engine: SeatEngine, show_id: int, verb: Callable[[], Awaitable[T]]) -> T:
    """Run a verb; where the engine does not know the show (new, or Redis was lost), open it and run again."""
    try:
        return await verb()
    except NotOpen:
        await open_show(engine, show_id)
        return await verb()


def opener(engine: SeatEngine) -> Callable[[int], Awaitable[None]]:
    """Return what the live hub calls for a show that is not open: it opens shows on sale, and only those."""

    async def open_on_sale(show_id: int) -> None:
        try:
            (await get_show(show_id)).ensure_on_sale(now())
        except (NotFound, ShowPast, ShowNotOnSale) as error:
            raise NotOpen(str(error)) from error
        await open_show(engine, show_id)

    return open_on_sale
