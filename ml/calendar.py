"""Public holidays, for countries that the source names by their ISO code."""

from functools import lru_cache

import holidays
import numpy as np

from ml.shows import Floats, Integers, Texts

_ONE_DAY = np.timedelta64(1, "D")


def holiday_columns(locations: Texts, days: Integers) -> tuple[Floats, Floats]:
    """Return whether each day is a public holiday and whether the next one is; NaN for an unknown country."""
    holiday, eve = np.full(len(days), np.nan), np.full(len(days), np.nan)
    dates = days.astype("datetime64[D]")
    for country in {*locations}:
        rows = np.flatnonzero(locations == country)
        years = np.unique(dates[rows].astype("datetime64[Y]").astype(int)) + 1970
        free = _days_off(str(country), int(years.min()), int(years.max()) + 1)
        if free is None:
            continue
        holiday[rows] = np.isin(dates[rows], free)
        eve[rows] = np.isin(dates[rows] + _ONE_DAY, free)
    return holiday, eve


@lru_cache(maxsize=256)
def _days_off(country: str, first_year: int, last_year: int) -> np.ndarray | None:
    try:
        found = holidays.country_holidays(country, years=range(first_year, last_year + 1))
    except NotImplementedError:  # no country has this code, or none that the library knows
        return None
    return np.array(sorted(found), dtype="datetime64[D]")
