"""The one function that turns shows into numbers a model may know, at a moment: for training and for serving.

A feature is allowed only if it was known at the as-of time: outcomes of shows on days before that moment's
day, and bookings made before that moment. Missing values are NaN; each model fills them in its own way.

Levels are logarithms of 1 + tickets, and most are given as differences to ``base``, the naive forecast: a
model then learns in which cases to leave it, and in which direction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.history import STALE_DAYS, History, Levels, Place, known_before, lead_hours
from ml.shows import Bookings, Floats, Integers, Moments, Shows

RECENT_HOURS = (24, 72, 168)
"""Windows before the as-of time in which bookings are counted by themselves."""
_WEEK = 7
_YEAR = 365.2425
_DAYPARTS = (5, 12, 16, 20)
"""Hours at which morning, afternoon, evening and night begin; before the first it is still night."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the matrix."""

    name: str
    meaning: str
    categories: tuple[int, ...] = ()
    """The values of a category; empty for a number."""


FEATURES = (
    Feature("base", "log(1 + tickets) by the naive forecast"),
    Feature("film_known", "1 if the film was shown in this theatre in the last four weeks"),
    Feature("film_elsewhere", "1 if it was so in any theatre"),
    Feature("slot_gap", "what theatre and slot alone would say, less base"),
    Feature("theatre_level", "the theatre's mean level"),
    Feature("theatre_28", "the theatre's last four weeks, less its level"),
    Feature("theatre_7", "the theatre's last week, less its last four"),
    Feature("theatre_shows", "log(1 + shows that the theatre's level rests on)"),
    Feature("house_28", "the house's last four weeks, less its level"),
    Feature("weekday_effect", "what this weekday adds, everywhere"),
    Feature("hour_effect", "what this hour adds, everywhere"),
    Feature("theatre_weekday", "what this weekday adds in this theatre beyond that"),
    Feature("theatre_hour", "what this hour adds in this theatre beyond that"),
    Feature("genre_effect", "what the genre adds"),
    Feature("hour_shift", "this hour's effects, less those of the run's last day"),
    Feature("run_last", "the run's last day beyond its slots, less base's level"),
    Feature("run_back_2", "the day before the last, less the last"),
    Feature("run_back_3", "the one before that, less the last"),
    Feature("run_week", "mean of the run's last seven days, less the last day"),
    Feature("run_mean", "mean of the whole run, less the last day"),
    Feature("run_weekday", "the run on the same weekday before, less base"),
    Feature("film_week", "the film's last seven days in all theatres, less its mean"),
    Feature("film_level", "what the film adds, over all theatres"),
    Feature("run_days", "log(1 + days on which the run was shown)"),
    Feature("run_gap", "log(1 + days since it was last shown)"),
    Feature("film_age", "log(1 + days since the film was first shown anywhere)"),
    Feature("weekday", "weekday, Monday is 0", tuple(range(7))),
    Feature("daypart", "0 night, 1 morning, 2 afternoon, 3 evening, 4 late", tuple(range(5))),
    Feature("hour", "hour of the start"),
    Feature("year_sin", "sine of the day of the year"),
    Feature("year_cos", "cosine of the day of the year"),
    Feature("is_holiday", "1 on a public holiday"),
    Feature("is_eve", "1 on the day before one"),
    Feature("promoted", "1 while the show is promoted"),
    Feature("temp_max", "the day's highest temperature, degrees Celsius"),
    Feature("precip", "log(1 + the day's rain in mm)"),
    Feature("capacity", "log(1 + seats)"),
    Feature("base_fill", "base, less log(1 + seats)"),
    Feature("price_level", "log of the price, less the theatre's mean"),
    Feature("price_change", "log of the price, less the film's mean"),
    Feature("theatre_today", "log of the theatre's shows that day"),
    Feature("film_today", "log of the film's shows there that day"),
    Feature("lead", "log(1 + hours to the start)"),
    Feature("booked", "log(1 + tickets booked so far)"),
    Feature("bookings", "log(1 + bookings so far)"),
    Feature("pace", "booked so far and what usually follows, less what was expected without knowing it"),
    Feature("pickup", "what usually follows at this lead, as a logarithm of a ratio"),
    *(
        Feature(f"booked_{hours}", f"log-ratio of what is booked to what was {hours} hours before")
        for hours in RECENT_HOURS
    ),
)
NAMES = tuple(feature.name for feature in FEATURES)
BASE = NAMES.index("base")


def features(
    history: History, shows: Shows, as_of: Moments, bookings: Bookings | None = None
) -> NDArray[np.float32]:
    """Return one row a show and one column a feature, as known at each show's ``as_of`` (local time).

    ``bookings`` are those of these shows; later ones than ``as_of`` are not looked at. None where the
    source knows no bookings at all.
    """
    known = known_before(as_of)
    place, day = history.place(shows), shows.day
    levels = history.levels(place, known)
    found = _calendar(shows, place) | _level_features(levels)
    found |= _film_features(history, shows, place, levels, known)
    found |= _price_features(history, shows, place, known)
    if bookings is not None and history.has_curve:
        found |= _booking_features(history, shows, place, as_of, bookings, found["base"])
    found["base_fill"] = found["base"] - found["capacity"]
    nothing = np.full(len(day), np.nan)
    return np.stack([found.get(name, nothing) for name in NAMES], axis=1).astype(np.float32)


