"""The course of a show's prices: what is asked now, what one step makes of it, and where it is to end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
    """As one step towards the goal sets them; the current ones where nothing may move them."""
    goal: Prices
    """What would earn most within the rules."""
    steps: int
    """From the current prices to the goal; 0 where there is nothing to do, or nothing may move them."""
    goal_at: datetime | None
    """When the goal is reached if one step is made now and one each interval; None where it is not."""

    @property
    def moves(self) -> bool:
        """Tell whether a step made now changes a price."""
        return self.next != self.current


def course_of(made: Plan, place: int, show: ShowFacts, *, at: datetime) -> Course:
    """Return the course of the show at a place of a plan."""
    asking, rules = show.asking, made.rules[place]
    current, best = _asked(show, at), round(float(made.best[place]) * WHOLE)
    goal = {
        category: Money(asking.bounds.at(base.amount, best), base.currency)
        for category, base in show.base_prices.items()
    }
    if rules is None or not asking.automatic or asking.override_at(at) is not None or goal == current:
        return Course(current, current, goal, 0, None)
    following = round(float(made.next[place]) * WHOLE)
    step = max(round(rules.step * WHOLE), 1)
    steps = -(-abs(best - round(float(made.present[place]) * WHOLE)) // step)
    goal_at = at + (steps - 1) * timedelta(minutes=made.interval_minutes[place])
    return Course(
        current,
        _asked(replace(show, asking=replace(asking, multiple=following)), at),
        goal,
        steps,
        goal_at if steps and goal_at < show.sales_close_at else None,
    )


def _asked(show: ShowFacts, at: datetime) -> Prices:
    return {category: asked.price for category, asked in current_prices(show, at=at).items()}
