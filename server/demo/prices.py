"""What a seat costs before anybody predicts anything: category, format, hour and day."""

from collections.abc import Iterable
from datetime import datetime

from server.demo.places import DemoCity, DemoTheatre
from server.venues.models import SeatCategory

_CATEGORY = {
    SeatCategory.STANDARD: 1.0,
    SeatCategory.PREMIUM: 1.3,
    SeatCategory.RECLINER: 1.8,
    SeatCategory.COUPLE: 2.5,  # one ticket, two people
    SeatCategory.VIP: 2.2,
    SeatCategory.WHEELCHAIR: 1.0,
    SeatCategory.COMPANION: 0.5,
}
_FORMAT = {"2D": 1.0, "3D": 1.2, "IMAX": 1.4}
_FRIDAY = 4


def base_prices(
    *,
    city: DemoCity,
    theatre: DemoTheatre,
    starts: datetime,
    screen_format: str,
    categories: Iterable[SeatCategory],
) -> dict[SeatCategory, int]:
    """Return the base price of each category, minor units, for a show that ``starts`` at a local time.

    A matinee is cheaper, a weekday afternoon a little, an evening from Friday on and the weekend dearer.
    Prices are whole steps of the city's ``price_step``.
    """
    standard = theatre.standard_price * _FORMAT[screen_format] * _hour_factor(starts)
    return {
        category: max(1, round(standard * _CATEGORY[category] / city.price_step)) * city.price_step
        for category in categories
    }


def _hour_factor(starts: datetime) -> float:
    clock = starts.hour + starts.minute / 60
    weekend = starts.weekday() > _FRIDAY or (starts.weekday() == _FRIDAY and clock >= 17)  # noqa: PLR2004 - 5 p.m.
    if clock < 12.5:  # noqa: PLR2004 - half past noon ends the matinee
        return 0.9 if weekend else 0.75
    if weekend:
        return 1.2
    return 0.9 if clock < 17 else 1.0  # noqa: PLR2004 - 5 p.m.