def _calendar(shows: Shows, place: Place) -> dict[str, Floats]:
    begins = shows.starts_at.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    year = 2 * np.pi * (shows.day - begins) / _YEAR
    return {
        "weekday": place.weekday.astype(float),
        "daypart": np.searchsorted(_DAYPARTS, place.hour, side="right").astype(float),
        "hour": place.hour.astype(float),
        "year_sin": np.sin(year),
        "year_cos": np.cos(year),
        "is_holiday": shows.is_holiday,
        "is_eve": shows.is_eve,
        "promoted": shows.promoted,
        "temp_max": shows.temp_max,
        "precip": np.log1p(np.maximum(shows.precip_mm, 0)),
        "capacity": np.log1p(shows.capacity),
        "theatre_today": np.log(shows.theatre_shows),
        "film_today": np.log(shows.film_shows),
    }


def _level_features(levels: Levels) -> dict[str, Floats]:
    return {
        "theatre_level": levels.theatre,
        "theatre_28": levels.theatre_28 - levels.theatre,
        "theatre_7": levels.theatre_7 - levels.theatre_28,
        "theatre_shows": np.log1p(levels.theatre_shows),
        "house_28": levels.overall_28 - levels.overall,
        "weekday_effect": levels.weekday,
        "hour_effect": levels.hour,
        "theatre_weekday": levels.theatre_weekday,
        "theatre_hour": levels.theatre_hour,
        "genre_effect": levels.genre,
    }


def _film_features(
    history: History, shows: Shows, place: Place, levels: Levels, known: Integers
) -> dict[str, Floats]:
    day = shows.day
    last, gap = history.run.last(place.run, known)
    fresh = gap <= STALE_DAYS
    elsewhere, since = history.film.last(place.film, known)
    anywhere = since <= STALE_DAYS
    film_sum, film_count = history.film.window(place.film, known)
    week_sum, week_count = history.film.window(place.film, known, _WEEK)
    film_mean = _over(film_sum, film_count)
    run_week, run_mean = (
        _over(*history.run.window(place.run, known, length)) for length in (_WEEK, STALE_DAYS * 4)
    )
    recent = history.recent.mean(place.theatre, known, levels.theatre, 5, 28)
    by_slot = recent + levels.slot
    hours, _ = history.run_hour.last(place.run, known)
    hour_shift = levels.hour + levels.theatre_hour - hours
    by_run = np.log1p(history.run_forecast(place, known, day)) + hour_shift
    by_film = levels.theatre + levels.slot + elsewhere
    base = np.where(fresh & ~np.isnan(by_run), by_run, np.where(anywhere, by_film, by_slot))
    same_weekday = day - _WEEK * ((day - known) // _WEEK + 1)

    def of_run(values: Floats) -> Floats:
        return np.where(fresh, values, np.nan)

    return {
        "base": base,
        "film_known": fresh.astype(float),
        "film_elsewhere": anywhere.astype(float),
        "slot_gap": by_slot - base,
        "hour_shift": of_run(hour_shift),
        "run_last": of_run(last + levels.slot - base),
        "run_back_2": of_run(history.run.last(place.run, known, 2)[0] - last),
        "run_back_3": of_run(history.run.last(place.run, known, 3)[0] - last),
        "run_week": of_run(run_week - last),
        "run_mean": of_run(run_mean - last),
        "run_weekday": of_run(history.run_log.on(place.run, same_weekday) - base),
        "film_week": _over(week_sum, week_count) - film_mean,
        "film_level": film_mean,
        "run_days": np.log1p(np.where(fresh, history.run.run(place.run, known), 0)),
        "run_gap": of_run(np.log1p(gap + day - known)),
        "film_age": np.log1p(day - history.film.first(place.film, known)),
    }


def _price_features(history: History, shows: Shows, place: Place, known: Integers) -> dict[str, Floats]:
    price = np.log(np.where(shows.base_price > 0, shows.base_price, np.nan))
    theatre, film = history.usual_price(place, known)
    return {"price_level": price - theatre, "price_change": price - film}


def _booking_features(
    history: History, shows: Shows, place: Place, as_of: Moments, bookings: Bookings, expected: Floats
) -> dict[str, Floats]:
    """Return what bookings say; they say more than any level, so ``base`` follows them."""
    ago = lead_hours(as_of[bookings.show], bookings.booked_at)  # hours before the as-of time
    lead = np.maximum(lead_hours(shows.starts_at, as_of), 0)

    def booked(earlier: float, weights: Floats | None = None) -> Floats:
        early = ago > earlier
        amounts = bookings.tickets if weights is None else weights
        return np.bincount(bookings.show[early], amounts[early], minlength=len(shows)).astype(float)

    so_far = booked(0)
    log_booked = np.log1p(so_far)
    pickup = history.pickup(place, known_before(as_of), lead, so_far)
    base = log_booked + pickup
    return {
        "base": base,
        "lead": np.log1p(lead),
        "booked": log_booked,
        "bookings": np.log1p(booked(0, bookings.counted)),
        "pace": base - expected,
        "pickup": pickup,
    } | {f"booked_{hours}": log_booked - np.log1p(booked(hours)) for hours in RECENT_HOURS}


def _over(total: Floats, count: Floats) -> Floats:
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
