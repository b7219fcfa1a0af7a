"""Cinemas that never were, with a truth that is known: for tests, for the shipped model, for scoring prices.

The demand of a show is a log-linear sum, and what it sells is drawn around it:

    log(expected) = theatre + film(age) + weekday + hour + holiday + season + weather + promotion
                    + elasticity(theatre, daypart) × log(price / the theatre's list price)
    wanted ~ negative binomial(mean = expected, dispersion = DISPERSION);  sold = min(wanted, seats)

- theatre: N(3.0, 0.35²), so about 20 wanted tickets of a middling film; seats 60 to 320; list price 6 to 14.
- film(age) = appeal × exp(−age / run) + talk × (1 − exp(−age / 5)): appeal ~ N(0.5, 0.8²), run 8 to 30
  days, and word of mouth ~ N(−0.1, 0.35²) that comes out over the first days. A theatre shows what draws,
  so flops leave early.
- weekday: Friday to Sunday +0.30, +0.55, +0.40, Tuesday +0.20 (cheap day), Monday −0.15; hour: a matinee
  sells least, about 19:00 most; a public holiday +0.5 and its eve +0.25; season: 0.15 × sine of the year;
  warm days −0.012 a degree over 20, rain +0.05 × log(1 + mm); promotion +0.2 on a tenth of the shows.
- elasticity: −0.5 to −2.6 by theatre, and 0.3 closer to zero in the evening. Prices vary: a tenth of the
  shows is −20 % to +20 % off the list, at random, so that it can be learned.
- bookings: parties of 1 to 4; how early is gamma-distributed, by theatre, and longer for films that draw.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml.calendar import holiday_columns
from ml.shows import Floats, Integers, weekdays_of

DISPERSION = 6.0
ELASTICITY = (-2.6, -0.5)
SLOTS = (11, 13, 16, 18, 19, 21, 22)
"""Hours at which shows start."""
FIRST_DAY = date(2024, 1, 1)
_SHOWS_A_DAY = 8
_FILM_EVERY_DAYS = 3
_LONGEST_RUN = 56
_PLAYING = 6
_WEEKDAY = np.array([-0.15, 0.20, -0.05, 0.0, 0.30, 0.55, 0.40])
_HOUR = {11: -0.7, 13: -0.4, 16: 0.0, 18: 0.3, 19: 0.45, 21: 0.25, 22: -0.1}
_EVENING = 18
_PARTY = np.array([0.33, 0.42, 0.12, 0.13])
_COUNTRIES = ("IN", "GB", "US")
_GENRES = ("Drama", "Comedy", "Action", "Animation", "Thriller", "Romance")


@dataclass(frozen=True, slots=True)
class Market:
    """The truth: what draws people, and how they answer to prices. Columns by theatre and by film."""

    level: Floats
    seats: Integers
    list_price: Floats
    elasticity: Floats
    country: NDArray[np.str_]
    early: Floats
    """Mean hours before the start at which a theatre's public books."""
    appeal: Floats
    run: Floats
    talk: Floats
    release: Integers
    """Days since 1970."""
    genre: NDArray[np.str_]

    def film_effect(self, film: Integers, day: Integers) -> Floats:
        """Return what a film adds on a day."""
        age = np.maximum(day - self.release[film], 0)
        fading: Floats = self.appeal[film] * np.exp(-age / self.run[film])
        told: Floats = self.talk[film] * (1 - np.exp(-age / 5))
        return fading + told

    def elasticity_of(self, theatre: Integers, hour: Integers) -> Floats:
        """Return the price elasticity of demand."""
        closer = np.where(hour >= _EVENING, 0.3, 0.0)
        elasticity: Floats = np.clip(self.elasticity[theatre] + closer, *ELASTICITY)
        return elasticity


@dataclass(frozen=True, slots=True)
class World:
    """Synthetic shows, their bookings, and the truth behind them."""

    market: Market
    shows: pd.DataFrame
    bookings: pd.DataFrame
    expected: Floats
    """Wanted tickets at the price that was asked, by show."""
    theatre: Integers
    film: Integers


def make_market(rng: np.random.Generator, theatres: int, days: int) -> Market:
    """Draw theatres and films."""
    films = days // _FILM_EVERY_DAYS + _LONGEST_RUN // _FILM_EVERY_DAYS
    first = _first_day() - _LONGEST_RUN
    return Market(
        level=rng.normal(3.0, 0.35, theatres),
        seats=rng.integers(60, 321, theatres),
        list_price=np.round(rng.uniform(6, 14, theatres), 1),
        elasticity=rng.uniform(*ELASTICITY, theatres),
        country=np.array(_COUNTRIES)[np.arange(theatres) % len(_COUNTRIES)],
        early=rng.uniform(20, 70, theatres),
        appeal=rng.normal(0.5, 0.8, films),
        run=rng.uniform(8, 30, films),
        talk=rng.normal(-0.1, 0.35, films),
        release=np.sort(first + rng.integers(0, days + _LONGEST_RUN, films)),
        genre=rng.choice(_GENRES, films),
    )


