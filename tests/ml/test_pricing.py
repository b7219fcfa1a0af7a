"""Elasticities are found where prices differed, and prices follow from them within the rules."""

from dataclasses import replace

import numpy as np
import pytest

from ml.elasticity import BOUNDS, PRIOR_MEAN, PRIOR_SD, Elasticity, Sales, pooled
from ml.recommendation import Demand, Rules, recommend, revenue
from ml.training.unconstraining import wanted

SHARES = np.array([0.3, 0.2, 0.5])
SHAPE = 4.0


def sold_at(rng, elasticity, multiples, *, mean=40.0, error=1.0, shares=SHARES, theatre=0, seats=1000):
    """Return sales of shows at these multiples, [shows, stretches]; expectations are off by ``error``."""
    count = len(multiples)
    level = mean * rng.gamma(SHAPE, 1 / SHAPE, count)
    asked_for = rng.poisson(level[:, None] * shares * multiples**elasticity).astype(float)
    left = np.maximum(seats - np.cumsum(asked_for, axis=1) + asked_for, 0)
    began = left > 0
    return Sales(
        theatre=np.full(count, theatre),
        part=np.zeros(count, dtype=np.int64),
        mean=np.full(count, mean * error),
        shape=np.full(count, SHAPE),
        share=np.tile(SHARES, (count, 1)) * began,
        log_ratio=np.log(multiples) * began,
        sold=np.minimum(asked_for, left),
        weight=np.ones(count),
        full=asked_for.sum(axis=1) >= seats,
    )


def random_prices(rng, count):
    return np.repeat(rng.uniform(0.8, 1.25, (count, 1)), 3, axis=1)


@pytest.mark.parametrize("truth", [-0.5, -1.2, -2.4])
def test_an_elasticity_is_found(rng, truth):
    found = Elasticity().after(sold_at(rng, truth, random_prices(rng, 3_000)))
    assert found.mean == pytest.approx(truth, abs=3.5 * found.sd)
    assert found.sd < 0.12


@pytest.mark.parametrize("truth", [-0.8, -1.6, -2.4])
@pytest.mark.parametrize("seats", [28, 45])
@pytest.mark.parametrize("prices", ["of_shows", "of_stretches"])
def test_an_elasticity_is_found_where_many_shows_sell_out(rng, truth, seats, prices):
    multiples = random_prices(rng, 6_000) if prices == "of_shows" else rng.uniform(0.8, 1.25, (6_000, 3))
    sales = sold_at(rng, truth, multiples, seats=seats)
    assert 0.25 < sales.full.mean() < 0.75
    found = Elasticity().after(sales)
    assert found.mean == pytest.approx(truth, abs=3 * found.sd)
    assert found.sd < 0.2
    if prices == "of_shows":  # to leave out those that sold out, as if they said nothing, is the control
        left_out = Elasticity().after(sales.of(~sales.full))
        assert left_out.mean > truth + 3 * left_out.sd


@pytest.mark.parametrize("error", [0.6, 1.5])
def test_expectations_that_are_all_too_high_or_low_are_not_taken_for_it(rng, error):
    found = Elasticity().after(sold_at(rng, -1.5, random_prices(rng, 3_000), error=error))
    assert found.mean == pytest.approx(-1.5, abs=0.35)


def test_people_who_book_later_than_expected_are_not_taken_for_it(rng):
    """Prices that rise through the sale, and bookings that come later than the curve says."""
    multiples = np.cumprod(np.full((3_000, 3), 1.07), axis=1)
    multiples[::10] = 1.0  # a tenth is held out
    later = np.array([0.2, 0.2, 0.6])
    found = Elasticity().after(sold_at(rng, -1.5, multiples, shares=later))
    assert found.mean == pytest.approx(-1.5, abs=0.6)


def test_one_price_says_nothing(rng):
    found = Elasticity().after(sold_at(rng, -2.4, np.ones((500, 3))))
    assert (found.mean, found.sd) == (PRIOR_MEAN, PRIOR_SD)
    all_alike = Elasticity().after(sold_at(rng, -2.4, np.full((500, 3), 1.2)))
    assert all_alike.mean == pytest.approx(PRIOR_MEAN, abs=0.05)


def test_old_sales_count_less(rng):
    old, new = sold_at(rng, -0.4, random_prices(rng, 800)), sold_at(rng, -2.4, random_prices(rng, 800))
    both = Sales.joined([old, new])
    aged = replace(both, weight=np.repeat([0.05, 1.0], 800))
    assert Elasticity().after(aged).mean < Elasticity().after(both).mean - 0.3


def test_demand_never_rises_with_the_price(rng):
    found = Elasticity().after(sold_at(rng, 1.0, random_prices(rng, 3_000)))
    assert found.mean == BOUNDS[1]


def test_a_theatre_of_which_little_is_known_leans_on_the_others(rng):
    many, few = (
        sold_at(rng, -2.2, random_prices(rng, 3_000)),
        sold_at(rng, -2.2, random_prices(rng, 3), theatre=1),
    )
    found = pooled(Sales.joined([many, few]), 3, 1)
    assert found[1][0].mean == pytest.approx(found[0][0].mean, abs=0.4)
    assert found[2][0].mean == pytest.approx(found[0][0].mean, abs=0.2)
    assert found[1][0].mean < PRIOR_MEAN - 0.3
    assert found[2][0].sd > found[0][0].sd


