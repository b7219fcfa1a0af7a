"""Many seasons, several policies, and worlds that are not as the past was: uplift, with its interval."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
from scipy import stats

from ml.recommendation import Rules
from ml.simulation.policies import play
from ml.simulation.season import Season, make_season

WORLDS: dict[str, Callable[[Season], Season]] = {
    "as_before": lambda season: season,
    "elasticity_halved": lambda season: season.with_elasticities(0.5),
    "demand_shocked": lambda season: season.with_demand(0.6),
}
"""What becomes of a season after the past that was learned from."""


def study(
    policies: Sequence[str],
    seeds: Sequence[int],
    *,
    shows: int,
    rules: Rules,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """Play every season with every policy in every world.

    Per world and policy: mean uplift of revenue over fixed prices with its 95 % interval over seeds
    (Student's t), and the share of the oracle's uplift that it reaches.
    """
    played = sorted({*policies, "fixed", "oracle"})
    seasons = []
    for seed, season in zip(seeds, _seasons(seeds, played, shows, rules), strict=True):
        seasons.append(season)
        progress(f"seed {seed} played")
    return {
        "seeds": list(seeds),
        "shows": shows,
        "rules": {"floor": rules.floor, "ceiling": rules.ceiling, "step": rules.step},
        "worlds": {
            world: _compared({name: [one[world][name] for one in seasons] for name in played}, policies)
            for world in WORLDS
        },
    }


def _seasons(
    seeds: Sequence[int], policies: Sequence[str], shows: int, rules: Rules
) -> Iterator[dict[str, dict[str, float]]]:
    """Yield the revenue of every world and policy, seed by seed; a season is played on one core."""
    one = partial(_season, policies=policies, shows=shows, rules=rules)
    workers = max(1, min(len(seeds), os.cpu_count() or 1))
    # Spawned: a fork of a process whose OpenMP has threads waits for them for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, seeds)


def _season(seed: int, policies: Sequence[str], shows: int, rules: Rules) -> dict[str, dict[str, float]]:
    season = make_season(seed, shows=shows)
    return {
        world: {policy: play(change(season), policy, rules).revenue for policy in policies}
        for world, change in WORLDS.items()
    }


def _compared(earned: dict[str, list[float]], policies: Sequence[str]) -> dict[str, Any]:
    fixed, oracle = np.array(earned["fixed"]), np.array(earned["oracle"])
    found = {}
    for policy in policies:
        mine = np.array(earned[policy])
        uplift = mine / fixed - 1
        low, high = _interval(uplift)
        found[policy] = {
            "revenue": float(mine.mean()),
            "uplift": float(uplift.mean()),
            "uplift_low": low,
            "uplift_high": high,
            "uplift_worst_seed": float(uplift.min()),
            "share_of_oracle": float((mine.sum() - fixed.sum()) / (oracle.sum() - fixed.sum())),
            "regret": float(1 - mine.sum() / oracle.sum()),
        }
    return found


def _interval(values: np.ndarray) -> tuple[float | None, float | None]:
    if len(values) < 2:  # noqa: PLR2004 # one says nothing of how much they differ
        return None, None
    half = float(stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return float(values.mean()) - half, float(values.mean()) + half
