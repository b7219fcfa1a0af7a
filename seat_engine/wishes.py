"""What a party may be given, in the order in which it is tried, packed for the script that chooses.

A wish is a number of seats of a kind. Every window of that many seats that would do is listed, the best
first, so that the script takes the first one that is free.

**What would do.** Without a category: seats of one category, none of them kept for those who need them, none
a sofa for two, and halves of couple seats in whole pairs only. With a category: only that one; kept places
only if the category has no others, and a companion's seat never without its wheelchair place. Accessible: at
least one wheelchair place, with companions and ordinary seats of one category beside it, and no companion
without a wheelchair place of its own; windows that take no second wheelchair place come first, then those in
which a companion sits beside the wheelchair, then the nearest to the best spot.

**The line.** The script sees the hall as one line of characters, section after section with a wall between
them, made from the show's states by cutting and joining. A window is a position in that line, counted from 1.
All numbers are two bytes, high byte first.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seat_engine.layout import SeatPlan

COUPLE = "couple"
"""Category whose seats belong together two by two, unless each is as wide as two."""

_WALL = -1
_JOINED = 0x8000
_MOST = 0xFFFF
_UNFIT = "-"
_HALVES = "()"
_WHEELCHAIR, _BESIDE = "1", "0"
_KEPT = "+"
_FIRST_KIND, _LAST_KIND = "A", "z"


@dataclass(frozen=True, slots=True)
class Wish:
    """Arguments of the `best` verb that follow from the plan."""

    pieces: bytes
    """First and last seat of each stretch of the line; no wall before one whose first has the highest bit."""
    numbers: bytes
    """The seat at each position of the line."""
    kept: str
    """A letter per position, `k` for a place kept for those who need it; empty if the hall has none."""
    windows: bytes
    """Position of every window of the size asked for, the best first."""
    smaller: bytes
    """For a split party with a wheelchair: size and position of smaller windows, largest first."""
    kinds: str
    """For a party that may be split, a letter per position: equal letters may sit together, `(` and `)` are
    the halves of a pair, `-` will not do."""
    takes_places: bool
    """Whether it may be given wheelchair places."""
    places: bytes
    """For a party that may be split: row, middle and distance from the best spot of each position."""


class Line:
    """A plan's sections one after the other, front to back and left to right, with walls between them."""

    def __init__(self, plan: "SeatPlan") -> None:
        self._plan = plan
        self.seats: tuple[int, ...] = (
            _WALL,
            *(place for section in plan.sections for place in (_WALL, *section)),
            _WALL,
            _WALL,
        )
        """Seat numbers by position (from 0), -1 for a wall."""
        self._categories = sorted({seat.category for seat in plan.seats if seat.category and not seat.kept})
        if len(self._categories) > ord(_LAST_KIND) - ord(_FIRST_KIND) + 1:
            raise ValueError(f"{len(self._categories)} categories are more than a plan may have")
        self._letters = {name: chr(ord(_FIRST_KIND) + n) for n, name in enumerate(self._categories)}
        self._kept_categories = {seat.category for seat in plan.seats if seat.kept} - set(self._categories)
        self.pieces = self._cut()
        """As in `Wish`."""
        self.numbers = _pack(max(place, 0) for place in self.seats)
        """As in `Wish`."""
        self.kept = self._flag_kept()
        """As in `Wish`."""

    def kinds(self, category: str | None) -> str:
        """Return a letter per position for a party without needs: equal letters may sit together."""
        return "".join(self._kind(place, category) for place in self.seats)

    def places(self) -> bytes:
        """Return row, middle (tenths of a usual step) and distance of each position."""
        plan = self._plan
        rows = {
            place: row
            for row, (_, sections) in enumerate(groupby(plan.sections, key=plan.row_of))
            for section in sections
            for place in section
        }
        return _pack(
            number
            for place in self.seats
            for number in (
                (0, 0, 0)
                if place == _WALL
                else (rows[place], min(_MOST, round(plan.middle(place) * 10)), plan.distances[place])
            )
        )

    def windows(self, count: int, category: str | None, *, accessible: bool) -> list[int]:
        """Return the position (from 0) of every window that would do, the best first."""
        ranked: dict[int, tuple[int, ...]] = {}
        for kinds in self._patterns(category, accessible=accessible):
            for first in _starts(kinds, count, accessible=accessible):
                window = self.seats[first : first + count]
                if accessible and self._plan.alone(window):
                    continue
                total = sum(self._plan.distances[place] for place in window)
                ranked[first] = (*self._needs(window), total) if accessible else (total,)
        return sorted(ranked, key=lambda window: (ranked[window], window))

    def largest(self, free: set[int], category: str | None, *, accessible: bool) -> int:
        """Return the size of the largest window that would do among the seats in `free`."""
        largest = 0
        for kinds in self._patterns(category, accessible=accessible):
            left = "".join(
                kind if place in free else _UNFIT for place, kind in zip(self.seats, kinds, strict=True)
            )
            for first, end in _runs(left):
                largest = max(largest, self._largest_in(left, first, end, accessible=accessible))
        return largest

    def _largest_in(self, left: str, first: int, end: int, *, accessible: bool) -> int:
        if not accessible:
            return end - first
        fitting = (
            size
            for size in range(end - first, 0, -1)
            for begin in range(first, end - size + 1)
            if _WHEELCHAIR in left[begin : begin + size]
            and not self._plan.alone(self.seats[begin : begin + size])
        )
        return next(fitting, 0)

    def _cut(self) -> bytes:
        numbers: list[int] = []
        for section in self._plan.sections:
            cuts = [n for n in range(1, len(section)) if section[n] != section[n - 1] + 1]
            for first, end in pairwise((0, *cuts, len(section))):
                numbers += section[first] | (_JOINED if first else 0), section[end - 1]
        return _pack(numbers)

    def _flag_kept(self) -> str:
        seats = self._plan.seats
        if not any(seat.kept for seat in seats):
            return ""
        return "".join("k" if place != _WALL and seats[place].kept else "." for place in self.seats)

    def _kind(self, place: int, category: str | None) -> str:
        if place == _WALL:
            return _UNFIT
        seat = self._plan.seats[place]
        if not seat.category or (category is not None and seat.category != category):
            return _UNFIT
        if seat.kept:
            return _KEPT if category in self._kept_categories and not seat.companion else _UNFIT
        if place in self._plan.mates:
            mate = self._plan.mates[place]
            return _UNFIT if mate is None else _HALVES[self._plan.middle(mate) < self._plan.middle(place)]
        if place in self._plan.sofas and category is None:
            return _UNFIT
        return self._letters[seat.category]

    def _patterns(self, category: str | None, *, accessible: bool) -> Iterator[str]:
        """Yield the line's kinds; where a wheelchair place is needed, once for each category beside it."""
        if not accessible:
            yield self.kinds(category)
            return
        ordinary: list[str | None] = [name for name in self._categories if name != COUPLE]
        for beside in [category] if category is not None else ordinary or [None]:
            yield "".join(self._kind_beside(place, beside) for place in self.seats)

    def _kind_beside(self, place: int, category: str | None) -> str:
        if place == _WALL:
            return _UNFIT
        seat = self._plan.seats[place]
        if not seat.category:
            return _UNFIT
        if seat.kept:
            return _WHEELCHAIR if seat.accessible else _BESIDE
        return _BESIDE if seat.category == category and place not in self._plan.mates else _UNFIT

    def _needs(self, window: Sequence[int]) -> tuple[int, int]:
        """Rank a window with a wheelchair place: how many more it takes, and whether nobody is beside it."""
        seats = [self._plan.seats[place] for place in window]
        beside = any(
            (one.accessible and other.companion) or (one.companion and other.accessible)
            for one, other in pairwise(seats)
        )
        return sum(seat.accessible for seat in seats) - 1, int(not beside)


