"""How good forecasts were: what was expected a day before, what was sold, and whether the world has moved."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson

from ml.features import NAMES
from ml.shows import Floats
from server.core.db import rows
from server.forecasting.schemas import DriftOut, OutcomeOut, PerformanceOut, VersionPerformanceOut

DAYS = 90
"""Of outcomes that are looked at."""
RECENT_DAYS = 7
"""What is compared with the time before it."""
LEAST_ROWS = 50
"""Of both, below which nothing is said of drift."""
_PARTS = 10
_POINTS = 300
_MOST_ROWS = 4_000

_VERSIONS = """
    SELECT version, count(*) AS shows, avg(abs(expected - sold)) AS mae,
           sqrt(avg((expected - sold) ^ 2)) AS rmse,
           sum(abs(expected - sold)) / nullif(sum(sold), 0) AS wape, avg(expected - sold) AS bias,
           avg((sold BETWEEN low AND high)::int)::float8 AS coverage, avg(level) AS level
    FROM forecast_records
    WHERE sold IS NOT NULL AND starts_at >= now() - make_interval(days => $1)
      AND ($2::int[] IS NULL OR show_id IN (SELECT id FROM shows WHERE theatre_id = ANY($2)))
    GROUP BY version ORDER BY max(at) DESC
"""
_OUTCOMES = """
    SELECT r.show_id, m.title AS movie_title, s.starts_at, r.expected, r.low, r.high, r.sold, r.version
    FROM forecast_records r JOIN shows s ON s.id = r.show_id JOIN movies m ON m.id = s.movie_id
    WHERE r.sold IS NOT NULL AND ($1::int[] IS NULL OR s.theatre_id = ANY($1))
    ORDER BY s.starts_at DESC, s.id LIMIT $2
"""
_FEATURES = """
    SELECT starts_at >= now() - make_interval(days => $2) AS recent, features FROM forecast_records
    WHERE starts_at >= now() - make_interval(days => $1) ORDER BY starts_at DESC LIMIT $3
"""


async def performance(theatre_ids: list[int] | None) -> PerformanceOut:
    """Return how each version did, what moved among the features, and the newest outcomes."""
    found = await rows(_OUTCOMES, [theatre_ids, _POINTS])
    return PerformanceOut(
        items=await by_version(theatre_ids),
        drift=await drift(),
        points=[OutcomeOut.model_validate(one) for one in found],
    )


async def by_version(theatre_ids: list[int] | None = None) -> list[VersionPerformanceOut]:
    """Return each version's errors, the one that forecast last first."""
    return [VersionPerformanceOut.model_validate(one) for one in await rows(_VERSIONS, [DAYS, theatre_ids])]


async def drift() -> list[DriftOut]:
    """Return the population stability index of every feature, the largest first; none while rows are few."""
    found = await rows(_FEATURES, [DAYS, RECENT_DAYS, _MOST_ROWS])
    recent, before = (_matrix([one for one in found if one["recent"] is wanted]) for wanted in (True, False))
    if min(len(recent), len(before)) < LEAST_ROWS:
        return []
    indices = [stability(before[:, place], recent[:, place]) for place in range(len(NAMES))]
    moved = [DriftOut(feature=name, psi=round(psi, 4)) for name, psi in zip(NAMES, indices, strict=True)]
    return sorted(moved, key=lambda one: -one.psi)


def stability(before: Floats, since: Floats) -> float:
    """Return the population stability index Σ (p − q) log(p / q) over tenths of what was before.

    Below 0.1 nothing moved; above 0.25 much has (Siddiqi, Credit Risk Scorecards, 2006). What is missing is a
    part of its own.
    """
    known = before[np.isfinite(before)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _PARTS + 1)[1:-1])) if len(known) else np.zeros(0)
    shares = []
    for values in (before, since):
        part = np.where(np.isfinite(values), np.searchsorted(edges, values, side="right"), len(edges) + 1)
        counts = np.bincount(part.astype(int), minlength=len(edges) + 2) + 0.5
        shares.append(counts / counts.sum())
    one, other = shares
    return float(((one - other) * np.log(one / other)).sum())


def _matrix(found: Sequence[dict[str, Any]]) -> Floats:
    values = [orjson.loads(one["features"]) for one in found]
    whole = [row for row in values if len(row) == len(NAMES)]
    return np.array(whole, dtype=float).reshape(-1, len(NAMES))
