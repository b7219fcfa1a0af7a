"""What speaks for a forecast: the contribution of each feature in tickets, adding up to the forecast.

Shapley values between a typical show and this one: what a feature adds, averaged over the orders in which
features could be told. They are found in logarithms, where the models are sums, and brought to tickets by
the logarithmic mean L(y, y₀) = (y − y₀) / (log y − log y₀), so that they still add up (the LMDI of Ang
2004).

For a model that is a polynomial of at most the second degree, the mean of what a feature adds first and
what it adds last is its Shapley value exactly; for others, permutations are drawn, each with its reverse.
"""

from dataclasses import dataclass

import numpy as np

from ml.features import NAMES
from ml.predictor import Predictor, Rows
from ml.shows import Floats

EXACT = frozenset({"linear", "polynomial", "naive"})
"""Kinds of model whose contributions are exact."""
_ORDERS = 12
_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Explanation:
    """A forecast taken apart: ``typical`` tickets of a typical show, and what each feature adds to them."""

    typical: float
    contributions: Floats
    """One a feature, in tickets; with ``typical`` they add up to ``forecast``."""
    forecast: float
    exact: bool

    def strongest(self, count: int) -> list[tuple[str, float]]:
        """Return the features that add or take most, with what they do."""
        order = np.argsort(-np.abs(self.contributions))[:count]
        return [
            (NAMES[place], float(self.contributions[place])) for place in order if self.contributions[place]
        ]


def explain(predictor: Predictor, row: Rows, *, seed: int = 0) -> Explanation:
    """Take apart the forecast of one row, [features]; the same for the same row and seed."""
    typical = np.array(predictor.card["typical"], dtype=np.float32)
    kind = predictor.card["kind"]
    differs = np.flatnonzero(~((row == typical) | (np.isnan(row) & np.isnan(typical))))
    shares = np.zeros(len(row))
    if len(differs):
        values = _exact if kind in EXACT else _drawn
        shares[differs] = values(predictor, typical, row, differs, seed)
    begin, end = predictor.tickets(np.stack([typical, row]))
    log_begin, log_end = np.log1p(begin), np.log1p(end)
    mean = 1 + begin if abs(log_end - log_begin) < _SMALL else (end - begin) / (log_end - log_begin)
    contributions = shares * mean
    # A bound on the correction makes an exact sum a nearly exact one; what is left belongs to all alike.
    missing, weight = (end - begin) - contributions.sum(), np.abs(contributions).sum()
    if weight > 0:
        contributions = contributions + missing * np.abs(contributions) / weight
    return Explanation(float(begin), contributions, float(end), kind in EXACT)


def _exact(predictor: Predictor, typical: Rows, row: Rows, differs: np.ndarray, seed: int) -> Floats:
    del seed  # there is no chance in it
    count = len(differs)
    first = np.repeat(typical[None], count + 1, axis=0)
    last = np.repeat(row[None], count + 1, axis=0)
    place = np.arange(count)
    first[place, differs] = row[differs]
    last[place, differs] = typical[differs]
    told = np.log1p(predictor.tickets(np.concatenate([first, last])))
    first_log, last_log = told[: count + 1], told[count + 1 :]
    shares: Floats = ((first_log[:-1] - first_log[-1]) + (last_log[-1] - last_log[:-1])) / 2
    return shares


def _drawn(predictor: Predictor, typical: Rows, row: Rows, differs: np.ndarray, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(differs)) for _ in range(_ORDERS // 2)]
    orders += [order[::-1] for order in orders]
    steps = []
    for order in orders:
        path = np.repeat(typical[None], len(differs) + 1, axis=0)
        for step, place in enumerate(order, start=1):
            path[step:, differs[place]] = row[differs[place]]
        steps.append(path)
    told = np.log1p(predictor.tickets(np.concatenate(steps))).reshape(len(orders), -1)
    shares = np.zeros(len(differs))
    for order, levels in zip(orders, told, strict=True):
        shares[order] += np.diff(levels)
    return shares / len(orders)