def pack_wish(plan: "SeatPlan", count: int, category: str | None, *, accessible: bool, split: bool) -> Wish:
    """Return a wish ready to send."""
    line = plan.line
    largest = min(count - 1, max(map(len, plan.sections)))
    smaller = [
        number
        for size in (range(largest, 0, -1) if accessible and split else ())
        for first in line.windows(size, category, accessible=True)
        for number in (size, first + 1)
    ]
    return Wish(
        pieces=line.pieces,
        numbers=line.numbers,
        kept=line.kept,
        windows=_pack(first + 1 for first in line.windows(count, category, accessible=accessible)),
        smaller=_pack(smaller),
        kinds=line.kinds(category) if split else "",
        takes_places=accessible or any(seat.accessible and seat.category == category for seat in plan.seats),
        places=line.places() if split else b"",
    )


def _runs(kinds: str) -> Iterator[tuple[int, int]]:
    """Yield first and end of each stretch of positions that may be taken together, whole pairs only."""
    first = 0
    together = kinds.replace(")", "(").replace(_WHEELCHAIR, _BESIDE)
    for kind, places in groupby(together):
        begin, end = first, first + len(list(places))
        first = end
        if kind == _UNFIT:
            continue
        begin += kinds[begin] == ")"
        end -= kinds[end - 1] == "("
        if begin < end:
            yield begin, end


def _starts(kinds: str, count: int, *, accessible: bool) -> Iterator[int]:
    """Yield where windows of a size may begin."""
    for begin, end in _runs(kinds):
        step = 2 if kinds[begin] == "(" else 1
        if count % step:
            continue
        for first in range(begin, end - count + 1, step):
            if not accessible or _WHEELCHAIR in kinds[first : first + count]:
                yield first


def _pack(numbers: Iterable[int]) -> bytes:
    listed = list(numbers)
    return struct.pack(f">{len(listed)}H", *listed)
