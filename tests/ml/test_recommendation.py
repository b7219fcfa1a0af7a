"""A price is moved where a cautious and a bold reading of the elasticity agree."""

import numpy as np
import pytest

from ml.elasticity import PRIOR_MEAN, PRIOR_SD
from ml.recommendation import Demand, Rules, cautious


def demand(*, mean: float, seats: float, elasticity: float) -> Demand:
    return Demand(
        mean=np.array([mean]), spread=np.array([0.3]), elasticity=np.array([elasticity]),
        seats_left=np.array([seats]),
    )  # fmt: skip


def test_what_two_opinions_of_the_elasticity_disagree_on_is_not_done():
    """A half-empty show: by one reading a cut pays, by the other a rise does."""
    unsure = demand(mean=40.0, seats=120.0, elasticity=-1.0)
    said = cautious(unsure, np.array([0.6]), np.ones(1), Rules())
    assert (said.best[0], said.next[0], said.gain[0]) == (1.0, 1.0, 0.0)


def test_a_show_that_will_be_full_is_raised_by_either_opinion():
    full = demand(mean=400.0, seats=100.0, elasticity=-1.2)
    said = cautious(full, np.array([0.6]), np.ones(1), Rules(step=0.1))
    assert said.best[0] > 1.1
    assert said.next[0] == pytest.approx(1.1)
    assert said.gain[0] > 0


def test_a_cut_is_made_once_sales_have_shown_that_it_pays():
    unknown = demand(mean=40.0, seats=120.0, elasticity=PRIOR_MEAN)
    assert cautious(unknown, np.array([PRIOR_SD]), np.ones(1), Rules()).best[0] == 1.0
    elastic = demand(mean=40.0, seats=120.0, elasticity=-2.2)
    assert cautious(elastic, np.array([0.2]), np.ones(1), Rules()).best[0] < 1.0
