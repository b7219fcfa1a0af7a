"""Full houses teach that more was wanted than they had; what is told of shows stays within their seats."""

from dataclasses import replace

import numpy as np
import pytest

from ml.bounds import Bounds
from ml.datasets.canonical import Dataset
from ml.demand import still_wanted
from ml.evaluation import as_of, evaluate, material_of
from ml.features import NAMES, features
from ml.history import History
from ml.predictor import Forecasts
from ml.recommendation import Rules, recommend
from ml.training.fitting import fit_all
from ml.training.forecaster import tickets
from ml.training.unconstraining import demand_of

SEATS = 70.0
CAPACITY, BOOKED = NAMES.index("capacity"), NAMES.index("booked")


def quiet(step):
    """Say nothing."""


@pytest.fixture(scope="module")
def truth(silent_data):
    """What was wanted, in the order of the material's rows."""
    return silent_data.shows.tickets


@pytest.fixture(scope="module")
def crowded(silent_data):
    """The same shows in halls that are often too small."""
    shows = silent_data.shows
    small = replace(
        shows, capacity=np.full(len(shows), SEATS), tickets=np.minimum(shows.tickets, SEATS)
    )  # fmt: skip
    return Dataset(small, None)


@pytest.fixture(scope="module")
def material(crowded):
    rows = features(History(crowded.shows), crowded.shows, as_of(crowded, None))
    return material_of(crowded, rows)


def test_what_full_houses_would_have_sold_is_about_right(material, truth):
    full = material.tickets >= SEATS
    assert 0.1 < full.mean() < 0.5
    found = demand_of(material.rows, material.tickets)
    np.testing.assert_array_equal(found[~full], material.tickets[~full])
    wanted, sold = (np.log1p(what[full]).mean() for what in (found, material.tickets))
    right = np.log1p(truth[full]).mean()
    assert right - sold > 0.2, "the control: sales say far too little"
    assert abs(wanted - right) < 0.4 * (right - sold)


@pytest.mark.parametrize("capacity", [np.nan, 1e4])
def test_where_nothing_sold_out_or_nobody_knows_sales_are_the_demand(material, capacity):
    rows = material.rows.copy()
    rows[:, CAPACITY] = np.log1p(capacity)
    assert demand_of(rows, material.tickets) is material.tickets


def test_models_learn_what_was_wanted_and_tell_what_can_be_sold(material):
    field = fit_all(material, ("linear",), 7, quiet)
    model = field.models["linear"]
    said = tickets(model.forecaster.log_forecast(material.rows))
    assert said.max() > 1.3 * SEATS
    assert model.forecast.max() == SEATS
    naive = field.models["naive"].held_out
    assert model.held_out.mae < naive.mae


def test_nine_in_ten_later_shows_lie_within_although_many_are_full(crowded):
    later = crowded.shows.day >= np.quantile(crowded.shows.day, 0.7)
    found = evaluate(crowded, later, horizon_hours=None, kinds=("linear",), seed=7, progress=quiet)
    metrics = found.metrics["linear"]
    assert metrics.coverage90 == pytest.approx(0.9, abs=0.08)
    assert 0 < (metrics.width90 or 0) < SEATS


def test_bounds_are_whole_and_hold_what_is_booked_beyond_the_seats():
    rows = np.full((3, len(NAMES)), np.nan, dtype=np.float32)
    rows[:2, CAPACITY] = np.log1p(288)
    rows[1, BOOKED] = np.log1p(290)
    bounds = Bounds.of(rows)
    assert bounds.seats.tolist() == [288, 290, np.inf]
    assert bounds.booked.tolist() == [0, 290, 0]
    assert bounds.within(np.array([500.0, 3.0, 500.0])).tolist() == [288, 290, 500]
    assert bounds.full(np.array([288.0, 289.0, 1e6])).tolist() == [True, False, False]


def test_what_is_wanted_beyond_the_seats_raises_the_price():
    full = Forecasts(*(np.array([60.0]) for _ in range(3)))
    one = np.ones(1)
    modest, sought = (
        recommend(
            still_wanted(
                np.array([wanted]), full, sold=10 * one, seats=60 * one, present=one, elasticity=-1.2 * one
            ),
            one,
            Rules(step=1.0),
        ).best[0]
        for wanted in (60.0, 120.0)
    )
    assert modest < sought == Rules().ceiling
