"""What earlier shows say about a show: levels of theatre, slot and film, weekday steps, the booking curve.

All levels are means of log(1 + tickets), drawn towards the coarser level while little is known (partial
pooling): theatre towards the house, slot effects towards none. A ledger answers only from days before the
one it is asked for, so the same object serves training, where each show has its own day, and serving.
"""

from dataclasses import dataclass

import numpy as np

from ml.ledger import NOBODY, Ledger
from ml.shows import Bookings, Floats, Integers, Moments, Shows, Texts, days_of, hours_of, weekdays_of

LEADS = (1, 3, 6, 12, 24, 48, 72, 120, 168, 240, 336, 504)
"""Hours before the start at which the booking curve is known; between them it is interpolated."""
STALE_DAYS = 28
"""A film that was last shown longer ago counts as new."""

_COLD = float(np.log1p(20))
"""The level before anything was seen: twenty tickets."""
_WEEK = 7
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Keys of shows among those of a history; NOBODY for what it has not seen."""

    film: Integers
    theatre: Integers
    run: Integers
    """The film in the theatre."""
    genre: Integers
    weekday: Integers
    hour: Integers

    @property
    def nothing(self) -> Integers:
        """One key for all."""
        return np.zeros_like(self.weekday)

    @property
    def theatre_weekday(self) -> Integers:
        """Theatre and weekday."""
        return np.where(self.theatre >= 0, self.theatre * _WEEK + self.weekday, NOBODY)

    @property
    def theatre_hour(self) -> Integers:
        """Theatre and hour."""
        return np.where(self.theatre >= 0, self.theatre * 24 + self.hour, NOBODY)


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels as they were known before a day."""

    overall: Floats
    overall_28: Floats
    theatre: Floats
    theatre_28: Floats
    theatre_7: Floats
    theatre_shows: Floats
    """How many shows the theatre's level rests on."""
    weekday: Floats
    hour: Floats
    theatre_weekday: Floats
    theatre_hour: Floats
    genre: Floats

    @property
    def slot(self) -> Floats:
        """What weekday and hour add to the theatre's level."""
        return self.weekday + self.hour + self.theatre_weekday + self.theatre_hour


