"""Small halls for the tests, drawn as text, and what may happen in them said once more in plain Python.

A row is a line: `.` an ordinary seat, `P` premium, `W` a wheelchair place, `C` its companion's, `o` half of a
couple seat, `-` a seat that is not for sale; a space is an aisle. Seats are numbered from the front, left to
right.
"""

from functools import cache
from itertools import pairwise, product

from seat_engine import PlanSeat, SeatPlan

CATEGORIES = {".": "standard", "P": "premium", "W": "wheelchair", "C": "companion", "o": "couple", "-": ""}


def draw(*rows, **spot):
    """Make a plan of rows drawn front to back; a letter is one unit wide, an aisle too."""
    seats = [
        PlanSeat(x, y, chr(65 + y), CATEGORIES[letter], letter == "W", letter == "C", width=1)
        for y, row in enumerate(rows)
        for x, letter in enumerate(row)
        if letter != " "
    ]
    return SeatPlan(seats, **spot)


def show_states(plan, states):
    """Draw states in the shape of a hall, for messages of failed tests."""
    return "\n".join("".join(states[seat] for seat in section) for section in plan.sections)


@cache
def sections(plan):
    """Find the sections from coordinates alone: same row, next to each other."""
    by_place = {(seat.row, seat.x): number for number, seat in enumerate(plan.seats)}
    return [
        section
        for (row, x), number in sorted(by_place.items())
        if (row, x - 1) not in by_place
        for section in [_from(by_place, row, x)]
        if section[0] == number
    ]


def _from(by_place, row, x):
    section = []
    while (row, x) in by_place:
        section.append(by_place[row, x])
        x += 1
    return section


def is_kept(plan, number):
    return plan.seats[number].accessible or plan.seats[number].companion


def alone_in(section, free):
    """Return the free seats of a section without a free neighbour."""
    return {
        seat
        for n, seat in enumerate(section)
        if seat in free
        and not (n > 0 and section[n - 1] in free)
        and not (n + 1 < len(section) and section[n + 1] in free)
    }


def runs(section, free):
    """Return the stretches of free seats of a section."""
    found: list[list[int]] = []
    run: list[int] = []
    for seat in [*section, None]:
        if seat in free:
            run.append(seat)
        elif run:
            found.append(run)
            run = []
    return found


def left_alone(plan, free, wanted):
    """Return the seats that the single-gap rule would not have left alone, for a choice among free seats.

    A seat newly alone counts if it is an ordinary one and was a neighbour of an ordinary one that is taken,
    unless it is all that is left of its run of free seats.
    """
    counted = set()
    for section in sections(plan):
        neighbours = {
            seat: section[max(0, place - 1) : place] + section[place + 1 : place + 2]
            for place, seat in enumerate(section)
        }
        after = free - set(wanted)
        for run in runs(section, free):
            if len(after.intersection(run)) == 1:
                continue  # one more seat than the party takes of this run: it cannot do otherwise
            counted |= {
                seat
                for seat in alone_in(section, after).intersection(run)
                if not is_kept(plan, seat)
                and any(other in wanted and not is_kept(plan, other) for other in neighbours[seat])
            }
    return counted


def without_a_place(plan, window):
    """Tell whether the companions in a window cannot have a wheelchair place each, beside them."""
    companions = [n for n, seat in enumerate(window) if plan.seats[seat].companion]
    sides = [
        [
            n + step
            for step in (-1, 1)
            if 0 <= n + step < len(window) and plan.seats[window[n + step]].accessible
        ]
        for n in companions
    ]
    return not any(len(set(places)) == len(places) for places in product(*sides))


def suits(plan, window, *, category=None, accessible=False):
    """Tell whether a party that asks like this may sit in a window."""
    seats = [plan.seats[number] for number in window]
    if any(not seat.category for seat in seats) or without_a_place(plan, window):
        return False
    if accessible:
        ordinary = {seat.category for seat in seats if not (seat.accessible or seat.companion)}
        return (
            any(seat.accessible for seat in seats)
            and len(ordinary) <= 1
            and "couple" not in ordinary
            and (category is None or ordinary <= {category})
        )
    if any(seat.accessible or seat.companion for seat in seats) and category not in {
        "wheelchair",
        "companion",
    }:
        return False
    kinds = {seat.category for seat in seats}
    if len(kinds) > 1 or (category is not None and kinds != {category}):
        return False
    return kinds != {"couple"} or all(plan.mates[number] in window for number in window)


def windows(plan, free, count, **wish):
    """Return every window of free seats that would do."""
    return [
        tuple(section[first : first + count])
        for section in sections(plan)
        for first in range(len(section) - count + 1)
        if set(section[first : first + count]) <= free and suits(plan, section[first : first + count], **wish)
    ]


def leaves_one(plan, free, window):
    """Tell whether a window leaves a single free seat right beside it."""
    for section in sections(plan):
        if window[0] in section:
            first, last = section.index(window[0]), section.index(window[-1])
            beside = [(first - 1, first - 2, first), (last + 1, last + 2, last)]
            for at, beyond, edge in beside:
                if not 0 <= at < len(section) or section[at] not in free:
                    continue
                if 0 <= beyond < len(section) and section[beyond] in free:
                    continue
                if not is_kept(plan, section[at]) and not is_kept(plan, section[edge]):
                    return True
    return False


def best(plan, free, count, *, avoid_gaps=True, **wish):
    """Return the window a party should get, None if there is none."""
    order = {seat: place for place, seat in enumerate(seat for section in plan.sections for seat in section)}

    def worth(window):
        seats = [plan.seats[number] for number in window]
        needs = (0, 0)
        if wish.get("accessible"):
            beside = any(
                {one.accessible, other.accessible} == {True, False} and (one.companion or other.companion)
                for one, other in pairwise(seats)
            )
            needs = (sum(seat.accessible for seat in seats), 0 if beside else 1)
        alone = avoid_gaps and leaves_one(plan, free, window)
        return (alone, *needs, sum(plan.distances[number] for number in window), order[window[0]])

    return min(windows(plan, free, count, **wish), key=worth, default=None)
