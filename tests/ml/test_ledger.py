"""A ledger answers from days before the one it is asked for, and from none after."""

import numpy as np
import pytest

from ml.ledger import EVER, NOBODY, Ledger

KEYS = np.array([1, 1, 1, 2, 1])
DAYS = np.array([10, 10, 12, 11, 15])
VALUES = np.array([2.0, 4.0, 9.0, 7.0, 100.0])


@pytest.fixture
def ledger():
    return Ledger(KEYS, DAYS, VALUES)


def at(key, day):
    return np.array([key]), np.array([day])


@pytest.mark.parametrize(
    ("day", "length", "total", "count"),
    [
        (10, EVER, 0, 0),
        (11, EVER, 6, 2),
        (12, EVER, 6, 2),
        (13, EVER, 15, 3),
        (13, 1, 9, 1),
        (13, 3, 15, 3),
        (16, 4, 109, 2),
    ],
)
def test_a_window_holds_the_days_before(ledger, day, length, total, count):
    found = ledger.window(*at(1, day), length)
    assert (found[0][0], found[1][0]) == (total, count)


def test_a_mean_is_drawn_to_its_prior_by_its_weight(ledger):
    assert ledger.mean(*at(1, 11), np.array([9.0]), 1)[0] == pytest.approx((6 + 9) / 3)
    assert ledger.mean(*at(3, 11), np.array([9.0]), 1)[0] == 9


@pytest.mark.parametrize(
    ("day", "back", "mean", "ago"), [(13, 1, 9, 1), (13, 2, 3, 3), (12, 1, 3, 2), (20, 1, 100, 5)]
)
def test_the_last_days_are_counted_back(ledger, day, back, mean, ago):
    found = ledger.last(*at(1, day), back)
    assert (found[0][0], found[1][0]) == (mean, ago)


@pytest.mark.parametrize(
    ("key", "day", "back"), [(1, 10, 1), (1, 13, 3), (2, 11, 1), (3, 99, 1), (NOBODY, 99, 1)]
)
def test_what_was_never_seen_is_not_a_number(ledger, key, day, back):
    mean, ago = ledger.last(*at(key, day), back)
    assert np.isnan(mean[0])
    assert np.isnan(ago[0])


def test_runs_begin_on_their_first_day(ledger):
    assert ledger.first(*at(1, 13))[0] == 10
    assert np.isnan(ledger.first(*at(1, 10))[0])
    assert ledger.run(*at(1, 13))[0] == 2
    assert ledger.on(*at(1, 10))[0] == 3
    assert np.isnan(ledger.on(*at(1, 11))[0])


def test_values_that_are_missing_and_keys_that_are_nobody_count_for_nothing():
    ledger = Ledger(np.array([1, NOBODY, 1]), np.array([1, 1, 2]), np.array([5.0, 6.0, np.nan]))
    assert ledger.window(*at(1, 9))[0][0] == 5
    assert ledger.window(*at(NOBODY, 9))[1][0] == 0


def test_what_others_sold_moves_no_digit(rng):
    keys, days, values = rng.integers(0, 30, 5_000), rng.integers(0, 90, 5_000), rng.normal(3, 1, 5_000)
    others = np.where(keys == 7, values, values * 100)
    mine = np.full(90, 7), np.arange(90), 20
    for first, second in zip(
        *(Ledger(keys, days, each).window(*mine) for each in (values, others)), strict=True
    ):
        np.testing.assert_array_equal(first, second)


def test_an_empty_ledger_knows_nothing():
    ledger = Ledger(np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    assert ledger.window(*at(1, 9))[1][0] == 0
    for found in (ledger.last(*at(1, 9))[0], ledger.on(*at(1, 9)), ledger.first(*at(1, 9))):
        assert np.isnan(found[0])