class History:
    """Shows that are over, with the bookings they had, if known."""

    def __init__(self, past: Shows, bookings: Bookings | None = None) -> None:
        self.shows = len(past)
        """How many there are."""
        self._films = _numbered(past.movie)
        self._theatres = _numbered(past.theatre)
        self._genres = _numbered(past.genre)
        place, day = self.place(past), past.day
        log = np.log1p(past.tickets)

        self._all = Ledger(place.nothing, day, log)
        self._theatre = Ledger(place.theatre, day, log)
        theatre = self._theatre_level(place, day)
        self._weekday = Ledger(place.weekday, day, log - theatre)
        weekday = self._weekday.mean(place.weekday, day, _none(day), 10)
        self._hour = Ledger(place.hour, day, log - theatre - weekday)
        hour = self._hour.mean(place.hour, day, _none(day), 10)
        self._theatre_weekday = Ledger(place.theatre_weekday, day, log - theatre - weekday)
        self._theatre_hour = Ledger(place.theatre_hour, day, log - theatre - hour)
        self._genre = Ledger(place.genre, day, log - theatre - weekday - hour)

        levels = self.levels(place, day)
        residual = log - levels.slot
        self.recent = Ledger(place.theatre, day, residual)
        """By theatre: what it sold beyond its slots' effects."""
        self.film = Ledger(place.film, day, residual - levels.theatre)
        """By film, in all theatres: what it sold beyond theatre and slot."""
        self.run = Ledger(place.run, day, residual)
        """By film in a theatre: what it sold beyond its slots' effects."""
        self.run_log = Ledger(place.run, day, log)
        self.run_hour = Ledger(place.run, day, levels.hour + levels.theatre_hour)
        """By film in a theatre: what its hours added."""
        self._run_tickets = Ledger(place.run, day, past.tickets)
        self._price = Ledger(place.theatre, day, _log(past.base_price))
        self._film_price = Ledger(place.film, day, _log(past.base_price))
        self._steps = _Steps(self._run_tickets, place.run, day)
        self._curve = None if bookings is None else _Curve(past, bookings, place)

    def place(self, shows: Shows) -> Place:
        """Return the keys of shows."""
        film, theatre = _found(self._films, shows.movie), _found(self._theatres, shows.theatre)
        return Place(
            film=film,
            theatre=theatre,
            run=np.where((film >= 0) & (theatre >= 0), film * max(len(self._theatres), 1) + theatre, NOBODY),
            genre=_found(self._genres, shows.genre),
            weekday=weekdays_of(shows.day),
            hour=hours_of(shows.starts_at),
        )

    def levels(self, place: Place, day: Integers) -> Levels:
        """Return the levels as they were known before each day."""
        overall = self._overall_level(place, day)
        theatre = self._theatre_level(place, day)
        _, shows = self._theatre.window(place.theatre, day)
        theatre_28 = self._theatre.mean(place.theatre, day, theatre, 3, 28)
        none = _none(day)
        return Levels(
            overall=overall,
            overall_28=self._all.mean(place.nothing, day, overall, 2, 28),
            theatre=theatre,
            theatre_28=theatre_28,
            theatre_7=self._theatre.mean(place.theatre, day, theatre_28, 2, 7),
            theatre_shows=shows,
            weekday=self._weekday.mean(place.weekday, day, none, 10),
            hour=self._hour.mean(place.hour, day, none, 10),
            theatre_weekday=self._theatre_weekday.mean(place.theatre_weekday, day, none, 5),
            theatre_hour=self._theatre_hour.mean(place.theatre_hour, day, none, 5),
            genre=self._genre.mean(place.genre, day, none, 5),
        )

    def run_forecast(self, place: Place, known_before: Integers, day: Integers) -> Floats:
        """Return tickets a show: the run's last day times the weekday steps since; NaN for none."""
        last, gap = self._run_tickets.last(place.run, known_before)
        gap = np.where(gap <= STALE_DAYS, gap, np.nan) + (day - known_before)
        return last * self._steps.between(known_before, day, gap)

    def usual_price(self, place: Place, known_before: Integers) -> tuple[Floats, Floats]:
        """Return the mean log price of the theatre and of the film; NaN where none is known."""
        return _mean_or_nan(self._price, place.theatre, known_before), _mean_or_nan(
            self._film_price, place.film, known_before
        )

    @property
    def has_curve(self) -> bool:
        """Whether bookings are known."""
        return self._curve is not None

    def pickup(self, place: Place, known_before: Integers, lead: Floats, booked: Floats) -> Floats:
        """Return log((1 + total) / (1 + booked)) as earlier shows had it at that lead (hours).

        Shows on which nobody had booked yet are a kind of their own.
        """
        if self._curve is None:
            raise ValueError("this history knows no bookings")
        return self._curve.pickup(place, known_before, lead, (booked > 0).astype(np.int64))

    def _overall_level(self, place: Place, day: Integers) -> Floats:
        return self._all.mean(place.nothing, day, _none(day) + _COLD, 1)

    def _theatre_level(self, place: Place, day: Integers) -> Floats:
        return self._theatre.mean(place.theatre, day, self._overall_level(place, day), 3)


class _Steps:
    """How a run's tickets change from one day to the next, by the weekday it changes to.

    A step is a ratio of sums, so that it is right for tickets and not for runs; it is drawn to the step of
    all weekdays as if that had been seen three times.
    """

    _WEIGHT = 3.0

    def __init__(self, run: Ledger, runs: Integers, days: Integers) -> None:
        pairs = np.unique(np.stack([runs, days], axis=1), axis=0)
        key, day = pairs[:, 0], pairs[:, 1]
        today, before = run.on(key, day), run.on(key, day - 1)
        both = ~np.isnan(today) & ~np.isnan(before)
        day, today, before = day[both], today[both], before[both]
        weekday, nothing = weekdays_of(day), np.zeros_like(day)
        self._to, self._from = Ledger(weekday, day, today), Ledger(weekday, day, before)
        self._all_to, self._all_from = Ledger(nothing, day, today), Ledger(nothing, day, before)

    def between(self, known_before: Integers, day: Integers, gap: Floats) -> Floats:
        """Return the factor over the ``gap`` days up to ``day``; NaN where the gap is."""
        whole_weeks, rest = np.divmod(gap, _WEEK)
        factor = np.ones(len(day))
        week = np.ones(len(day))
        for back in range(_WEEK):
            step = self._step(weekdays_of(day - back), known_before)
            factor = factor * np.where(back < rest, step, 1.0)
            week = week * step
        weeks = np.clip(week, 0.3, 1.2) ** whole_weeks
        return np.where(np.isnan(gap), np.nan, factor * weeks)

    def _step(self, weekday: Integers, known_before: Integers) -> Floats:
        to, _ = self._to.window(weekday, known_before)
        of, _ = self._from.window(weekday, known_before)
        nothing = np.zeros_like(weekday)
        all_to, count = self._all_to.window(nothing, known_before)
        all_of, _ = self._all_from.window(nothing, known_before)
        usual = np.where(all_of > 0, all_to / np.maximum(all_of, 1e-9), 1.0)
        weight = self._WEIGHT * np.where(count > 0, all_of / np.maximum(count, 1), 1.0)
        return (to + weight * usual) / np.maximum(of + weight, 1e-9)


