"""Which seats of a show can be sold: the one place that says so.

A seat is sellable where the show's layout has it, the show prices its category, and the house does not keep
it back. Maps, counts, "best", prices "from", forecasts and reports all go by this: those that count many
shows by ``SEAT_COUNTS``, those that look at one seat after the other by ``not_on_sale``.

    capacity     seats that are sellable; one that has a ticket counts, whatever became of its price since
    sold         seats with a paid ticket
    reserved     seats of bookings that wait for their money
    seats_left   capacity - sold - reserved, less what shoppers hold: free now
"""

from collections.abc import Container, Iterable, Sequence

from seat_engine import SeatEngine
from seat_engine.errors import EngineUnavailable
from server.venues.layouts import Layout

SEAT_COUNTS = """
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE status IN ('valid', 'used'))::int AS sold,
               count(*) FILTER (WHERE status = 'reserved')::int AS reserved
        FROM tickets WHERE show_id = s.id AND status IN ('reserved', 'valid', 'used')
    ) gone
    CROSS JOIN LATERAL (
        SELECT coalesce(sum((l.categories ->> p.category)::int), 0)::int AS seats
        FROM show_prices p WHERE p.show_id = s.id
    ) priced
    CROSS JOIN LATERAL (
        SELECT priced.seats - (
            SELECT count(*) FROM seat_blocks b
            JOIN show_prices p ON p.show_id = s.id AND p.category = l.seat_categories[b.seat_index + 1]
            WHERE b.show_id = s.id AND NOT EXISTS (
                SELECT FROM tickets k WHERE k.show_id = s.id AND k.seat_index = b.seat_index
                  AND k.status IN ('reserved', 'valid', 'used'))
        )::int + CASE WHEN priced.seats = l.seat_count THEN 0 ELSE (
            SELECT count(*) FROM tickets k
            WHERE k.show_id = s.id AND k.status IN ('reserved', 'valid', 'used') AND NOT EXISTS (
                SELECT FROM show_prices p WHERE p.show_id = s.id AND p.category = k.category)
        ) END::int AS capacity
    ) room
    CROSS JOIN LATERAL (SELECT room.capacity - gone.sold - gone.reserved AS seats_left) rest
"""
"""SQL that joins the counts above to a query of shows ``s`` with their layouts ``l``; holds are not counted.

They are ``gone.sold``, ``gone.reserved``, ``room.capacity`` and ``rest.seats_left``.
"""


def not_on_sale(layout: Layout, priced: Container[str], kept_back: Iterable[int]) -> set[int]:
    """Return the seats of a show that are not sellable, tickets aside: by index.

    ``priced`` are the categories the show has a price for, ``kept_back`` the seats the house keeps.
    """
    return {seat.index for seat in layout.seats if seat.category not in priced} | set(kept_back)


async def free_now(engine: SeatEngine, show_ids: Sequence[int]) -> dict[int, int]:
    """Return how many seats of each show are free at this moment, for the shows whose map is open.

    One round trip for all of them. A show that is not here has no holds: what PostgreSQL says is free. While
    Redis is away none is here, so that lists go on with what PostgreSQL knows.
    """
    if not show_ids:
        return {}
    try:
        return await engine.free_counts(show_ids)
    except EngineUnavailable:
        return {}
