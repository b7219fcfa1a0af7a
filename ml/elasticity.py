"""How demand answers to price: learned where prices differed, and a prior where they did not.

Demand is taken to be proportional to (price / usual price) ** elasticity. What is known of an elasticity is
a normal distribution, and it is updated by shows: by how far their sales depart from what was expected, and
by how their sales changed as their prices did.

A show that sold out says that at least so much was wanted (EM for censored counts). To leave such shows out
would leave out, of the cheap ones, those that were wanted most, and find less of an answer than there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ml.shows import Floats, Integers

PRIOR_MEAN, PRIOR_SD = -1.2, 0.6
"""Of cinema tickets: what has been measured lies between −0.5 and −2.6."""
BOUNDS = (-3.0, -0.2)
"""Demand never rises with the price, and no estimate beyond these is believed."""
_STEPS = 10
_THEATRE_SD, _PART_SD = 0.6, 0.25
"""How much theatres differ from each other, and the parts of a day within one."""
_FURTHEST = 4.0
"""Standard deviations: a show that sold out beyond them was misjudged in another way."""
_BELOW = np.frompyfunc(NormalDist().cdf, 1, 1)


@dataclass(frozen=True, slots=True)
class Elasticity:
    """What is known of one elasticity."""

    mean: float = PRIOR_MEAN
    sd: float = PRIOR_SD

    def after(self, sales: "Sales") -> "Elasticity":
        """Return what is known after sales: the mode of the posterior, by Newton's method, and its curvature.

        A show's level is gamma around what was expected, so its total is negative binomial; how the total
        divides over stretches of different prices is multinomial, and says the same whatever the level is.
        Expectations err for all shows of a public together, in level and in when people book: both common
        errors are estimated as well, so only shows that were sold at different prices say something. Shows
        that are held out at the usual price see to that.
        """
        used = (sales.weight > 0) & (sales.share.sum(axis=1) > 0)
        if not (sales.log_ratio[used] != 0).any():
            return self
        seen = sales.of(used)
        shift = np.ones(seen.share.shape[1])
        value, precision = self.mean, 1 / self.sd**2
        for _ in range(_STEPS):
            drawn = seen.share * shift * np.exp(value * seen.log_ratio)
            sales, told = _uncensored(seen, drawn)
            total = sales.sold.sum(axis=1)
            exposure = drawn.sum(axis=1)
            split = drawn / exposure[:, None]
            centre = (split * sales.log_ratio).sum(axis=1)
            expected = sales.mean * exposure
            counted = sales.weight / (1 + expected / sales.shape)
            expected *= (counted @ total) / (counted @ expected)
            differs = centre - (counted * expected) @ centre / (counted @ expected)
            # of the split: what a stretch sold beyond its part, where its price stood out among the shows'
            part = total[:, None] * split * sales.weight[:, None]
            usual = _ratio((part * (sales.log_ratio - centre[:, None])).sum(axis=0), part.sum(axis=0))
            apart = sales.log_ratio - centre[:, None] - usual
            apart -= (split * apart).sum(axis=1)[:, None]
            score = counted @ ((total - expected) * differs)
            score += (sales.weight[:, None] * (sales.sold - total[:, None] * split) * apart).sum()
            curve = float((counted * told) @ (expected * differs**2))
            curve += float((told[:, None] * part * apart**2).sum()) + precision
            slope = float(score) - precision * (value - self.mean)
            shift = shift * _ratio((sales.weight[:, None] * sales.sold).sum(axis=0), part.sum(axis=0))
            value = float(np.clip(value + slope / curve, *BOUNDS))
        return Elasticity(value, float(curve**-0.5))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


@dataclass(frozen=True, slots=True)
class Sales:
    """Shows that were sold at known prices, one element or row a show; stretches of a sale are columns.

    Stretches after the one in which the seats ran out have no share and nothing sold: what would have been
    wanted is not known.
    """

    theatre: Integers
    part: Integers
    """Part of the day, or what else divides a theatre's public."""
    mean: Floats
    """Tickets expected of the whole show at its usual price, by what was known when prices were set."""
    shape: Floats
    """Of the gamma distribution that says how unsure that is."""
    share: Floats
    """Of the show's demand that usually comes in each stretch."""
    log_ratio: Floats
    """log(price / usual price) in each stretch."""
    sold: Floats
    """Tickets in each stretch."""
    weight: Floats
    """How much each show counts: publics change, and old sales count less."""
    full: NDArray[np.bool_]
    """Whether the seats ran out: in its last stretch at least so many were wanted as were sold."""

    def of(self, which: NDArray[np.bool_]) -> "Sales":
        """Return some of the shows."""
        return Sales(*(getattr(self, field.name)[which] for field in fields(self)))

    @staticmethod
    def joined(parts: "Sequence[Sales]") -> "Sales":
        """Return the shows of all of them."""
        return Sales(
            *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Sales))
        )


