"""Many seasons, several policies, and worlds that are not as the past was: uplift, with its interval."""

from collections.abc import Callable, Sequence
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
    revenue: dict[str, dict[str, list[float]]] = {
        world: {policy: [] for policy in {*policies, "fixed", "oracle"}} for world in WORLDS
    }
    for seed in seeds:
        season = make_season(seed, shows=shows)
        for world, change in WORLDS.items():
            changed = change(season)
            for policy, earned in revenue[world].items():
                earned.append(play(changed, policy, rules).revenue)
        progress(f"seed {seed}: {len(season.day)} shows")
    return {
        "seeds": list(seeds),
        "shows": shows,
        "rules": {"floor": rules.floor, "ceiling": rules.ceiling, "step": rules.step},
        "worlds": {world: _compared(earned, policies) for world, earned in revenue.items()},
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
