"""Seat layouts: immutable per version, so each process reads one once."""

from dataclasses import dataclass
from typing import Any

import orjson

from server.core.db import row, rows
from server.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a layout. Positions are in grid units; ``index`` is its place in every live state."""

    index: int
    label: str
    row: str
    number: int
    x: float
    y: float
    w: float
    category: str
    zone: str


@dataclass(frozen=True)
class Layout:
    """One version of a screen's seats, by index and by label."""

    id: int
    version: int
    width: float
    height: float
    screen: dict[str, float]
    rows: tuple[dict[str, Any], ...]
    seats: tuple[Seat, ...]
    by_label: dict[str, Seat]


_layouts: dict[int, Layout] = {}


async def get_layout(layout_id: int) -> Layout:
    """Return a layout; raises ``NotFound``. Kept for the life of the process: a layout never changes."""
    if layout_id not in _layouts:
        _layouts[layout_id] = await _read(layout_id)
    return _layouts[layout_id]


async def _read(layout_id: int) -> Layout:
    found = await row(
        "SELECT id, version, width, height, screen, rows, seats FROM seat_layouts WHERE id = $1", [layout_id]
    )
    if found is None:
        raise NotFound("There is no such layout")
    seats = tuple(
        Seat(
            index=index,
            label=seat["label"],
            row=seat["row"],
            number=seat["number"],
            x=seat["x"],
            y=seat["y"],
            w=seat.get("w", 1.0),
            category=seat["category"],
            zone=seat["zone"],
        )
        for index, seat in enumerate(orjson.loads(found["seats"]))
    )
    return Layout(
        id=found["id"],
        version=found["version"],
        width=found["width"],
        height=found["height"],
        screen=orjson.loads(found["screen"]),
        rows=tuple(orjson.loads(found["rows"])),
        seats=seats,
        by_label={seat.label: seat for seat in seats},
    )


async def blocked_seats(show_id: int) -> list[int]:
    """Return the seat indexes that the house keeps back at a show."""
    return [
        found["seat_index"]
        for found in await rows("SELECT seat_index FROM seat_blocks WHERE show_id = $1", [show_id])
    ]