def demand(mean=40.0, spread=0.3, elasticity=-1.2, seats=200.0):
    return Demand(*(np.array([float(value)]) for value in (mean, spread, elasticity, seats)))


def best(shows, rules=None, present=1.0):
    return recommend(shows, np.full(len(shows.mean), present), rules or Rules())


@pytest.mark.parametrize(
    ("shows", "multiple"),
    [
        (demand(elasticity=-0.5), 1.25),  # people pay: up to the ceiling
        (demand(elasticity=-2.4), 0.8),  # they do not: down to the floor
        (demand(mean=400, elasticity=-2.0), 1.25),  # a rush on few seats, whatever people think of prices
        (demand(elasticity=-1.0), 1.0),  # all prices earn the same: the base price stands
    ],
)
def test_the_best_price_follows_from_demand_and_seats(shows, multiple):
    assert best(shows).best[0] == pytest.approx(multiple)


def test_a_sold_out_house_is_priced_so_that_it_just_sells_out():
    shows = demand(mean=220, spread=0.01, elasticity=-2.0, seats=200)
    assert best(shows).best[0] == pytest.approx((220 / 200) ** 0.5, abs=0.02)


def test_a_house_that_is_expected_to_be_just_full_may_not_be():
    """Seats that are counted on, and may stay empty, earn less than seats that are sure to go."""
    base = np.array([1.0])
    sure, unsure = (demand(mean=200, spread=each, seats=200) for each in (0.001, 0.6))
    assert revenue(sure, base)[0, 0] == pytest.approx(200, rel=0.01)
    assert revenue(unsure, base)[0, 0] < 0.85 * 200


@pytest.mark.parametrize(
    ("present", "following"), [(1.0, 1.1), (1.1, 1.2), (1.2, 1.25), (1.25, 1.25), (0.8, 0.9)]
)
def test_a_price_moves_one_step_at_a_time_and_within_its_bounds(present, following):
    assert best(demand(elasticity=-0.5), present=present).next[0] == pytest.approx(following)


def test_a_gain_that_is_not_worth_it_moves_nothing():
    found = best(demand(elasticity=-1.02), Rules(worth=0.05))
    assert (found.best[0], found.gain[0]) == (1.0, 0.0)
    assert best(demand(elasticity=-1.02), Rules(worth=0.0)).best[0] != 1.0


def test_the_best_price_earns_what_no_other_does(rng):
    count = 300
    shows = Demand(
        rng.uniform(1, 300, count), rng.uniform(0.05, 0.8, count), rng.uniform(-2.8, -0.3, count),
        rng.integers(1, 300, count).astype(float),
    )  # fmt: skip
    rules = Rules(worth=0.0)
    found = best(shows, rules)
    every = revenue(shows, rules.grid)
    mine = np.array([revenue(shows, np.array([multiple]))[row, 0] for row, multiple in enumerate(found.best)])
    np.testing.assert_allclose(mine, every.max(axis=1), rtol=1e-9)
    assert ((rules.floor <= found.next) & (found.next <= rules.ceiling)).all()
    assert (found.gain >= 0).all()


def test_nobody_left_to_sell_to_is_no_reason_to_move():
    assert best(demand(mean=0.0)).best[0] == 1.0
    assert best(demand(seats=0.0)).best[0] == 1.0


@pytest.mark.parametrize("wrong", [{"floor": 0.0}, {"floor": 1.1}, {"ceiling": 0.9}, {"step": 0.0}])
def test_rules_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"floor|step"):
        Rules(**wrong)


def test_a_full_house_wanted_more_than_its_seats(rng):
    truth = np.exp(rng.normal(4, 0.5, 20_000))
    seats = np.full(20_000, 60.0)
    sold = np.minimum(truth, seats)
    found = wanted(sold, seats, np.full(20_000, np.exp(4) - 1), 0.5)
    assert sold.sum() < 0.9 * truth.sum()
    assert np.log1p(found).mean() == pytest.approx(np.log1p(truth).mean(), abs=0.02)
    np.testing.assert_array_equal(found[sold < seats], sold[sold < seats])
    assert (wanted(sold[:5], np.full(5, np.nan), sold[:5], 0.5) == sold[:5]).all()


def test_it_is_as_sure_of_each_public_as_it_is_right(rng):
    theatres, parts, shows = 60, 2, 150
    level = rng.normal(-1.3, 0.6, (theatres, 1))
    truth = np.clip(level + rng.normal(0, 0.25, (theatres, parts)), *BOUNDS)
    sold = [
        [
            replace(
                sold_at(rng, truth[theatre, part], random_prices(rng, shows), theatre=theatre),
                part=np.full(shows, part),
            )
            for part in range(parts)
        ]
        for theatre in range(theatres)
    ]
    found = pooled(Sales.joined([one for theatre in sold for one in theatre]), theatres, parts)

    def off(known):
        wrong = [
            (known[theatre][part].mean - truth[theatre, part]) / known[theatre][part].sd
            for theatre in range(theatres)
            for part in range(parts)
        ]
        return float(np.sqrt(np.mean(np.square(wrong))))

    assert 0.8 < off(found) < 1.2
    # The control: to begin a part with what its theatre learned counts its own sales twice.
    twice = [
        [Elasticity(Elasticity().after(Sales.joined(theatre)).mean, 0.25).after(one) for one in theatre]
        for theatre in sold
    ]
    assert off(twice) > 1.2
