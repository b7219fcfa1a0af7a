"""Experiments over prices: who is drawn where, what they say, and what may be changed when."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from server.accounts.models import Role
from server.forecasting.repricing import _rules_of
from server.pricing.assignment import Arm, arm_of, drawn, is_held_out
from server.pricing.experiments import LEAST_SHOWS, Brought, compare
from server.pricing.models import Experiment
from server.venues.models import PriceRules
from tests.server.world import Customer, House

ARMS = [Arm("base", 4_000, "base"), Arm("model", 6_000, "ml")]


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


def body(**changed) -> dict:
    start = datetime.now(UTC) + timedelta(days=1)
    return {
        "name": "Do dynamic prices pay?",
        "theatre_ids": [],
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(days=28)).isoformat(),
        "arms": [
            {"name": "base", "share": 0.5, "policy": "base"},
            {"name": "model", "share": 0.5, "policy": "ml", "ceiling": 1.2},
        ],
    } | changed


def test_shows_are_drawn_by_their_shares_and_stay_where_they_are():
    arms = [arm_of("e1", ARMS, show_id).name for show_id in range(10_000)]
    assert arms.count("base") / 10_000 == pytest.approx(0.4, abs=0.02)
    assert arms == [arm_of("e1", ARMS, show_id).name for show_id in range(10_000)]
    held = sum(is_held_out(show_id, 1_000) for show_id in range(10_000))
    assert held / 10_000 == pytest.approx(0.1, abs=0.01)


def test_one_draw_says_nothing_of_another():
    one, other = ([drawn(purpose, show_id) for show_id in range(5_000)] for purpose in ("hold-out", "e1"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05


def test_a_smaller_hold_out_is_a_part_of_a_larger_one():
    small = {show_id for show_id in range(5_000) if is_held_out(show_id, 500)}
    assert small < {show_id for show_id in range(5_000) if is_held_out(show_id, 2_000)}


def brought(rng: np.random.Generator, mean: float, count: int) -> list[Brought]:
    return [
        Brought(number, 40, int(rng.gamma(4, mean / 4) * 1_000), worth=1_000_000) for number in range(count)
    ]


def test_an_uplift_lies_in_its_interval_about_as_often_as_it_says():
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(300):
        shows = {"base": brought(rng, 400, 150), "model": brought(rng, 440, 150)}
        base, model = compare(["base", "model"], shows, "INR")
        assert (base.uplift_percent, base.low) == (None, None)
        assert model.low is not None
        assert model.high is not None
        covered += model.low <= 10 <= model.high
    assert 0.91 <= covered / 300 <= 0.985


def test_of_few_shows_nothing_is_said_of_how_sure_it_is():
    rng = np.random.default_rng(2)
    shows = {"base": brought(rng, 400, LEAST_SHOWS - 1), "model": brought(rng, 440, 200)}
    _, model = compare(["base", "model"], shows, "INR")
    assert model.uplift_percent is not None
    assert (model.low, model.high) == (None, None)
    nothing = compare(["base", "model"], {}, "INR")
    assert [(one.shows, one.uplift_percent) for one in nothing] == [(0, None), (0, None)]


async def test_an_experiment_is_planned_changed_and_ended(admin, house):
    made = (await admin.post("/admin/experiments", **body(theatre_ids=[house.theatre.id]))).json()
    assert (made["status"], made["arms"][1]["ceiling"]) == ("planned", 1.2)
    path = f"/admin/experiments/{made['id']}"
    changed = await admin.api.put(path, json=body(name="Again"), headers=admin.headers)
    assert changed.json()["name"] == "Again"
    shown = (await admin.get(path)).json()
    assert [one["arm"] for one in shown["results"]] == ["base", "model"]
    await Experiment.all().update(starts_at=datetime.now(UTC) - timedelta(hours=1))
    late = await admin.api.put(path, json=body(), headers=admin.headers)
    assert (late.status_code, late.json()["code"]) == (409, "experiment_ended")
    for _ in range(2):
        assert (await admin.api.delete(path, headers=admin.headers)).status_code == 204
    assert [one["status"] for one in (await admin.get("/admin/experiments")).json()["items"]] == ["ended"]


async def test_theatres_of_several_currencies_are_not_compared(admin, house):
    pounds = await House.build(currency="GBP", zone="Europe/London")
    for theatres in ([], [house.theatre.id, pounds.theatre.id]):
        answer = await admin.post("/admin/experiments", **body(theatre_ids=theatres))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "several_currencies")
    unknown = await admin.post("/admin/experiments", **body(theatre_ids=[999_999]))
    assert unknown.json()["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"arms": [{"name": "a", "share": 0.5, "policy": "base"}] * 2}, "one name"),
        ({"arms": [{"name": "a", "share": 0.5, "policy": "ml"}, {"name": "b", "share": 0.2, "policy": "ml"}]},
         "add up to 1"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends before it starts"),
    ],
)  # fmt: skip
async def test_an_experiment_that_makes_no_sense_is_refused(admin, house, changed, words):
    del house
    answer = await admin.post("/admin/experiments", **body(**changed))
    assert answer.status_code == 422
    assert words in answer.text


def test_an_arm_tries_what_lies_within_the_theatres_bounds():
    at = datetime.now(UTC)
    theatre = PriceRules(theatre_id=1, automatic=True, floor=9_000, ceiling=12_000, hold_out=0)

    def rules(arm: dict) -> object:
        trial = Experiment(
            name="x", theatre_ids=[1], starts_at=at - timedelta(days=1), ends_at=at + timedelta(days=1),
            arms=[{"name": "a", "share": 10_000, "floor": None, "ceiling": None, "step": None, **arm}],
        )  # fmt: skip
        return _rules_of({"id": 5, "theatre_id": 1, "starts_at": at}, theatre, [trial])

    assert rules({"policy": "base"}) is None
    wide = rules({"policy": "ml", "floor": 7_000, "ceiling": 15_000, "step": 300})
    assert (wide.floor, wide.ceiling, wide.step) == (0.9, 1.2, 0.03)  # type: ignore[attr-defined]
    narrow = rules({"policy": "ml", "ceiling": 11_000})
    assert narrow.ceiling == 1.1  # type: ignore[attr-defined]
