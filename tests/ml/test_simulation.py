"""In seasons whose truth is known, forecast prices earn more than fixed ones, and never much less."""

import json
from dataclasses import replace

import numpy as np
import pytest

from ml.__main__ import main
from ml.datasets.synthetic import generate
from ml.recommendation import Rules
from ml.simulation import booking
from ml.simulation.policies import play
from ml.simulation.season import HELD_OUT, make_season

RULES = Rules()


@pytest.fixture(scope="module")
def season():
    return make_season(3, shows=3_000)


def test_a_season_is_the_same_for_the_same_seed(season):
    again = make_season(3, shows=3_000)
    np.testing.assert_array_equal(again.forecast, season.forecast)
    assert play(again, "ml", RULES) == play(season, "ml", RULES)


def test_whoever_knows_the_truth_earns_most(season):
    fixed, ml, oracle = (play(season, policy, RULES).revenue for policy in ("fixed", "ml", "oracle"))
    assert fixed < ml < oracle


def test_without_a_model_the_base_price_is_asked(season):
    assert play(season, "absent", RULES) == play(season, "fixed", RULES)


@pytest.mark.parametrize("policy", ["ml", "cautious"])
@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_a_public_that_changed_costs_little(season, factor, policy):
    changed = season.with_elasticities(factor)
    assert play(changed, policy, RULES).revenue >= 0.99 * play(changed, "fixed", RULES).revenue


@pytest.mark.parametrize("policy", ["ml", "cautious"])
@pytest.mark.parametrize("factor", [0.6, 1.5])
def test_demand_that_nobody_expected_costs_little(season, factor, policy):
    changed = season.with_demand(factor)
    assert play(changed, policy, RULES).revenue >= 0.99 * play(changed, "fixed", RULES).revenue


@pytest.mark.long
def test_a_house_that_never_tried_a_price_earns_more_as_well(monkeypatch):
    monkeypatch.setattr("ml.simulation.season.PILOT", 0.0)
    untried = make_season(3, shows=3_000)
    assert play(untried, "cautious", RULES).revenue > play(untried, "fixed", RULES).revenue


def _errors(world, shares, which) -> float:
    return float(np.abs(shares - booking.true_shares(world))[which].mean())


def test_a_film_that_is_booked_early_is_known_by_its_own_shows():
    world = generate(3_000, 3)
    day = world.shows["starts_at"].to_numpy().astype("datetime64[D]").astype(np.int64)
    past = day <= np.quantile(day, 2 / 3)
    shares = booking.learned_shares(world, day, world.expected, past, days_before=1)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    nobodys = replace(world, film=np.arange(len(day)))  # of a film that has no other show, nothing is known
    usual = booking.learned_shares(nobodys, day, world.expected, past, days_before=1)
    assert _errors(world, shares, ~past) < _errors(world, usual, ~past)


@pytest.mark.parametrize("days", [1, 7])
def test_shares_know_nothing_that_came_later_than_so_many_days_before(days):
    world = generate(1_500, 3)
    day = world.shows["starts_at"].to_numpy().astype("datetime64[D]").astype(np.int64)
    past = day <= np.quantile(day, 2 / 3)
    someday = int(np.quantile(day, 0.8))
    sooner = world.bookings["show_id"].isin(world.shows["show_id"][day < someday])
    first = booking.learned_shares(world, day, world.expected, past, days_before=days)
    second = booking.learned_shares(
        replace(world, bookings=world.bookings[sooner]), day, world.expected, past, days_before=days
    )
    unaware = day < someday + days
    np.testing.assert_array_equal(first[unaware], second[unaware])
    assert (first[~unaware] != second[~unaware]).any()


def test_no_more_is_sold_than_there_are_seats(season):
    crowded = season.with_demand(8.0)
    assert play(crowded, "fixed", RULES).tickets <= crowded.seats.sum()
    assert play(crowded, "ml", RULES).tickets <= crowded.seats.sum()


def test_a_share_of_shows_keeps_the_base_price(season):
    assert season.held_out.mean() == pytest.approx(HELD_OUT, abs=0.04)
    only_held_out = type(season)(
        **{name: getattr(season, name) for name in season.__dataclass_fields__ if name != "held_out"},
        held_out=np.ones(len(season.day), dtype=bool),
    )
    assert play(only_held_out, "ml", RULES) == play(only_held_out, "fixed", RULES)


@pytest.mark.long
def test_the_command_tells_uplift_with_its_interval(tmp_path):
    out = tmp_path / "out.json"
    assert (
        main(["simulate", "--seeds", "2", "--shows", "1500", "--policy", "ml,absent", "--json", str(out)])
        == 0
    )
    found = json.loads(out.read_text())
    assert set(found["worlds"]) == {"as_before", "elasticity_halved", "demand_shocked"}
    ml, absent = (found["worlds"]["as_before"][policy] for policy in ("ml", "absent"))
    assert ml["uplift_low"] <= ml["uplift"] <= ml["uplift_high"]
    assert absent["uplift"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--policy", "guess"], "no policy 'guess'"), (["--floor", "2"], "base price must lie")],
)
def test_what_cannot_be_played_is_refused(capsys, arguments, said):
    assert main(["simulate", "--seeds", "1", *arguments]) == 2
    assert said in capsys.readouterr().err
