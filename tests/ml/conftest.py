"""Synthetic data that every test of the forecasts shares."""

import numpy as np
import pytest

from ml.datasets.canonical import dataset
from ml.datasets.synthetic import generate
from ml.datasets.validation import validate_bookings, validate_shows


def frames(shows: int, seed: int):
    """Return validated synthetic tables."""
    world = generate(shows, seed)
    table, report = validate_shows(world.shows)
    assert report.usable
    bookings, _ = validate_bookings(world.bookings, table)
    return table, bookings


@pytest.fixture(scope="session")
def tables():
    """Return 1,200 synthetic shows and their bookings."""
    return frames(1_200, 3)


@pytest.fixture(scope="session")
def data(tables):
    """Return the same as columns, with bookings."""
    return dataset(*tables)


@pytest.fixture(scope="session")
def silent_data(tables):
    """Return the same without bookings."""
    return dataset(tables[0], None)


@pytest.fixture
def rng():
    """Return seeded chance."""
    return np.random.default_rng(11)
