"""How demand answers to price: learned where prices differed, and a prior where they did not.

Demand is taken to be proportional to (price / usual price) ** elasticity. What is known of an elasticity is
a normal distribution, and it is updated by shows: by how far their sales depart from what was expected, and
by how their sales changed as their prices did.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ml.shows import Floats, Integers

PRIOR_MEAN, PRIOR_SD = -1.2, 0.6
"""Of cinema tickets: what has been measured lies between −0.5 and −2.6."""
BOUNDS = (-3.0, -0.2)
"""Demand never rises with the price, and no estimate beyond these is believed."""
_STEPS = 6
_THEATRE_SD, _PART_SD = 0.6, 0.25
"""How much theatres differ from each other, and the parts of a day within one."""


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
        sales = sales.of(used)
        total = sales.sold.sum(axis=1)
        shift = np.ones(sales.share.shape[1])
        value, precision = self.mean, 1 / self.sd**2
        for _ in range(_STEPS):
            drawn = sales.share * shift * np.exp(value * sales.log_ratio)
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
            curve = float(counted @ (expected * differs**2) + (part * apart**2).sum()) + precision
            slope = float(score) - precision * (value - self.mean)
            shift = shift * _ratio((sales.weight[:, None] * sales.sold).sum(axis=0), part.sum(axis=0))
            value = float(np.clip(value + slope / curve, *BOUNDS))
        return Elasticity(value, float(curve**-0.5))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


@dataclass(frozen=True, slots=True)
class Sales:
    """Shows that were sold at known prices, one element or row a show; stretches of a sale are columns.

    A stretch in which the seats ran out, and those after it, have no share and nothing sold: what would
    have been wanted is not known.
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

    def of(self, which: NDArray[np.bool_]) -> "Sales":
        """Return some of the shows."""
        return Sales(*(getattr(self, field.name)[which] for field in fields(self)))


def pooled(sales: Sales, theatres: int, parts: int) -> list[list[Elasticity]]:
    """Return what is known of each theatre's parts of the day, [theatres][parts].

    Each level begins with what the level above it has learned (partial pooling): all theatres, a theatre, a
    part of its day. What is rare leans on what is common.
    """
    everywhere = Elasticity().after(sales)
    found = []
    for theatre in range(theatres):
        mine = sales.of(sales.theatre == theatre)
        whole = Elasticity(everywhere.mean, _THEATRE_SD).after(mine)
        found.append(
            [Elasticity(whole.mean, _PART_SD).after(mine.of(mine.part == part)) for part in range(parts)]
        )
    return found
