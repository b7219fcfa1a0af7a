"""Seat layouts: read, and added as a next version. None is ever changed: shows are sold by them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from server.accounts.scope import ensure_manages
from server.core import audit
from server.core import cursor as cursors
from server.core.db import row, rows
from server.core.errors import Invalid, NotFound
from server.core.tokens import Caller
from server.planning.errors import StillUsed
from server.planning.faults import Faults, fault
from server.planning.layout_faults import check_layout
from server.planning.schemas.layouts import HouseLayout, LayoutIn, LayoutsQuery, LayoutSummary
from server.venues.models import SeatLayout

_LAYOUTS = """
    SELECT l.id, l.auditorium_id AS screen_id, a.name AS screen_name, a.theatre_id, t.name AS theatre_name,
           l.version, l.seat_count, l.created_at{more},
           NOT EXISTS (SELECT FROM seat_layouts n WHERE n.auditorium_id = l.auditorium_id
                       AND n.version > l.version) AS newest,
           (SELECT count(*) FROM shows s WHERE s.layout_id = l.id) AS shows,
           (SELECT jsonb_object_agg(category, seats) FROM (
                SELECT seat ->> 'category' AS category, count(*) AS seats
                FROM jsonb_array_elements(l.seats) AS seat GROUP BY 1) counted) AS categories
    FROM seat_layouts l JOIN screens a ON a.id = l.auditorium_id JOIN theatres t ON t.id = a.theatre_id
    WHERE ($1::int IS NULL OR l.id = $1) AND ($2::int[] IS NULL OR a.theatre_id = ANY($2))
      AND ($3::int IS NULL OR l.auditorium_id = $3) AND ($4::int IS NULL OR a.theatre_id = $4)
      AND ($5::int IS NULL OR l.id < $5)
    ORDER BY l.id DESC LIMIT $6
"""
_CURSORS = cursors.Cursors("layouts", cursors.INT)
_SHAPE = ", l.width, l.height, l.screen, l.rows, l.seats"


async def get(layout_id: int) -> HouseLayout:
    """Return a layout with every seat; raises ``NotFound``."""
    found = await row(_LAYOUTS.format(more=_SHAPE), [layout_id, None, None, None, None, 1])
    if found is None:
        raise NotFound("There is no such layout")
    shape = {name: orjson.loads(found[name]) for name in ("screen", "rows", "categories")}
    seats = [{"w": 1.0, **seat} for seat in orjson.loads(found["seats"])]
    return HouseLayout.model_validate({**found, **shape, "seats": seats})


async def list_page(
    query: LayoutsQuery, *, among: Sequence[int] | None
) -> tuple[list[LayoutSummary], str | None]:
    """Return one page of layouts, newest first, and the next cursor; raises ``BadCursor``."""
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await rows(
        _LAYOUTS.format(more=""),
        [None, among, query.screen_id, query.theatre_id, before, query.limit + 1],
    )
    page = [
        LayoutSummary.model_validate({**layout, "categories": orjson.loads(layout["categories"])})
        for layout in found[: query.limit]
    ]
    return page, _CURSORS.encode(page[-1].id) if len(found) > query.limit else None


async def create(wanted: LayoutIn, *, caller: Caller, address: str) -> HouseLayout:
    """Add the next version of a screen's seats, inside a transaction. Shows that are planned keep theirs.

    Raises ``Invalid`` and ``NotAllowed``.
    """
    faults = Faults()
    check_layout(wanted, faults)
    faults.refuse()
    theatre_id = await _lock_screen(wanted.screen_id)
    if theatre_id is None:
        raise Invalid(errors=[fault("screen_id", "unknown", "There is no such screen")])
    await ensure_manages(caller, theatre_id)
    last = await SeatLayout.filter(auditorium_id=wanted.screen_id).order_by("-version").first()
    shape = wanted.model_dump(mode="json", exclude={"screen_id"})
    layout = await SeatLayout.create(
        auditorium_id=wanted.screen_id,
        version=last.version + 1 if last else 1,
        seat_count=len(wanted.seats),
        **shape,
    )
    await audit.record(
        caller, "layout.create", f"layout:{layout.id}",
        before=_picture(last) if last else None, after=_picture(layout), address=address,
    )  # fmt: skip
    return await get(layout.id)


async def delete(layout_id: int, *, caller: Caller, address: str) -> None:
    """Delete a version that no show ever had, inside a transaction.

    Raises ``NotFound``, ``NotAllowed`` and ``StillUsed``.
    """
    layout = await SeatLayout.filter(id=layout_id).prefetch_related("auditorium").first()
    if layout is None:
        raise NotFound("There is no such layout")
    await ensure_manages(caller, layout.auditorium.theatre_id)
    # As whoever plans a show there does: the show that is being made with it is seen, or finds it gone.
    await _lock_screen(layout.auditorium.id)
    used = await row("SELECT count(*) AS shows FROM shows WHERE layout_id = $1", [layout_id])
    if used is not None and used["shows"]:
        raise StillUsed(**used)
    if not await SeatLayout.filter(id=layout_id).delete():
        raise NotFound("There is no such layout")
    await audit.record(
        caller, "layout.delete", f"layout:{layout_id}", before=_picture(layout), address=address
    )


async def _lock_screen(screen_id: int) -> int | None:
    """Have those who plan on a screen wait for each other; return its theatre, None if there is no screen."""
    found = await row("SELECT theatre_id FROM screens WHERE id = $1 FOR NO KEY UPDATE", [screen_id])
    return found["theatre_id"] if found else None


def _picture(layout: SeatLayout) -> dict[str, Any]:
    categories = Counter(str(seat["category"]) for seat in layout.seats)
    return {"version": layout.version, "seat_count": layout.seat_count, "categories": dict(categories)}