def _uncensored(sales: Sales, drawn: Floats) -> tuple[Sales, Floats]:
    """Return sales as they would have been with seats for all, and how much of each show was seen.

    The E step: what was wanted in the last stretch of a show that sold out is expected from what was sold
    before, given that it was at least what was sold. The level after counts is gamma again, so the count of
    the stretch is negative binomial; a lognormal of the same mean and variance has its truncated moments.
    """
    told = np.ones(len(sales.mean))
    which = np.flatnonzero(sales.full)
    if not len(which):
        return sales, told
    some, drawn = sales.of(sales.full), drawn[which]
    row = np.arange(len(which))
    last = drawn.shape[1] - 1 - np.argmax(drawn[:, ::-1] > 0, axis=1)
    at_least = some.sold[row, last]
    shape = some.shape + some.sold.sum(axis=1) - at_least
    rate = some.shape / np.maximum(some.mean, 1e-6) + drawn.sum(axis=1) - drawn[row, last]
    mean = np.maximum(shape / rate * drawn[row, last], 1e-6)
    variance = np.log1p(1 / mean + 1 / shape)
    sd = np.sqrt(variance)
    away = np.minimum((np.log(np.maximum(at_least, 0.5) / mean) + variance / 2) / sd, _FURTHEST)
    above = _beyond(away)
    wanted = np.maximum(mean * _beyond(away - sd) / above, at_least)
    square = np.maximum(mean**2 * np.exp(variance) * _beyond(away - 2 * sd) / above, wanted**2)
    unseen = np.clip((square - wanted**2) / (mean**2 * np.expm1(variance)), 0, 1)
    sold = sales.sold.copy()
    sold[which, last] = wanted
    told[which] = 1 - unseen * wanted / np.maximum(sold[which].sum(axis=1), 1e-6)
    return replace(sales, sold=sold), told


def _beyond(away: Floats) -> Floats:
    """Return the chance that a standard normal variable is larger."""
    found: Floats = np.asarray(_BELOW(-away), dtype=float)
    return found


def pooled(sales: Sales, theatres: int, parts: int) -> list[list[Elasticity]]:
    """Return what is known of each theatre's parts of the day, [theatres][parts].

    Theatres differ around what all of them show together, and the parts of a day around their theatre. What
    each part's own sales say is a normal likelihood; with these priors the posterior is the best linear
    unbiased predictor (Henderson 1975), so what is rare leans on what is common, and nothing counts twice.
    """
    everywhere = Elasticity().after(sales)
    alone = Elasticity(everywhere.mean, float(np.hypot(_THEATRE_SD, _PART_SD)))
    together = np.linalg.inv(np.full((parts, parts), _THEATRE_SD**2) + np.eye(parts) * _PART_SD**2)
    found = []
    for theatre in range(theatres):
        mine = sales.of(sales.theatre == theatre)
        said = [alone.after(mine.of(mine.part == part)) for part in range(parts)]
        mean, sd = np.array([one.mean for one in said]), np.array([one.sd for one in said])
        precision = np.maximum(sd**-2 - alone.sd**-2, 0.0)
        shift = (mean - everywhere.mean) * sd**-2  # of the likelihood, times its precision
        variance = np.linalg.inv(together + np.diag(precision))
        pooled_mean = np.clip(everywhere.mean + variance @ shift, *BOUNDS)
        pooled_sd = np.sqrt(np.diag(variance))
        found.append([Elasticity(float(pooled_mean[part]), float(pooled_sd[part])) for part in range(parts)])
    return found