class _Curve:
    """What share of a show's tickets comes after each lead: by theatre, and what a film adds to that.

    A film that everybody waits for is booked earlier than its theatre's other films.
    """

    _WEIGHT = 5.0
    _FILM_WEIGHT = 30.0

    def __init__(self, past: Shows, bookings: Bookings, place: Place) -> None:
        lead = lead_hours(past.starts_at[bookings.show], bookings.booked_at)
        total = np.log1p(past.tickets)
        self._all: list[Ledger] = []
        self._theatre: list[Ledger] = []
        self._film: list[Ledger] = []
        for number, at in enumerate(LEADS):
            early = lead > at
            booked = np.bincount(bookings.show[early], bookings.tickets[early], minlength=len(past))
            begun = (booked > 0).astype(np.int64)
            pickup = total - np.log1p(booked)
            self._all.append(Ledger(begun, past.day, pickup))
            self._theatre.append(Ledger(_kinds(place.theatre, begun), past.day, pickup))
            beyond = pickup - self._usual(number, place, past.day, begun)
            self._film.append(Ledger(_kinds(place.film, begun), past.day, beyond))

    def pickup(self, place: Place, known_before: Integers, lead: Floats, begun: Integers) -> Floats:
        film = _kinds(place.film, begun)
        found = np.stack(
            [
                self._usual(number, place, known_before, begun)
                + mine.mean(film, known_before, _none(film), self._FILM_WEIGHT)
                for number, mine in enumerate(self._film)
            ],
            axis=1,
        )
        leads = np.log(LEADS)
        at = np.clip(np.log(np.maximum(lead, 1e-3)), leads[0], leads[-1])
        right = np.clip(np.searchsorted(leads, at), 1, len(leads) - 1)
        share = (at - leads[right - 1]) / (leads[right] - leads[right - 1])
        row = np.arange(len(at))
        pickup: Floats = found[row, right - 1] * (1 - share) + found[row, right] * share
        return pickup

    def _usual(self, number: int, place: Place, known_before: Integers, begun: Integers) -> Floats:
        everywhere = self._all[number].mean(begun, known_before, _none(begun), 1)
        theatre = _kinds(place.theatre, begun)
        return self._theatre[number].mean(theatre, known_before, everywhere, self._WEIGHT)


def _kinds(keys: Integers, begun: Integers) -> Integers:
    return np.where(keys >= 0, keys * 2 + begun, NOBODY)


def lead_hours(starts_at: Moments, at: Moments) -> Floats:
    """Return how many hours before the start something was."""
    return (starts_at - at).astype("timedelta64[m]").astype(float) / _MINUTES


def known_before(as_of: Moments) -> Integers:
    """Return the day before which outcomes are known: the moment's own day, whose shows may still sell."""
    return days_of(as_of)


def _numbered(texts: Texts) -> dict[str, int]:
    return {text: number for number, text in enumerate(sorted({*texts} - {""}))}


def _found(numbers: dict[str, int], texts: Texts) -> Integers:
    return np.fromiter((numbers.get(text, NOBODY) for text in texts), np.int64, len(texts))


def _none(like: Integers) -> Floats:
    return np.zeros(len(like))


def _log(values: Floats) -> Floats:
    return np.log(np.where(values > 0, values, np.nan))


def _mean_or_nan(ledger: Ledger, keys: Integers, days: Integers) -> Floats:
    total, count = ledger.window(keys, days)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
