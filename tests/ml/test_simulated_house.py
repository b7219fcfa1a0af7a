"""The house of a season forecasts as its server would: from bookings that it has, and nothing later."""

import numpy as np
import pytest

from ml.features import NAMES
from ml.simulation import house
from ml.simulation.booking import STRETCHES
from ml.simulation.season import make_season

SHOWS = np.arange(40)
BOOKED = NAMES.index("booked")


@pytest.fixture(scope="module")
def season():
    return make_season(5, shows=1_500)


def sales(season):
    """What the first shows sell at base prices, [shows, stretches]."""
    left, sold = season.seats.copy(), np.zeros((len(season.seats), len(STRETCHES)))
    for stretch in range(len(STRETCHES)):
        sold[:, stretch] = season.sold(stretch, np.ones(len(left)), left)
        left = left - sold[:, stretch]
    return sold[SHOWS]


def asked(season, stretch, sold, ahead=None):
    one = np.ones(len(SHOWS))
    return season.house.demand(
        SHOWS, stretch, ahead=season.booked_ahead[SHOWS] if ahead is None else ahead, sold=sold, present=one,
        elasticity=-1.2 * one,
    )  # fmt: skip


def test_who_came_before_the_first_price_is_part_of_the_first_stretch(season):
    ahead = season.booked_ahead[SHOWS]
    assert 0 < ahead.sum() < 0.5 * sales(season)[:, 0].sum()
    assert (ahead <= sales(season)[:, 0]).all()


@pytest.mark.parametrize("stretch", range(len(STRETCHES)))
def test_it_knows_what_is_booked_by_then_and_nothing_later(season, stretch):
    sold, ahead = sales(season), season.booked_ahead[SHOWS]
    starts_at = season.house.shows.starts_at[SHOWS]
    booked = house._bookings(starts_at, stretch, ahead, sold)
    so_far = np.bincount(booked.show, booked.tickets, minlength=len(SHOWS))
    np.testing.assert_array_equal(so_far, sold[:, :stretch].sum(axis=1) if stretch else ahead)
    assert (booked.booked_at < (starts_at - np.timedelta64(STRETCHES[stretch], "h"))[booked.show]).all()
    later = sold.copy()
    later[:, stretch:] = 99
    np.testing.assert_array_equal(asked(season, stretch, sold).mean, asked(season, stretch, later).mean)


def test_more_bookings_are_more_demand_and_fewer_seats(season):
    sold = sales(season)
    few, many = (asked(season, 3, sold * share // 1) for share in (0.5, 1.0))
    assert many.mean.sum() > few.mean.sum()
    assert (many.seats_left <= few.seats_left).all()
