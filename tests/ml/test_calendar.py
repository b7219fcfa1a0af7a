"""Public holidays, and what is said of countries that nobody knows holidays of."""

import numpy as np

from ml.calendar import holiday_columns


def days(*written):
    return np.array(written, dtype="datetime64[D]").astype(int)


def test_a_holiday_and_its_eve_are_found_by_country():
    when = days("2026-01-25", "2026-01-26", "2026-01-27", "2026-12-31")
    holiday, eve = holiday_columns(np.array(["IN"] * 4), when)
    assert (list(holiday[:3]), list(eve[:2])) == ([0, 1, 0], [1, 0])
    british, before = holiday_columns(np.array(["GB"] * 4), when)
    assert (british[1], before[3]) == (0, 1)  # New Year's Day is in a year of which no day was asked


def test_of_an_unknown_country_nothing_is_said_and_the_others_keep_theirs():
    holiday, eve = holiday_columns(np.array(["XX", "IN", ""]), days(*["2026-01-26"] * 3))
    assert np.isnan(holiday[[0, 2]]).all()
    assert np.isnan(eve[[0, 2]]).all()
    assert holiday[1] == 1
