"""A small generator of seat layouts: rows of blocks with aisles, trimmed and bent to a hall's walls."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.venues.models import SeatCategory

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O: they are read as 1 and 0
_AISLE = 1.5
_MARGIN = 1.0


@dataclass(frozen=True, slots=True)
class Tier:
    """Rows of one kind, front to back.

    ``pitch`` is the distance to the next row (a recliner needs more than a chair); ``gap`` is a cross aisle
    in front of the tier; all in seat widths. ``blocks`` overrides the hall's blocks, as in a balcony.
    """

    rows: int
    category: SeatCategory
    zone: str
    pitch: float = 1.1
    gap: float = 0.0
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hall:
    """How an auditorium is built.

    ``blocks`` are seats between aisles, left to right. ``front_trim`` and ``back_trim`` seats are missing at
    each outer end of the first and the last row, fewer towards the middle: walls that open like a fan, doors
    in corners. ``bend`` is how far the ends of a row come forward, in seat widths. ``booth`` seats are
    missing in the middle of the last row, for the projector. ``access`` lists (row from the front, from 0;
    side ``left`` or ``right``; pairs): the outermost seats there become wheelchair places, each with a
    companion beside it.
    """

    blocks: tuple[int, ...]
    tiers: tuple[Tier, ...]
    front_trim: int = 0
    back_trim: int = 0
    bend: float = 0.0
    booth: int = 0
    access: tuple[tuple[int, str, int], ...] = ((0, "left", 1),)


@dataclass(slots=True)
class Seat:
    """One seat: ``x`` is its left edge, ``w`` its width, so neighbours touch: ``x + w`` is the next ``x``."""

    label: str
    row: str
    number: int
    x: float
    y: float
    w: int
    category: SeatCategory
    zone: str

    def as_json(self) -> dict[str, object]:
        """Return the seat as the layout's ``seats`` column holds it."""
        return {
            "label": self.label,
            "row": self.row,
            "number": self.number,
            "x": self.x,
            "y": self.y,
            "w": self.w,
            "category": self.category.value,
            "zone": self.zone,
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished layout: seats in index order (front to back, left to right), rows, the screen's place."""

    seats: tuple[Seat, ...]
    rows: tuple[tuple[str, float], ...]
    width: float
    height: float
    screen_x: float
    screen_width: float


def row_label(index: int) -> str:
    """Return the letters of a row, 0 being nearest to the screen: A to Z without I and O, then AA."""
    if index < len(_LETTERS):
        return _LETTERS[index]
    return _LETTERS[index // len(_LETTERS) - 1] + _LETTERS[index % len(_LETTERS)]


def build(hall: Hall) -> Layout:
    """Lay a hall out. Raises ``ValueError`` when a row is trimmed away or access seats do not fit."""
    total_rows = sum(tier.rows for tier in hall.tiers)
    width = max(_row_width(tier.blocks or hall.blocks) for tier in hall.tiers) + 2 * _MARGIN
    seats: list[Seat] = []
    rows: list[tuple[str, float]] = []
    y, index = 1.0 + hall.bend, 0
    for tier in hall.tiers:
        y += tier.gap
        for _ in range(tier.rows):
            label = row_label(index)
            row = _row(hall, tier, index, total_rows, width)
            for number, (x, span) in enumerate(row, start=1):
                seats.append(
                    Seat(
                        label=f"{label}{number}",
                        row=label,
                        number=number,
                        x=round(x, 2),
                        y=round(y - hall.bend * ((x + span / 2 - width / 2) / (width / 2)) ** 2, 2),
                        w=span,
                        category=tier.category,
                        zone=tier.zone,
                    )
                )
            rows.append((label, round(y, 2)))
            y += tier.pitch
            index += 1
    _place_access(hall, seats)
    screen_width = round(width * 0.78, 2)
    return Layout(
        seats=tuple(seats),
        rows=tuple(rows),
        width=round(width, 2),
        height=round(y, 2),
        screen_x=round((width - screen_width) / 2, 2),
        screen_width=screen_width,
    )


def _row_width(blocks: tuple[int, ...]) -> float:
    return sum(blocks) + _AISLE * (len(blocks) - 1)


def _trim(hall: Hall, index: int, total: int) -> int:
    """Return how many seats a row lacks at each outer end; the curve is steepest at front and back."""
    depth = index / max(1, total - 1)
    front = hall.front_trim * max(0.0, 1 - depth / 0.6) ** 1.4
    back = hall.back_trim * max(0.0, (depth - 0.75) / 0.25) ** 2
    return round(float(front + back))


def _row(hall: Hall, tier: Tier, index: int, total: int, width: float) -> Iterator[tuple[float, int]]:
    """Yield (left edge, width) of each seat of a row."""
    blocks = tier.blocks or hall.blocks
    trim = _trim(hall, index, total)
    span = 2 if tier.category is SeatCategory.COUPLE else 1
    left = (width - _row_width(blocks)) / 2
    first, last = left + trim, left + _row_width(blocks) - trim
    middle, half_booth = width / 2, (hall.booth / 2 if index == total - 1 else 0.0)
    for block in blocks:
        # What a couple seat leaves over goes to the wall, or is shared by the aisles.
        slack = (block % span) / 2
        for place in range(block // span):
            x = left + slack + place * span
            in_booth = abs(x + span / 2 - middle) < half_booth
            if x >= first and x + span <= last and not in_booth:
                yield x, span
        left += block + _AISLE


def _place_access(hall: Hall, seats: list[Seat]) -> None:
    """Turn the outermost seats of the given rows into wheelchair places with a companion beside each."""
    for row_index, side, pairs in hall.access:
        label = row_label(row_index)
        row = [seat for seat in seats if seat.row == label]
        if side == "right":
            row.reverse()
        if len(row) < 2 * pairs:
            raise ValueError(f"row {label} has no room for {pairs} wheelchair places with companions")
        # From the wall inwards: wheelchair, companion, wheelchair, companion.
        for pair in range(pairs):
            outer, inner = row[2 * pair], row[2 * pair + 1]
            if outer.w != 1 or abs(abs(outer.x - inner.x) - 1) > 0.01:  # noqa: PLR2004 - rounding of x
                raise ValueError(f"row {label} has no two seats side by side for wheelchair pair {pair + 1}")
            outer.category, inner.category = SeatCategory.WHEELCHAIR, SeatCategory.COMPANION
