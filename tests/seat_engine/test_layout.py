"""What a plan derives from where its seats stand."""

import random

import pytest

from seat_engine import PlanSeat, SeatPlan
from tests.seat_engine import halls
from tests.seat_engine.halls import draw


def row(*edges, category="standard", width=None):
    return [PlanSeat(x, 0, "A", category, width=width) for x in edges]


def test_an_aisle_ends_a_section():
    plan = draw(".. ...", "...", "P P")

    assert plan.sections == ((0, 1), (2, 3, 4), (5, 6, 7), (8,), (9,))
    assert plan.neighbours(0) == (None, 1)
    assert plan.neighbours(1) == (0, None)
    assert plan.neighbours(3) == (2, 4)


def test_sections_go_from_the_front_to_the_back_whatever_the_numbers_say():
    back, front = PlanSeat(0, 9, "Z", "standard"), PlanSeat(0, 1, "B", "standard")
    right, left = PlanSeat(2, 5, "M", "standard"), PlanSeat(1, 5, "M", "standard")

    plan = SeatPlan([back, right, left, front])

    assert plan.sections == ((3,), (2, 1), (0,))


def test_a_row_has_a_usual_step_of_its_own():
    recliners = [PlanSeat(x, 2, "B", "recliner") for x in (0, 2, 4, 8)]

    plan = SeatPlan([*row(0, 1, 2, 3.4, 5), *recliners])

    assert plan.sections == ((0, 1, 2, 3), (4,), (5, 6, 7), (8,))


def test_known_widths_tell_a_sofa_from_an_aisle():
    seats = [PlanSeat(0, 0, "A", "couple", width=2), PlanSeat(2, 0, "A", "standard", width=1)]

    assert SeatPlan([*seats, PlanSeat(3, 0, "A", "standard", width=1)]).sections == ((0, 1, 2),)
    assert SeatPlan([*seats, PlanSeat(3.8, 0, "A", "standard", width=1)]).sections == ((0, 1), (2,))


def test_a_bent_row_is_one_row():
    plan = SeatPlan([PlanSeat(x, 5 - 0.1 * abs(x - 2), "A", "standard") for x in range(5)])

    assert plan.sections == ((0, 1, 2, 3, 4),)


def test_plans_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="at least one seat"):
        SeatPlan([])
    with pytest.raises(ValueError, match="one place"):
        SeatPlan(row(0, 1, 1))
    with pytest.raises(ValueError, match="categories"):
        SeatPlan([PlanSeat(n, 0, "A", f"category {n}") for n in range(80)])
    with pytest.raises(ValueError, match="at least one seat"):
        draw("...").wish(0)
    with pytest.raises(ValueError, match="pairs"):
        draw("oooo").wish(3, category="couple")


def test_the_best_spot_is_in_the_middle_two_thirds_of_the_way_back():
    plan = draw(*["......."] * 10)

    assert plan.best_spot == (3.5, 6)
    best = min(range(70), key=plan.distances.__getitem__)
    assert (plan.seats[best].x, plan.seats[best].y) == (3, 6)


def test_a_row_away_is_worse_than_a_seat_to_the_side():
    plan = draw("...", "...", "...", best_spot=(1.5, 1))

    assert plan.distances[3] == plan.distances[5] < plan.distances[1] == plan.distances[7]


def test_distances_do_not_depend_on_the_unit():
    seats = draw("....", "....").seats
    in_centimetres = [PlanSeat(seat.x * 55, seat.y * 55, seat.row, seat.category) for seat in seats]

    assert SeatPlan(in_centimetres).distances == SeatPlan(seats).distances


def test_couple_seats_are_paired_from_the_left_within_a_section():
    plan = draw("ooooo oo.oo")

    assert plan.mates == {0: 1, 1: 0, 2: 3, 3: 2, 4: None, 5: 6, 6: 5, 8: 9, 9: 8}
    assert plan.sofas == frozenset()


def test_a_couple_seat_as_wide_as_two_is_whole():
    narrow = [PlanSeat(x, 0, "A", "standard") for x in range(4)]
    sofas = [PlanSeat(x, 2, "B", "couple") for x in (0, 2)]

    plan = SeatPlan([*narrow, *sofas])

    assert plan.sofas == {4, 5}
    assert plan.mates == {}


def test_what_follows_from_a_plan_is_worked_out_once():
    plan = draw("....")

    assert plan.wish(2) is plan.wish(2)
    assert plan.wish(2) is not plan.wish(2, category="standard")


def test_the_windows_of_a_wish_are_those_that_suit_it():
    plan = draw("..PP W", "WC...C", "oooo--")
    everything = set(range(len(plan.seats)))
    for wish in (
        {},
        {"category": "premium"},
        {"category": "couple"},
        {"category": "wheelchair"},
        {"accessible": True},
        {"accessible": True, "category": "premium"},
    ):
        for count in (1, 2, 3, 4):
            if wish.get("category") == "couple" and count % 2:
                continue
            found = {
                tuple(plan.line.seats[first : first + count])
                for first in plan.line.windows(
                    count, wish.get("category"), accessible=wish.get("accessible", False)
                )
            }
            assert found == set(halls.windows(plan, everything, count, **wish)), (wish, count)


def test_the_largest_number_that_can_sit_together_is_that_of_the_largest_window():
    dice = random.Random(5)
    plan = draw("..PP W..", "WC...C.W", "oooo--oo", ".. CW ..")
    for _ in range(200):
        free = {seat for seat in range(len(plan.seats)) if dice.random() < 0.7}
        for wish in ({}, {"category": "couple"}, {"accessible": True}, {"category": "premium"}):
            largest = max((n for n in range(1, 9) if halls.windows(plan, free, n, **wish)), default=0)
            together = plan.largest_together(
                free, category=wish.get("category"), accessible=wish.get("accessible", False)
            )
            assert together == largest
