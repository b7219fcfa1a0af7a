"""Forecasts of real cinemas, where the measuring data is beside the project: it is read there and never
copied.

The champion is chosen on the training part alone. The bounds are the best figures that are known for these
data.
"""

from pathlib import Path

import numpy as np
import pytest

from ml.commands.reading import read_tables
from ml.datasets.canonical import dataset
from ml.evaluation import evaluate
from server.house.settings import ROOT

CINEMA = ROOT.parent / "shared" / "data" / "cinema"

pytestmark = pytest.mark.skipif(
    not CINEMA.is_dir(),
    reason="the real data for measuring is not beside this checkout; elsewhere synthetic data stands in",
)


@pytest.mark.parametrize(
    ("name", "cut", "wape", "coverage"),
    [
        ("film_day", "2018-09-10", 0.573, (0.84, 0.97)),
        ("art_house", "2019-03-01", 0.568, (0.87, 0.94)),
        ("italy", "2024-04-01", 0.600, (0.84, 0.97)),
        ("booknow", "2024-01-08", 0.187, (0.87, 0.94)),
    ],
)
def test_the_champion_is_as_good_as_the_best_that_is_known(name, cut, wape, coverage):
    folder: Path = CINEMA / name
    bookings = folder / "bookings.csv"
    tables = read_tables(folder / "shows.csv", bookings if bookings.is_file() else None)
    data = dataset(tables.shows, tables.bookings)
    found = evaluate(
        data,
        data.shows.starts_at >= np.datetime64(cut),
        horizon_hours=24 if tables.bookings is not None else None,
        kinds=("linear", "polynomial", "boosting"),
        seed=7,
        progress=print,
    )
    champion = found.metrics[found.field.champion]
    assert champion.wape <= wape
    assert coverage[0] <= champion.coverage90 <= coverage[1]
