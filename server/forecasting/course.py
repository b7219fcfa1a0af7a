"""The course of a show's prices: what is asked now, what one step makes of it, and where it is to end."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from server.core.money import Money
from server.forecasting.repricing import Plan
from server.pricing.current import current_prices
from server.venues.asking import WHOLE
from server.venues.shows import ShowFacts

Prices = Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Course:
    """Prices by category, as customers see them: rounded and within the theatre's bounds."""

    current: Prices
    next: Prices
    """As one step made now sets them; the current ones where nothing may move them, or not yet."""
    goal: Prices
    """What would earn most within the rules."""
    steps: int
    """From the current prices to the goal; 0 where there is nothing to do, or nothing may move them."""
    next_step_at: datetime | None
    """The soonest moment of the next step: the theatre's interval after the last one. None where there is no
    step to make, or the sale closes before."""
    goal_at: datetime | None
    """When the goal is reached if the next step is made as soon as it may be and one each interval from then
    on; None where it is not."""

    @property
    def moves(self) -> bool:
        """Tell whether a step made now changes a price."""
        return self.next != self.current


def course_of(made: Plan, place: int, show: ShowFacts, *, at: datetime) -> Course:
    """Return the course of the show at a place of a plan, from where the facts say that its prices stand."""
    asking, rules = show.asking, made.rules[place]
    current, best = _asked(show, at), round(float(made.best[place]) * WHOLE)
    goal = {
        category: Money(asking.bounds.at(base.amount, best), base.currency)
        for category, base in show.base_prices.items()
    }
    if rules is None or not asking.automatic or asking.override_at(at) is not None or goal == current:
        return Course(current, current, goal, 0, None, None)
    step, present = max(round(rules.step * WHOLE), 1), asking.multiple or WHOLE

    def after(steps: int) -> Prices:
        most = steps * step
        multiple = min(max(best, present - most), present + most)
        return _asked(replace(show, asking=replace(asking, multiple=multiple)), at)

    # Prices are rounded, so that they may be at the goal before the multiple is; once there they stay.
    steps = 1 + bisect_left(
        range(1, -(-abs(best - present) // step) + 1), True, key=lambda count: after(count) == goal
    )
    first = max(at, asking.free_to_move_at or at)
    goal_at = first + (steps - 1) * asking.interval
    return Course(
        current,
        after(1) if first == at else current,
        goal,
        steps,
        first if first < show.sales_close_at else None,
        goal_at if goal_at < show.sales_close_at else None,
    )


def _asked(show: ShowFacts, at: datetime) -> Prices:
    return {category: asked.price for category, asked in current_prices(show, at=at).items()}
