"""A version serves as its card says, bounded by seats and bookings, and can be taken apart."""

import numpy as np
import pytest

from ml.explanation import explain
from ml.features import NAMES
from ml.making import learned_from, train
from ml.predictor import Predictor, UnusableModel

BOOKED, SEATS = NAMES.index("booked"), NAMES.index("capacity")


def quiet(step):
    """Say nothing."""


@pytest.fixture(scope="module")
def training(data):
    return train(data, kinds=("linear", "polynomial", "boosting"), seed=7, progress=quiet)


@pytest.fixture(scope="module")
def rows(data):
    return learned_from(data).rows[-300:]


@pytest.fixture(params=["naive", "linear", "polynomial", "boosting"])
def predictor(training, request):
    return loaded(training.versions[request.param])


def loaded(made):
    return Predictor(made.model, made.card | {"version": made.version})


def test_every_kind_has_a_version_with_its_figures(training):
    assert set(training.versions) >= {"naive", "linear", "polynomial", "boosting"}
    for kind, made in training.versions.items():
        assert made.card["kind"] == kind
        assert made.card["metrics"]["n"] > 100
        assert made.card["parity"] <= 1e-4
        assert set(made.card["libraries"]) >= {"torch", "scikit-learn", "onnxruntime", "python"}


def test_forecasts_lie_within_their_interval_seats_and_bookings(predictor, rows):
    found = predictor.forecast(rows)
    seats, booked = np.expm1(rows[:, SEATS]), np.nan_to_num(np.expm1(rows[:, BOOKED]))
    assert (found.low <= found.tickets).all()
    assert (found.tickets <= found.high).all()
    assert (found.high <= np.maximum(seats, booked) + 1e-3).all()
    assert (found.low >= booked - 1e-3).all()
    assert ((found.confidence >= 0) & (found.confidence <= 1)).all()


def test_a_fuller_house_is_surer(predictor, rows):
    sold_out = rows[:1].copy()
    sold_out[0, BOOKED] = sold_out[0, SEATS]
    assert predictor.forecast(sold_out).confidence[0] == pytest.approx(1)


def test_one_row_says_the_same_alone_and_among_others(predictor, rows):
    together = predictor.tickets(rows)
    for place in (0, 7, 299):
        assert predictor.tickets(rows[place : place + 1])[0] == pytest.approx(together[place], rel=1e-5)


def test_contributions_add_up_to_the_forecast(predictor, rows):
    for row in rows[::60]:
        found = explain(predictor, row)
        assert found.typical + found.contributions.sum() == pytest.approx(found.forecast, rel=1e-6)
        assert found.forecast == pytest.approx(predictor.tickets(row[None])[0], rel=1e-6)
        assert found.exact == (predictor.card["kind"] != "boosting")


def test_contributions_are_the_same_every_time(predictor, rows):
    np.testing.assert_array_equal(
        explain(predictor, rows[3]).contributions, explain(predictor, rows[3]).contributions
    )


def test_a_typical_show_needs_no_explanation(predictor):
    typical = np.array(predictor.card["typical"], dtype=np.float32)
    assert explain(predictor, typical).strongest(5) == []


def test_a_linear_models_contributions_are_those_of_its_coefficients(training, rows):
    """Told one by one in any order, a feature of a sum adds the same: the difference it makes alone."""
    predictor = loaded(training.versions["linear"])
    row = rows[150]
    found = explain(predictor, row)
    typical = np.array(predictor.card["typical"], dtype=np.float32)
    alone = np.repeat(typical[None], len(NAMES), axis=0)
    alone[np.arange(len(NAMES)), np.arange(len(NAMES))] = row
    difference = np.log1p(predictor.tickets(alone)) - np.log1p(predictor.tickets(typical[None]))
    whole = np.log1p(found.forecast) - np.log1p(found.typical)
    np.testing.assert_allclose(difference.sum(), whole, atol=1e-3)
    scale = (found.forecast - found.typical) / whole
    np.testing.assert_allclose(found.contributions, difference * scale, atol=0.02)


@pytest.mark.parametrize(
    ("model", "card", "said"),
    [
        (b"not a model", {}, "cannot be loaded"),
        (None, {"features": list(NAMES[1:])}, "other features"),
        (None, {"features": list(NAMES[::-1])}, "other features"),
        (None, {"probe": {"rows": [[1.0] * len(NAMES)], "tickets": [1e6]}}, "does not say here"),
        (None, {"probe": {"rows": [[1.0]], "tickets": [1.0]}}, "does not answer"),
    ],
)
def test_a_broken_version_is_refused(training, model, card, said):
    made = training.versions["linear"]
    with pytest.raises(UnusableModel, match=said):
        Predictor(model or made.model, made.card | {"version": made.version} | card)


def test_half_a_model_is_refused(training):
    made = training.versions["boosting"]
    with pytest.raises(UnusableModel, match="cannot be loaded"):
        Predictor(made.model[: len(made.model) // 2], made.card | {"version": made.version})
