"""What counts as better, and what was only lucky."""

import numpy as np
import pytest

from ml.training.evidence import Evidence

WEEKS = 30


@pytest.fixture
def sold(rng):
    return rng.gamma(2, 30, WEEKS * 20)


def evidence_of(sold, film=None):
    day = np.repeat(np.arange(WEEKS * 7), 3)[: len(sold)]
    return Evidence.of(sold, np.arange(len(sold)) % 40 if film is None else film, day)


def test_a_forecast_that_errs_half_as_much_is_better(rng, sold):
    noise = rng.normal(0, 20, len(sold))
    evidence = evidence_of(sold)
    assert evidence.beats(sold + noise / 2, sold + noise)
    assert not evidence.beats(sold + noise, sold + noise / 2)


def test_luck_is_not_better(rng):
    """Of a hundred forecasts that are as good as the incumbent, few are taken for better."""
    taken = 0
    for _ in range(100):
        sold = rng.gamma(2, 30, 600)
        taken += evidence_of(sold).beats(sold + rng.normal(0, 20, 600), sold + rng.normal(0, 20, 600))
    assert taken <= 10


def test_the_more_challengers_the_surer_each_must_be(rng):
    """Of a hundred times that the luckiest of ten is asked, few succeed; without the correction, many do."""
    with_it = without = 0
    for _ in range(100):
        sold = rng.gamma(2, 30, 600)
        incumbent = sold + rng.normal(0, 20, 600)
        challengers = [sold + rng.normal(0, 20, 600) for _ in range(10)]
        luckiest = challengers[int(np.argmin([np.abs(each - sold).sum() for each in challengers]))]
        with_it += evidence_of(sold).beats(luckiest, incumbent, challengers=10)
        without += evidence_of(sold).beats(luckiest, incumbent)
    assert with_it <= 12 < without


def test_an_improvement_that_rests_on_one_film_is_none(sold, rng):
    film = np.arange(len(sold)) % 40
    noise = rng.normal(0, 20, len(sold))
    worse = sold + noise * 1.01
    worse[film == 3] = sold[film == 3]  # only this film is forecast well
    assert not evidence_of(sold, film).beats(worse, sold + noise)
    unknown = np.full(len(sold), -1)
    assert evidence_of(sold, unknown).beats(worse, sold + noise)  # the control: without films it would count


def test_an_improvement_that_rests_on_one_week_is_none(sold, rng):
    evidence = evidence_of(sold)
    noise = rng.normal(0, 20, len(sold))
    worse = sold + noise * 1.01
    worse[evidence.week == evidence.week[0]] = sold[evidence.week == evidence.week[0]]
    assert not evidence.beats(worse, sold + noise)


def test_a_handful_of_films_says_nothing_of_the_next(sold, rng):
    noise = rng.normal(0, 20, len(sold))
    film = np.arange(len(sold))
    assert evidence_of(sold, film % 40).beats(sold + noise / 2, sold + noise)
    assert not evidence_of(sold, film % 12).beats(sold + noise / 2, sold + noise)


def test_one_week_says_nothing(sold):
    evidence = Evidence.of(sold, np.zeros(len(sold), int), np.zeros(len(sold), int))
    assert evidence.standard_error(evidence.gain(sold, sold + 5)) == float("inf")
    assert not evidence.beats(sold, sold + 5)
