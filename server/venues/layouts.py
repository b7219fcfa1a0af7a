"""Seat layouts: immutable per version, so each process reads one once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from seat_engine import PlanSeat, SeatPlan
from server.core.db import row, rows
from server.core.errors import NotFound
from server.venues.models import SeatCategory


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
    plans: dict[frozenset[str], SeatPlan] = field(default_factory=dict, repr=False, compare=False)

    def plan(self, categories: Iterable[str]) -> SeatPlan:
        """Return who sits beside whom, and what is for sale when these categories are; made once and kept."""
        sold = frozenset(categories)
        if sold not in self.plans:
            self.plans[sold] = SeatPlan([
                PlanSeat(
                    x=seat.x,
                    y=seat.y,
                    row=seat.row,
                    category=seat.category if seat.category in sold else "",
                    accessible=seat.category == SeatCategory.WHEELCHAIR,
                    companion=seat.category == SeatCategory.COMPANION,
                    width=seat.w,
                )
                for seat in self.seats
            ])  # fmt: skip
        return self.plans[sold]


_layouts: dict[int, Layout] = {}


def forget() -> None:
    """Read every layout anew: the database is another."""
    _layouts.clear()


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
