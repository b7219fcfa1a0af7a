"""What the house's own sales teach of how its publics answer to prices."""

from datetime import UTC, datetime, timedelta

import numpy as np
import orjson
import pytest

from ml.elasticity import PRIOR_MEAN
from server.forecasting import learning, performance
from server.forecasting.learning import LEAST_SHOWS, STRETCHES, estimate

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BASE = {"standard": 20_000}


def season(elasticity: float, *, shows: int = 400, moving: bool = True, seed: int = 5):
    """Return shows, sales and changes of price of a theatre whose public answers by ``elasticity``."""
    rng = np.random.default_rng(seed)
    share = np.array([0.1, 0.2, 0.2, 0.2, 0.15, 0.15])
    over, sold, changes = [], [], []
    for number in range(shows):
        start = NOW - timedelta(days=float(rng.uniform(2, 90)))
        expected = float(rng.uniform(30, 90))
        wanted = expected * rng.lognormal(0, 0.15)
        ratio = float(rng.choice([0.85, 1.0, 1.2])) if moving else 1.0
        since = int(rng.integers(1, 6))
        if ratio != 1:
            changes.append(
                {
                    "show_id": number, "at": start - timedelta(hours=STRETCHES[since]),
                    "after": orjson.dumps({"standard": round(20_000 * ratio)}).decode(),
                }
            )  # fmt: skip
        total = 0
        for stretch in range(6):
            factor = ratio**elasticity if stretch >= since else 1.0
            tickets = int(rng.poisson(wanted * share[stretch] * factor))
            total += tickets
            sold.append({"show_id": number, "stretch": 5 - stretch, "tickets": float(tickets)})
        over.append(
            {
                "show_id": number, "theatre_id": 3, "starts_at": start, "hour": 20, "wanted": expected,
                "wanted_sd": 0.17, "sold": total, "seats": 1_000,
                "base": orjson.dumps(BASE).decode(),
            }
        )  # fmt: skip
    return over, sold, changes


@pytest.mark.parametrize("truth", [-0.6, -1.8])
def test_a_publics_answer_to_prices_is_learned_from_sales_at_several(truth):
    learned = {one.part: one for one in estimate(*season(truth), at=NOW)}
    evening = learned[1]
    assert evening.mean == pytest.approx(truth, abs=0.35)
    assert evening.sd < 0.25
    assert evening.theatre_id == 3
    assert evening.shows > LEAST_SHOWS


def test_an_expectation_that_has_seen_the_sales_would_hide_what_prices_did():
    """Why it is kept as it was forecast first: one made later follows what was sold at the prices asked."""
    over, sold, changes = season(-1.8)
    followed = [show | {"wanted": float(show["sold"])} for show in over]
    first, late = (estimate(shows, sold, changes, at=NOW)[-1] for shows in (over, followed))
    assert first.mean == pytest.approx(-1.8, abs=0.35)
    assert late.mean > -1.3


def test_where_prices_never_moved_nothing_is_claimed():
    assert estimate(*season(-0.6, moving=False), at=NOW) == []
    assert estimate([], [], [], at=NOW) == []


def test_it_is_the_prices_that_say_it():
    """The control: with the same sales and nobody's prices in them, the true answer is not found."""
    over, sold, changes = season(-2.4)
    turned = [{**change, "show_id": (change["show_id"] + 37) % len(over)} for change in changes]
    starts = {show["show_id"]: show["starts_at"] for show in over}
    turned = [{**change, "at": starts[change["show_id"]] - timedelta(hours=24)} for change in turned]
    (evening,) = [one for one in estimate(over, sold, turned, at=NOW) if one.part == 1]
    assert evening.mean > -1.6


def test_old_sales_say_less():
    over, sold, changes = season(-0.6)
    aged = [{**show, "starts_at": show["starts_at"] - timedelta(days=900)} for show in over]
    moved = [{**change, "at": change["at"] - timedelta(days=900)} for change in changes]
    (young,) = [one for one in estimate(over, sold, changes, at=NOW) if one.part == 1]
    (old,) = [one for one in estimate(aged, sold, moved, at=NOW) if one.part == 1]
    assert abs(old.mean - PRIOR_MEAN) < abs(young.mean - PRIOR_MEAN)


async def test_learning_from_an_empty_house_is_nothing(house):
    await house.show()
    assert await learning.learn() == []


def test_what_does_not_move_is_stable_and_what_does_is_not():
    rng = np.random.default_rng(3)
    before = rng.normal(size=2_000)
    assert performance.stability(before, rng.normal(size=500)) < 0.1
    assert performance.stability(before, rng.normal(1.0, size=500)) > 0.25
    assert performance.stability(before, np.full(500, np.nan)) > 0.25
    assert performance.stability(np.full(100, np.nan), np.full(100, np.nan)) == pytest.approx(0)
