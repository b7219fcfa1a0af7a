"""The seats of a hall as they stand: who sits beside whom, where the aisles are, and which places are best.

A plan is made once per layout and kept. It derives what the scripts need to know of the hall and packs it, so
that a script which chooses seats computes no geometry: it looks, in an order worked out here, for the first
seats that are free.

**Sections.** The seats of a row, left to right, are cut wherever a step is wider than one and a half of the
row's usual steps (or, where widths are known, the space between two seats is wider than half a usual step).
A section is what can sit side by side; aisles and walls bound it.

**The best spot** lies in the middle of the hall's width, two thirds of the way from the front row to the back
row, unless the plan names another. A seat is as good as it is near to it, rows weighing a little more than
columns: `hypot(dx, 1.2 * dy)`.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import hypot

from seat_engine.wishes import COUPLE, Line, Wish, pack_wish

AISLE_STEP = 1.5
"""A step between two seats that is wider than this many usual ones crosses an aisle."""
ROW_WEIGHT = 1.2
"""How much more a row away from the best spot counts than the same distance to the side."""
NOWHERE = 0xFFFF
"""A seat number that no show has: a place that is never free."""
DEPTH = 2 / 3
"""How far back from the front row the best spot lies, as a share of the hall's depth."""
_UNITS = 100
_FARTHEST = 0xFFFF
_WISHES_KEPT = 64


@dataclass(frozen=True, slots=True)
class PlanSeat:
    """One seat; its number is its place in the plan.

    `x` is its left edge and `y` its row's distance from the screen, in any one unit, `y` growing away from
    the screen. `width` is in the same unit; without it a seat is taken to be as wide as its row's usual step.
    A seat of category "" is not for sale and never chosen. `accessible` is a wheelchair place, `companion`
    the seat kept beside one: neither is chosen for anyone who did not ask.
    """

    x: float
    y: float
    row: str
    category: str
    accessible: bool = False
    companion: bool = False
    width: float | None = None

    @property
    def kept(self) -> bool:
        """True for a place that is kept for those who need it."""
        return self.accessible or self.companion


