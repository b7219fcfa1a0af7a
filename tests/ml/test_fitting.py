"""Every kind of model is fitted, judged on later days, and exported whole."""

from dataclasses import replace

import numpy as np
import onnx
import pytest

from ml.evaluation import as_of, evaluate, material_of
from ml.exporting.model import to_onnx
from ml.exporting.parity import MOST, NoParity, parity
from ml.features import BASE, NAMES, features
from ml.history import History
from ml.predictor import INPUT
from ml.training.fitting import ALL_KINDS, NAIVE, TooShort, fit_all
from ml.training.folds import FOLDS, rolling
from ml.training.forecaster import Blend, Naive, fit, tickets


def quiet(step):
    """Say nothing."""


@pytest.fixture(scope="module")
def material(data):
    rows = features(History(data.shows, data.bookings), data.shows, as_of(data, 24.0), data.bookings)
    return material_of(data, rows)


@pytest.fixture(scope="module")
def models(material):
    return {kind: fit(kind, material.rows, material.tickets, 7) for kind in ALL_KINDS}


def test_folds_forecast_only_what_comes_after(material):
    folds = list(rolling(material.day))
    assert len(folds) == FOLDS
    for past, forecast in folds:
        assert material.day[past].max() < material.day[forecast].min()
    forecast = np.concatenate([forecast for _, forecast in folds])
    assert (np.diff(forecast) == 1).all()
    assert forecast[-1] == len(material.rows) - 1


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_an_exported_model_says_the_same(models, material, kind):
    model = to_onnx(models[kind])
    assert parity(model, models[kind], material.rows) <= MOST


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_it_says_the_same_where_everything_is_missing(models, material, kind):
    rows = np.full((3, material.rows.shape[1]), np.nan, dtype=np.float32)
    rows[:, BASE] = 2.5
    parity(to_onnx(models[kind]), models[kind], rows)


def test_a_blend_is_exported_as_one_model(models, material):
    blend = Blend(tuple(models.values()))
    parity(to_onnx(blend), blend, material.rows)
    parity(to_onnx(Naive()), Naive(), material.rows)


def test_another_model_is_not_taken_for_the_same(models, material):
    with pytest.raises(NoParity):
        parity(to_onnx(models["linear"]), models["boosting"], material.rows)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_same_rows_and_seed_give_the_same_model(models, material, kind):
    again = fit(kind, material.rows, material.tickets, 7)
    np.testing.assert_array_equal(again.log_forecast(material.rows), models[kind].log_forecast(material.rows))


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_no_model_goes_beyond_what_was_seen(models, material, kind):
    wild = material.rows[:50] * np.float32(1e3)
    correction = models[kind].correction(wild)
    assert (correction >= models[kind].low).all()
    assert (correction <= models[kind].high).all()
    assert np.isfinite(tickets(models[kind].log_forecast(material.rows))).all()


def test_models_beat_the_naive_forecast_where_there_is_something_to_learn(material):
    many = replace(material, film=np.arange(len(material.rows)) % 60)
    field = fit_all(many, ("linear", "boosting"), 7, quiet)
    assert field.champion != NAIVE
    assert field.models[field.champion].held_out.wape < field.models[NAIVE].held_out.wape


def test_noise_leaves_the_naive_forecast_in_place(material, rng):
    noise = material.rows.copy()
    facts = {BASE, NAMES.index("capacity"), NAMES.index("booked")}
    others = [column for column in range(noise.shape[1]) if column not in facts]
    noise[:, others] = rng.normal(size=(len(noise), len(others)))
    sold = np.maximum(np.expm1(noise[:, BASE] + rng.normal(0, 0.5, len(noise))), 0)
    field = fit_all(
        replace(material, rows=noise, tickets=sold, film=np.arange(len(noise)) % 60),
        ("linear", "boosting"),
        7,
        quiet,
    )
    assert field.champion == NAIVE


def test_nothing_is_fitted_on_test_rows(data, rng):
    """Outcomes of the last day of the test part change no forecast: no row may know them, and no fit may."""
    is_test = data.shows.day > np.quantile(data.shows.day, 0.8)
    last = data.shows.day == data.shows.day.max()
    sold = data.shows.tickets.copy()
    sold[last] += rng.integers(50, 100, last.sum())
    changed = type(data)(data.shows.with_tickets(sold), None)
    original = type(data)(data.shows, None)
    first, second = (
        evaluate(each, is_test, horizon_hours=None, kinds=("linear",), seed=7, progress=quiet)
        for each in (original, changed)
    )
    assert first.field.models["linear"].held_out == second.field.models["linear"].held_out
    assert first.field.models["linear"].shrink == second.field.models["linear"].shrink
    np.testing.assert_array_equal(
        first.field.models["linear"].intervals.low, second.field.models["linear"].intervals.low
    )


def test_a_model_reads_features_by_name_of_its_input(models):
    model = onnx.load_model_from_string(to_onnx(models["linear"]))
    assert [each.name for each in model.graph.input] == [INPUT]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_model_is_made_of_standard_operators_with_nothing_left_to_fold(models, kind):
    written = to_onnx(models[kind])
    model = onnx.load_model_from_string(written)
    assert {each.domain for each in model.opset_import} <= {"", "ai.onnx.ml"}
    assert "Constant" not in {node.op_type for node in model.graph.node}
    assert to_onnx(models[kind]) == written


def test_shows_of_one_day_cannot_be_judged(material):
    with pytest.raises(TooShort, match="1 days"):
        fit_all(replace(material, day=np.zeros_like(material.day)), ("linear",), 7, quiet)


def test_why_the_naive_forecast_stayed_is_said(material):
    few = replace(material, film=np.arange(len(material.rows)) % 5)
    field = fit_all(few, ("linear",), 7, quiet)
    assert field.champion == NAIVE
    assert field.why.startswith("5 films were judged")
