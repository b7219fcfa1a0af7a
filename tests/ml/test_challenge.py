"""A challenger replaces the version in use for better forecasts of the same shows, and for nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from ml import challenge as rules
from ml.bounds import Bounds
from ml.challenge import challenge
from ml.datasets.canonical import dataset
from ml.features import NAMES
from ml.making import Training, train
from ml.predictor import Predictor
from ml.training.forecaster import Naive
from tests.ml.conftest import frames


@pytest.fixture(scope="module")
def training() -> Training:
    """Enough films that a model may replace the naive forecast, without bookings."""
    shows, _ = frames(6_000, 3)
    made = train(dataset(shows, None), kinds=["linear"], seed=7, progress=lambda _: None)
    assert made.champion == "linear"
    return made


def predictor(training: Training, kind: str, **card) -> Predictor:
    made = training.versions[kind]
    return Predictor(made.model, made.card | {"version": f"{kind}-in-use"} | card)


def test_a_better_champion_is_better(training):
    verdict = challenge(training, predictor(training, "naive"))
    assert verdict.better, verdict.why
    assert "beyond one week's or film's luck" in verdict.why
    told = verdict.as_json()
    ours, theirs = (told[side]["metrics"]["wape"] for side in ("challenger", "incumbent"))
    assert ours < theirs * (1 - rules.MARGIN)
    assert told["window"]["rows"] == told["challenger"]["metrics"]["n"] == len(training.field.judged)
    assert told["incumbent"]["version"] == "naive-in-use"


def test_a_champion_does_not_beat_itself(training):
    again = training.versions["linear"]
    same = Predictor(again.model, again.card | {"version": again.version})
    assert "the same data" in challenge(training, same).why
    # Fitted on the very shows it is judged on, it looks better than any honest forecast.
    verdict = challenge(training, predictor(training, "linear"))
    assert not verdict.better
    assert "is not 1% better" in verdict.why


def test_where_no_version_is_in_use_the_first_is(training):
    assert challenge(training, None).better


def test_both_are_judged_on_shows_that_neither_was_fitted_on(training):
    days = training.material.day[training.field.judged]
    until = np.datetime64(int(days.max()) - 40, "D")
    window = challenge(training, predictor(training, "naive"), learned_until=until).window
    assert window is not None
    assert np.datetime64(window.first_day) > until
    assert window.rows == int((days > days.max() - 40).sum())
    nothing = challenge(
        training, predictor(training, "naive"), learned_until=np.datetime64(int(days.max()), "D")
    )
    assert (nothing.better, nothing.window) == (False, None)
    assert "newer" in nothing.why


def test_a_gain_that_one_week_may_have_brought_is_none(training):
    days = training.material.day[training.field.judged]
    until = np.datetime64(int(days.max()) - 4, "D")
    verdict = challenge(training, predictor(training, "naive"), learned_until=until)
    assert not verdict.better


def changed(training: Training, **card) -> Training:
    champion = training.versions[training.champion]
    return replace(
        training,
        versions=training.versions | {training.champion: replace(champion, card=champion.card | card)},
    )


def test_a_version_that_does_not_say_what_was_fitted_is_never_put_to_use(training):
    probe = training.versions["linear"].card["probe"]
    wrong = changed(training, probe=probe | {"tickets": [value + 50 for value in probe["tickets"]]})
    for incumbent in (None, predictor(training, "naive")):
        verdict = challenge(wrong, incumbent)
        assert (verdict.better, "does not say here" in verdict.why) == (False, True)
        off = challenge(changed(training, parity=0.01), incumbent)
        assert (off.better, "differs from what was fitted" in off.why) == (False, True)


def test_intervals_that_hold_too_little_are_not_put_to_use(training):
    interval = training.versions["linear"].card["interval"]
    narrow = {name: np.zeros_like(np.array(interval[name])).tolist() for name in ("low", "high")}
    verdict = challenge(changed(training, interval=interval | narrow), predictor(training, "naive"))
    assert not verdict.better
    assert "its intervals hold" in verdict.why


def test_a_card_shows_how_held_out_shows_were_forecast(training):
    for kind, made in training.versions.items():
        points = np.array(made.card["points"])
        assert points.shape == (300, 2)
        sold = training.material.tickets[training.field.judged]
        assert points[0].tolist() == [
            pytest.approx(training.field.models[kind].forecast[0], abs=0.01),
            sold[0],
        ]
        assert points[-1, 1] == sold[-1]
    judged = training.material.rows[training.field.judged]
    naive = Bounds.of(judged).within(np.expm1(Naive().log_forecast(judged)))
    np.testing.assert_allclose(training.field.models["naive"].forecast, naive)


def test_a_full_house_lies_within_an_interval_that_ends_at_its_seats(training):
    """A float32 holds the logarithm of a number of seats, and not the number."""
    serving = predictor(training, "linear")
    rows = training.material.rows[-200:].copy()
    for seats in range(20, 400):
        rows[:, NAMES.index("capacity")] = np.log1p(np.float32(seats))
        high = serving.forecast(rows).high
        assert high[high > seats - 1e-3].min(initial=np.inf) >= seats