class SeatPlan:
    """All seats of a hall, and what follows from where they stand.

    Raises ValueError for a plan without seats and for two seats of a row in one place. `best_spot` is (x, y).
    """

    def __init__(self, seats: Sequence[PlanSeat], best_spot: tuple[float, float] | None = None) -> None:
        if not seats:
            raise ValueError("a plan has at least one seat")
        self.seats = tuple(seats)
        """The seats by number."""
        rows = _rows(self.seats)
        steps = [pitch for _, pitch in rows if pitch is not None]
        self._pitch = min(steps + [seat.width for seat in self.seats if seat.width], default=1.0)
        self.sections: tuple[tuple[int, ...], ...] = tuple(
            section for row, pitch in rows for section in self._cut(row, pitch or self._pitch)
        )
        """Seats that are side by side, left to right; the sections front to back, then left to right."""
        self._left = [-1] * len(self.seats)
        self._right = [-1] * len(self.seats)
        for section in self.sections:
            for one, next_one in pairwise(section):
                self._right[one], self._left[next_one] = next_one, one
        self._middles = self._find_middles(rows)
        self._leftmost = min(self._middles)
        self.best_spot = best_spot or self._find_best_spot()
        """Where one would rather sit than anywhere else."""
        self.distances: tuple[int, ...] = tuple(self._distance(seat) for seat in range(len(self.seats)))
        """How far each seat is from the best spot, in hundredths of the hall's usual step between seats."""
        self.mates = self._pair_couples()
        """The other half of each seat that is sold in pairs only; None for one without."""
        self.sofas = frozenset(
            number
            for number, seat in enumerate(self.seats)
            if seat.category == COUPLE and number not in self.mates
        )
        """Couple seats that are whole by themselves, being as wide as two."""
        self.accessible = tuple(number for number, seat in enumerate(self.seats) if seat.accessible)
        """The wheelchair places, ascending."""
        self.line = Line(self)
        """The hall as the scripts read it."""
        self._wishes = lru_cache(_WISHES_KEPT)(self._pack)

    def neighbours(self, seat: int) -> tuple[int | None, int | None]:
        """Return the seats to the left and right in the same section; None stands for an aisle or a wall."""
        left, right = self._left[seat], self._right[seat]
        return (None if left < 0 else left, None if right < 0 else right)

    def middle(self, seat: int) -> float:
        """Return how far a seat's middle is from the leftmost one's, in usual steps between seats."""
        return (self._middles[seat] - self._leftmost) / self._pitch

    def row_of(self, section: Sequence[int]) -> str:
        """Return the label of a section's row."""
        return self.seats[section[0]].row

    def wish(
        self, count: int, *, category: str | None = None, accessible: bool = False, split: bool = False
    ) -> Wish:
        """Return what a script needs to find `count` seats of a kind; worked out once per kind and kept.

        Raises ValueError for a count below one, and for an odd count of seats that are sold in pairs.
        """
        if count < 1:
            raise ValueError(f"a party has at least one seat, not {count}")
        if category == COUPLE and count % 2 and not accessible and self.mates and not self.sofas:
            raise ValueError("couple seats go in pairs")
        return self._wishes(count, category, accessible, split)

    def gap_checks(self, seats: Sequence[int]) -> bytes:
        """Return which seats might be left alone if `seats` were taken: four numbers (two bytes) for each.

        The first is the seat itself, left alone if it is free, the second (its other neighbour) is not, and
        one of the last two is: these are the next seats beyond those taken, and when none of them is free
        the party leaves one of the free seats whatever it does, which nobody is refused for. NOWHERE stands
        where there is no such seat. Places kept for those who need them never count: neither taking one nor
        leaving one alone.
        """
        wanted = set(seats)
        checks: list[int] = []
        seen: set[int] = set()
        for seat in seats:
            if not 0 <= seat < len(self.seats) or self.seats[seat].kept:
                continue
            for onward, back in ((self._left, self._right), (self._right, self._left)):
                alone = onward[seat]
                if alone < 0 or alone in wanted or alone in seen or self.seats[alone].kept:
                    continue
                seen.add(alone)
                near = onward[alone]
                beyond = [_beyond(back, seat, wanted)]
                if near in wanted:
                    beyond.append(_beyond(onward, near, wanted))
                    near = -1
                far = [place for place in beyond if place >= 0]
                if far:
                    checks += (alone, near if near >= 0 else NOWHERE, far[0], far[-1])
        return struct.pack(f">{len(checks)}H", *checks)

    def places_among(self, seats: Sequence[int]) -> int:
        """Return how many of these seats are wheelchair places."""
        return sum(seat in self.accessible for seat in seats) if self.accessible else 0

    def alone(self, seats: Sequence[int]) -> list[int]:
        """Return the companions' seats among these that have no wheelchair place of their own beside them.

        One wheelchair place takes one companion, to its left or its right. Ascending.
        """
        chosen = set(seats)
        without = []
        accompanied: set[int] = set()
        # Left to right, a companion takes the place at its left first: none further on could use that one.
        for section in self.sections:
            for seat in section:
                if seat not in chosen or not self.seats[seat].companion:
                    continue
                beside = [
                    place
                    for place in self.neighbours(seat)
                    if place in chosen and place not in accompanied and self.seats[place].accessible
                ]
                if beside:
                    accompanied.add(beside[0])
                else:
                    without.append(seat)
        return sorted(without)

    def largest_together(self, free: set[int], *, category: str | None, accessible: bool) -> int:
        """Return how many of a kind can sit side by side when the seats in `free` are free."""
        return self.line.largest(free, category, accessible=accessible)

    def _pack(self, count: int, category: str | None, accessible: bool, split: bool) -> Wish:  # noqa: FBT001
        return pack_wish(self, count, category, accessible=accessible, split=split)

    def _cut(self, row: Sequence[int], pitch: float) -> Iterator[tuple[int, ...]]:
        section = [row[0]]
        for one, next_one in pairwise(row):
            width = self.seats[one].width
            space = self.seats[next_one].x - self.seats[one].x - (pitch if width is None else width)
            usual = pitch if width is None else self._pitch
            if space > (AISLE_STEP - 1) * usual + usual * 1e-6:
                yield tuple(section)
                section = []
            section.append(next_one)
        yield tuple(section)

    def _find_middles(self, rows: Sequence[tuple[Sequence[int], float | None]]) -> list[float]:
        middles = [0.0] * len(self.seats)
        for row, pitch in rows:
            for number in row:
                width = self.seats[number].width
                usual = pitch if pitch is not None else self._pitch
                middles[number] = self.seats[number].x + (usual if width is None else width) / 2
        return middles

    def _find_best_spot(self) -> tuple[float, float]:
        front, back = (pick(seat.y for seat in self.seats) for pick in (min, max))
        return (min(self._middles) + max(self._middles)) / 2, front + DEPTH * (back - front)

    def _distance(self, number: int) -> int:
        x, y = self.best_spot
        seat = self.seats[number]
        steps = hypot(self._middles[number] - x, ROW_WEIGHT * (seat.y - y)) / self._pitch
        return min(_FARTHEST, round(_UNITS * steps))

    def _pair_couples(self) -> dict[int, int | None]:
        """Pair couple seats that stand side by side, from the left; one that is left over has no mate."""
        mates: dict[int, int | None] = {}
        for section in self.sections:
            for halves, run in groupby(section, key=self._is_half):
                places = list(run)
                if not halves:
                    continue
                for left, right in zip(places[::2], places[1::2], strict=False):
                    mates[left], mates[right] = right, left
                if len(places) % 2:
                    mates[places[-1]] = None
        return mates

    def _is_half(self, number: int) -> bool:
        seat = self.seats[number]
        width = 2 * (self._middles[number] - seat.x)
        return seat.category == COUPLE and width < AISLE_STEP * self._pitch


def _rows(seats: Sequence[PlanSeat]) -> list[tuple[list[int], float | None]]:
    """Return the rows front to back, each with its seats left to right and its usual step, if it has one."""
    by_label: dict[str, list[int]] = {}
    for number, seat in enumerate(seats):
        by_label.setdefault(seat.row, []).append(number)
    rows: list[tuple[list[int], float | None]] = []
    for label, row in by_label.items():
        row.sort(key=lambda number: seats[number].x)
        steps = [seats[b].x - seats[a].x for a, b in pairwise(row)]
        if any(step <= 0 for step in steps):
            raise ValueError(f"row {label} has two seats in one place")
        rows.append((row, min(steps, default=None)))
    rows.sort(key=lambda row: (sum(seats[number].y for number in row[0]) / len(row[0]), row[0][0]))
    return rows


def _beyond(onward: Sequence[int], seat: int, wanted: set[int]) -> int:
    """Return the first seat from `seat` on that is not wanted, -1 for none."""
    while seat in wanted:
        seat = onward[seat]
    return seat
