"""What planning reckons without asking anybody: slugs, sound halls, refund rules."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from seat_engine import PlanSeat, SeatPlan
from server.demo.halls import HALLS
from server.demo.layouts import build
from server.planning.faults import Faults
from server.planning.layout_faults import MOST_FAULTS, check_layout
from server.planning.schemas.layouts import LayoutIn
from server.planning.schemas.theatres import TheatreIn
from server.planning.slugs import PATTERN, slug_of
from server.venues.models import SeatCategory
from tests.server.planning.conftest import a_theatre


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Amélie", "amelie"),
        ("  Kiki's Delivery Service ", "kikis-delivery-service"),
        ("Schindler’s List", "schindlers-list"),
        ("8½", "8-1-2"),
        ("Crème—Brûlée", "creme-brulee"),
        ("అమ్మ", None),
        ("!!!", None),
        ("Godzilla (ゴジラ)", "godzilla"),
    ],
)
def test_a_slug_is_what_of_a_title_can_be_written_in_a_to_z(title, slug):
    assert slug_of(title, kind="film", longest=80) == slug


@given(title=st.text(max_size=200), longest=st.integers(1, 80))
def test_whatever_the_title_a_slug_is_a_slug(title, longest):
    slug = slug_of(title, kind="film", longest=longest)
    assert slug is None or (re.fullmatch(PATTERN, slug) and len(slug) <= longest)


def faults_of(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """Return field and code of everything that is wrong with a layout."""
    faults = Faults()
    check_layout(LayoutIn.model_validate(wanted), faults)
    return [(fault["field"], fault["code"]) for fault in faults.refusal().data["errors"]]


@pytest.mark.parametrize("name", sorted(HALLS))
def test_every_hall_of_the_demo_house_could_be_added_by_its_people(name):
    hall = build(HALLS[name])
    wanted = {
        "screen_id": 1, "width": hall.width, "height": hall.height,
        "screen": {"x": hall.screen_x, "width": hall.screen_width},
        "rows": [{"label": label, "y": y} for label, y in hall.rows],
        "seats": [seat.as_json() for seat in hall.seats],
    }  # fmt: skip
    assert faults_of(wanted) == []


seat_places = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 3), st.sampled_from("AB")), min_size=1, max_size=12
)


@given(places=seat_places, apart=st.sampled_from([0.0, 0.4, 1.0]))
def test_a_hall_is_sound_exactly_when_no_two_seats_overlap(places, apart):
    """Against every pair looked at by itself; rows that are not half a seat apart stand in each other."""
    overlap = any(
        (row == other_row or apart < 0.5) and x < other_x + other_w and other_x < x + w
        for place, (x, w, row) in enumerate(places)
        for other_x, other_w, other_row in places[:place]
    )
    depths = {"A": 0.0, "B": apart}
    wanted = {
        "screen_id": 1, "width": 40.0, "height": 2.0, "screen": {"x": 0.0, "width": 40.0},
        "rows": [{"label": row, "y": depths[row]} for row in sorted({row for _, _, row in places})],
        "seats": [
            {"label": f"{row}{number}", "row": row, "number": number, "x": x, "y": depths[row], "w": w,
             "category": "standard", "zone": "stalls"}
            for number, (x, w, row) in enumerate(places, start=1)
        ],
    }  # fmt: skip
    assert {code for _, code in faults_of(wanted)} == ({"overlap"} if overlap else set())


rules = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), max_size=6)


@given(rules=rules)
def test_refund_rules_are_taken_exactly_when_waiting_never_pays(rules):
    said = [{"hours_before": hours, "refund_percent": share} for hours, share in rules]
    hours = [hour for hour, _ in rules]
    by_hour = [share for _, share in sorted(rules)]
    sane = len(set(hours)) == len(hours) and by_hour == sorted(by_hour)
    if sane:
        policy = TheatreIn.model_validate(a_theatre(cancellation_policy=said)).cancellation_policy
        assert [rule.hours_before for rule in policy] == sorted(hours, reverse=True)
    else:
        with pytest.raises(ValidationError):
            TheatreIn.model_validate(a_theatre(cancellation_policy=said))


anything = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["A1", "A2", "A-01", "B1", "B2", "C9"]),
        "row": st.sampled_from("ABC"),
        "number": st.integers(1, 2),
        "x": st.sampled_from([0.0, 0.001, 0.5, 1.0, 1.99, 2.0, 7.5, 999.0]),
        "y": st.sampled_from([0.0, 0.4, 1.0, 900.0]),
        "w": st.sampled_from([0.001, 0.5, 1.0, 2.0, 10.0]),
        "category": st.sampled_from(list(SeatCategory)),
        "zone": st.just("stalls"),
    }
)


@settings(deadline=None)  # the first plan is slow to make
@given(
    seats=st.lists(anything, min_size=1, max_size=6),
    rows=st.lists(st.sampled_from("ABC"), min_size=1, max_size=4),
    width=st.sampled_from([0.1, 4.0, 1000.0]),
)
def test_whatever_is_sent_a_layout_is_refused_with_words_or_can_be_sold(seats, rows, width):
    wanted = {
        "screen_id": 1, "width": width, "height": 2.0, "screen": {"x": 0.0, "width": 4.0},
        "rows": [{"label": row, "y": float(depth)} for depth, row in enumerate(rows)], "seats": seats,
    }  # fmt: skip
    if faults_of(wanted):
        return
    places = {(seat["row"], seat["number"]) for seat in seats}
    assert len(places) == len({seat["label"] for seat in seats}) == len(seats)
    plan = SeatPlan([
        PlanSeat(x=seat["x"], y=seat["y"], row=seat["row"], category=seat["category"], width=seat["w"])
        for seat in seats
    ])  # fmt: skip
    plan.wish(1)
    plan.gap_checks([0])


def test_a_file_that_is_wrong_throughout_is_refused_at_once():
    seats = [
        {"label": f"Z{number}", "row": "A", "number": number, "x": 0.0, "y": 0.0, "w": 10.0,
         "category": "couple", "zone": "stalls"}
        for number in range(1, 1000)
    ]  # fmt: skip
    wanted = {
        "screen_id": 1, "width": 40.0, "height": 2.0, "screen": {"x": 0.0, "width": 40.0},
        "rows": [{"label": "A", "y": 0.0}], "seats": seats,
    }  # fmt: skip
    assert len(faults_of(wanted)) == MOST_FAULTS
