"""The halls of the demo house: seats one could sit in, and sell."""

from collections import Counter
from itertools import groupby, pairwise

import pytest

from server.demo.halls import HALLS
from server.demo.layouts import Hall, Layout, Seat, Tier, build, row_label
from server.demo.places import CITIES
from server.demo.schedule import PLACES
from server.venues.models import SeatCategory

LAYOUTS = {key: build(hall) for key, hall in HALLS.items()}
every_hall = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def rows_of(layout: Layout) -> list[list[Seat]]:
    return [list(seats) for _, seats in groupby(layout.seats, key=lambda seat: seat.row)]


def touch(left: Seat, right: Seat) -> bool:
    return abs(left.x + left.w - right.x) < 0.01


@every_hall
def test_labels_are_unique_and_say_row_and_number(layout: Layout) -> None:
    assert max(Counter(seat.label for seat in layout.seats).values()) == 1
    for row in rows_of(layout):
        assert [seat.number for seat in row] == list(range(1, len(row) + 1))
        assert all(seat.label == f"{seat.row}{seat.number}" for seat in row)


@every_hall
def test_index_order_is_front_to_back_and_left_to_right(layout: Layout) -> None:
    rows = rows_of(layout)
    assert [row[0].row for row in rows] == [label for label, _ in layout.rows]
    assert [y for _, y in layout.rows] == sorted(y for _, y in layout.rows)
    for row in rows:
        assert [seat.x for seat in row] == sorted(seat.x for seat in row)


@every_hall
def test_no_two_seats_of_a_row_overlap_and_all_lie_inside(layout: Layout) -> None:
    for row in rows_of(layout):
        assert all(right.x - (left.x + left.w) > -0.01 for left, right in pairwise(row))
    assert all(
        seat.x >= 0 and seat.x + seat.w <= layout.width and 0 <= seat.y <= layout.height
        for seat in layout.seats
    )


@every_hall
def test_nobody_has_to_climb_over_more_than_eight_people(layout: Layout) -> None:
    for row in rows_of(layout):
        stretches, length = [], 1
        for left, right in pairwise(row):
            if touch(left, right):
                length += 1
            else:
                stretches.append(length)
                length = 1
        assert max([*stretches, length]) <= 18  # an aisle at either end


@every_hall
def test_each_wheelchair_place_has_a_companion_beside_it_at_the_end_of_a_row(layout: Layout) -> None:
    kinds = Counter(seat.category for seat in layout.seats)
    assert kinds[SeatCategory.WHEELCHAIR] == kinds[SeatCategory.COMPANION] >= 1
    for row in rows_of(layout):
        for place, seat in enumerate(row):
            if seat.category is not SeatCategory.WHEELCHAIR:
                continue
            beside = [other for other in row if touch(seat, other) or touch(other, seat)]
            assert SeatCategory.COMPANION in {other.category for other in beside}
            from_the_wall = min(place, len(row) - 1 - place)
            assert from_the_wall <= 4


@every_hall
def test_only_couple_seats_are_two_wide(layout: Layout) -> None:
    assert all((seat.w == 2) == (seat.category is SeatCategory.COUPLE) for seat in layout.seats)


def test_capacities_run_from_sixty_to_six_hundred_with_one_palace_of_twelve_hundred() -> None:
    sizes = sorted(len(layout.seats) for layout in LAYOUTS.values())
    assert len(sizes) == 20
    assert sizes[-1] == 1200
    assert sizes[0] == 60
    assert all(60 <= size <= 600 for size in sizes[:-1])
    assert sizes[-2] > 550


def test_the_palace_has_a_balcony_behind_a_gap() -> None:
    palace = LAYOUTS["palace"]
    assert {seat.zone for seat in palace.seats} == {"Stalls", "Royal circle", "Balcony"}
    front = min(seat.y for seat in palace.seats if seat.zone == "Balcony")
    behind = max(seat.y for seat in palace.seats if seat.zone == "Royal circle")
    assert front > behind


def test_no_two_halls_are_alike_and_all_kinds_of_seat_occur() -> None:
    shapes = {tuple((seat.x, seat.y, seat.category) for seat in layout.seats) for layout in LAYOUTS.values()}
    assert len(shapes) == len(HALLS)
    assert {seat.category for layout in LAYOUTS.values() for seat in layout.seats} == set(SeatCategory)


def test_each_screen_has_a_hall_of_its_own() -> None:
    assert sorted(place.screen.hall for place in PLACES) == sorted(HALLS)


def test_eight_theatres_in_four_cities_and_three_time_zones() -> None:
    assert sum(len(city.theatres) for city in CITIES) == 8
    assert len(CITIES) == 4
    assert len({city.time_zone for city in CITIES}) == 3


def test_rows_skip_the_letters_that_look_like_figures() -> None:
    labels = [row_label(index) for index in range(50)]
    assert labels[:3] == ["A", "B", "C"]
    assert labels[23:26] == ["Z", "AA", "AB"]
    assert not any({"I", "O"} & set(label) for label in labels)
    assert len(set(labels)) == 50


def test_a_fan_has_shorter_rows_in_front_and_a_booth_takes_the_middle_of_the_last() -> None:
    hall = Hall((5, 10, 5), (Tier(6, SeatCategory.STANDARD, "Stalls"),), front_trim=3, booth=4)
    lengths = [len(row) for row in rows_of(build(hall))]
    assert lengths[0] == 14
    assert lengths[:5] == sorted(lengths[:5])
    assert lengths[5] == 16


def test_wheelchair_places_that_do_not_fit_are_refused() -> None:
    across_the_aisle = Hall((1, 6), (Tier(1, SeatCategory.STANDARD, "Stalls"),), access=((0, "left", 1),))
    too_many = Hall((6,), (Tier(1, SeatCategory.STANDARD, "Stalls"),), access=((0, "right", 4),))
    for hall in (across_the_aisle, too_many):
        with pytest.raises(ValueError, match="row A has no"):
            build(hall)