def generate(shows: int, seed: int, *, tried: float = 0.1) -> World:
    """Return so many shows, the same for the same seed; the share ``tried`` of them is off the list price."""
    rng = np.random.default_rng(seed)
    theatres = int(np.clip(round(np.sqrt(shows) / 12), 1, 60))
    days = int(np.ceil(shows / (theatres * _SHOWS_A_DAY)))
    market = make_market(rng, theatres, days)
    theatre, film, day, hour = _programme(rng, market, theatres, days)
    theatre, film, day, hour = (column[:shows] for column in (theatre, film, day, hour))
    count = len(theatre)
    country = market.country[theatre].astype(object)
    holiday, eve = holiday_columns(country, day)
    temperature, rain = _weather(rng, market, theatre, day)
    promoted = (rng.random(count) < 0.1).astype(float)  # noqa: PLR2004 # as documented above
    factor = np.where(rng.random(count) < tried, rng.uniform(0.8, 1.2, count), 1.0)
    price = np.round(market.list_price[theatre] * factor, 2)
    expected = np.exp(
        market.level[theatre]
        + market.film_effect(film, day)
        + _WEEKDAY[weekdays_of(day)]
        + np.array([_HOUR[at] for at in SLOTS])[np.searchsorted(SLOTS, hour)]
        + 0.5 * holiday
        + 0.25 * eve
        + 0.15 * np.sin(2 * np.pi * day / 365.25)
        - 0.012 * np.maximum(temperature - 20, 0)
        + 0.05 * np.log1p(rain)
        + 0.2 * promoted
        + market.elasticity_of(theatre, hour) * np.log(price / market.list_price[theatre])
    )
    wanted = rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + expected))
    sold = np.minimum(wanted, market.seats[theatre])
    starts_at = day.astype("datetime64[D]") + hour.astype("timedelta64[h]")
    table = pd.DataFrame(
        {
            "show_id": [f"s{number:06d}" for number in range(count)],
            "movie": [f"Film {number:03d}" for number in film],
            "theatre": [f"Theatre {number:02d}" for number in theatre],
            "location": country,
            "starts_at": starts_at.astype("datetime64[s]"),
            "screen_capacity": market.seats[theatre],
            "base_price": price,
            "is_holiday": holiday.astype(int),
            "promotional_flag": promoted.astype(int),
            "temp_max": np.round(temperature, 1),
            "precip_mm": np.round(rain, 1),
            "genres": market.genre[film],
            "tickets_sold": sold,
            "total_sales": np.round(sold * price, 2),
        }
    )
    return World(market, table, _bookings(rng, market, table, theatre, film), expected, theatre, film)


def _programme(
    rng: np.random.Generator, market: Market, theatres: int, days: int
) -> tuple[Integers, Integers, Integers, Integers]:
    """Return theatre, film, day and hour of every show, in the order of time."""
    chosen: list[tuple[int, int, int, int]] = []
    first = _first_day()
    for day in range(first, first + days):
        running = np.flatnonzero((market.release <= day) & (day - market.release < _LONGEST_RUN))
        effect = market.film_effect(running, np.full(len(running), day))
        best = running[np.argsort(-effect)[:_PLAYING]]
        draw = np.exp(market.film_effect(best, np.full(len(best), day)))
        for theatre in range(theatres):
            hours = np.sort(rng.choice(SLOTS, _SHOWS_A_DAY, replace=True))
            films = rng.choice(best, _SHOWS_A_DAY, p=draw / draw.sum())
            chosen += [(theatre, int(film), day, int(hour)) for film, hour in zip(films, hours, strict=True)]
    table = np.array(chosen, dtype=np.int64)
    order = np.lexsort((table[:, 0], table[:, 3], table[:, 2]))
    theatre, film, day_, hour = table[order].T
    return theatre, film, day_, hour


def _weather(
    rng: np.random.Generator, market: Market, theatre: Integers, day: Integers
) -> tuple[Floats, Floats]:
    """Return the day's temperature and rain, the same for all shows of a theatre and day."""
    span = day - day.min()
    days = int(span.max()) + 1
    noise = rng.normal(0, 4, (len(market.level), days))
    wet = rng.gamma(0.4, 8, (len(market.level), days)) * (rng.random((len(market.level), days)) < 0.3)  # noqa: PLR2004 # a third of the days
    season = 16 - 9 * np.cos(2 * np.pi * day / 365.25)
    return season + noise[theatre, span], wet[theatre, span]


def _bookings(
    rng: np.random.Generator, market: Market, table: pd.DataFrame, theatre: Integers, film: Integers
) -> pd.DataFrame:
    """Split what each show sold into parties, and say when each of them booked."""
    sold = table["tickets_sold"].to_numpy()
    show = np.repeat(np.arange(len(sold)), sold)  # at most one party a ticket
    party = rng.choice(np.arange(1, 5), len(show), p=_PARTY)
    before = np.cumsum(party) - party
    first = np.concatenate([[0], np.cumsum(sold)[:-1]])
    taken = before - before[np.minimum(first[show], max(len(before) - 1, 0))]
    size = np.minimum(party, sold[show] - taken)
    real = size > 0
    show, size = show[real], size[real]
    keen = np.exp(0.3 * np.maximum(market.appeal[film[show]], 0))
    lead = np.minimum(rng.gamma(0.8, market.early[theatre[show]] * keen / 0.8), 24 * 21)
    booked_at = table["starts_at"].to_numpy()[show].astype("datetime64[m]") - (lead * 60).astype(
        "timedelta64[m]"
    )
    bookings = pd.DataFrame(
        {
            "show_id": table["show_id"].to_numpy()[show],
            "booked_at": booked_at.astype("datetime64[s]"),
            "tickets": size,
        }
    )
    return bookings.sort_values("booked_at", kind="stable").reset_index(drop=True)


def _first_day() -> int:
    return int(np.datetime64(FIRST_DAY, "D").astype(np.int64))
