"""A show's seat map: its layout, the live states, the prices."""

from dataclasses import asdict

from seat_engine import SeatEngine, Snapshot
from server.booking import queries
from server.booking.opener import ShowOpener
from server.booking.schemas import LayoutOut, PriceOut, SeatMap
from server.core.clock import now
from server.core.errors import Unavailable
from server.pricing.current import current_prices
from server.settings import Settings
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.layouts import Layout, blocked_seats, get_layout
from server.venues.sellable import not_on_sale
from server.venues.shows import ShowFacts, recent_show, show_now

_NO_EPOCH = "closed"
"""Epoch of a map that PostgreSQL alone tells: the show has no live state, so nothing resumes from it."""


async def seat_map(engine: SeatEngine, opener: ShowOpener, settings: Settings, show_id: int) -> SeatMap:
    """Return the map of a show; one that is over is shown as it ended.

    Raises ``NotFound``, and ``Unavailable`` while a show's map is not yet that of the hall it was moved to.
    """
    show = await recent_show(show_id)
    try:
        show.ensure_on_sale(now())
        snapshot = await opener.opened(show_id, lambda: engine.snapshot(show_id))
        layout = await _hall_of(show_id, snapshot.epoch)
        if len(layout.seats) != len(snapshot.states):
            raise Unavailable("This show is being moved to another hall", retry_after=1)
    except (ShowPast, ShowNotOnSale):
        layout = await get_layout(show.layout_id)
        snapshot = await _as_it_ended(show, layout)
    states = _offered(layout, show, snapshot.states)
    if states != snapshot.states:  # or they have just got a price, and this process has not heard of it
        show = await show_now(show_id)
        states = _offered(layout, show, snapshot.states)
    return SeatMap(
        show_id=show_id,
        epoch=snapshot.epoch,
        version=snapshot.version,
        layout=layout_out(layout),
        states=states,
        prices={
            category: PriceOut(
                amount=current.price.amount, currency=current.price.currency, source=current.source
            )
            for category, current in current_prices(show).items()
        },
        max_seats=settings.max_seats,
        server_time=show.local(now()),
    )


def _offered(layout: Layout, show: ShowFacts, states: str) -> str:
    """Return a map on which no seat is free that has no price: whoever held it a moment ago let it go."""
    unpriced = not_on_sale(layout, show.base_prices, ())
    if not unpriced:
        return states
    return "".join("3" if state == "0" and seat in unpriced else state for seat, state in enumerate(states))


_halls: dict[int, tuple[str, int]] = {}
"""By show the epoch of its map that was seen last, and the layout that its states are of."""


async def _hall_of(show_id: int, epoch: str) -> Layout:
    """Return the layout of a map: a show that moves has its map closed, so an epoch has one layout."""
    known = _halls.get(show_id)
    if known is None or known[0] != epoch:
        known = _halls[show_id] = (epoch, (await show_now(show_id)).layout_id)
    return await get_layout(known[1])


_shapes: dict[int, LayoutOut] = {}


def layout_out(layout: Layout) -> LayoutOut:
    """Return the wire shape of a layout; made once a process, as layouts never change."""
    if layout.id not in _shapes:
        _shapes[layout.id] = LayoutOut.model_validate(asdict(layout))
    return _shapes[layout.id]


def forget() -> None:
    """Forget which layouts maps are of, and their shapes: the database is another."""
    _halls.clear()
    _shapes.clear()


async def _as_it_ended(show: ShowFacts, layout: Layout) -> Snapshot:
    states = ["0"] * len(layout.seats)
    for index in not_on_sale(layout, show.base_prices, await blocked_seats(show.id)):
        states[index] = "3"
    for index in await queries.sold_seats(show.id):
        states[index] = "2"
    return Snapshot(epoch=_NO_EPOCH, version=0, states="".join(states))
