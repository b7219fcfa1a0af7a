"""What planning reckons without asking anybody: slugs, sound halls, refund rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.demo.halls import HALLS
from server.demo.layouts import build
from server.planning.schemas.layouts import LayoutIn
from server.planning.schemas.theatres import TheatreIn
from server.planning.slugs import PATTERN, slug_of
from tests.server.planning.conftest import a_theatre


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Amélie", "amelie"),
        ("  Kiki's Delivery Service ", "kikis-delivery-service"),
        ("Schindler’s List", "schindlers-list"),
        ("8½", "81-2"),
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


@pytest.mark.parametrize("name", sorted(HALLS))
def test_every_hall_of_the_demo_house_could_be_added_by_its_people(name):
    hall = build(HALLS[name])
    layout = LayoutIn.model_validate(
        {
            "screen_id": 1, "width": hall.width, "height": hall.height,
            "screen": {"x": hall.screen_x, "width": hall.screen_width},
            "rows": [{"label": label, "y": y} for label, y in hall.rows],
            "seats": [seat.as_json() for seat in hall.seats],
        }
    )  # fmt: skip
    assert len(layout.seats) == len(hall.seats)


seat_places = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 3), st.sampled_from("AB")), min_size=1, max_size=12
)


@given(places=seat_places)
def test_a_hall_is_sound_exactly_when_no_two_seats_of_a_row_overlap(places):
    """Against every pair looked at by itself."""
    overlap = any(
        row == other_row and x < other_x + other_w and other_x < x + w
        for place, (x, w, row) in enumerate(places)
        for other_x, other_w, other_row in places[:place]
    )
    wanted = {
        "screen_id": 1, "width": 40.0, "height": 2.0, "screen": {"x": 0.0, "width": 40.0},
        "rows": [{"label": "A", "y": 0.0}, {"label": "B", "y": 1.0}],
        "seats": [
            {"label": f"{row}{number}", "row": row, "number": number, "x": x, "y": 0.0, "w": w,
             "category": "standard", "zone": "stalls"}
            for number, (x, w, row) in enumerate(places, start=1)
        ],
    }  # fmt: skip
    if overlap:
        with pytest.raises(ValidationError, match="overlap"):
            LayoutIn.model_validate(wanted)
    else:
        assert len(LayoutIn.model_validate(wanted).seats) == len(places)


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
