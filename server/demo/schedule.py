"""The programme: which film runs on which screen when. Pure: the same seed and day give the same shows.

A day is planned by itself, from the date alone, so that a house started a week later continues the very
programme that an earlier start would have made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from server.demo.films import FILMS, Film
from server.demo.places import CITIES, DemoCity, DemoScreen, DemoTheatre

SALE_CLOSES_AFTER_START = timedelta(minutes=10)
_MAINSTAYS = 16
_CYCLE, _RUN = 21, 8  # days: a film outside the mainstays runs eight days in twenty-one
_FIRST, _LAST = time(10, 0), time(22, 45)
_GRID = timedelta(minutes=5)

_RANKED = sorted(FILMS, key=lambda film: (-film.popularity, film.slug))
_RETURNS = {
    film.slug: place * _CYCLE // (len(_RANKED) - _MAINSTAYS)
    for place, film in enumerate(sorted(_RANKED[_MAINSTAYS:], key=lambda film: film.slug[::-1]))
}


@dataclass(frozen=True, slots=True)
class Place:
    """A screen with the theatre and city around it."""

    city: DemoCity
    theatre: DemoTheatre
    screen: DemoScreen

    @property
    def key(self) -> tuple[str, str]:
        """Theatre slug and screen name: what names a screen for good."""
        return self.theatre.slug, self.screen.name

    @property
    def zone(self) -> ZoneInfo:
        """The theatre's time zone."""
        return ZoneInfo(self.city.time_zone)


@dataclass(frozen=True, slots=True)
class PlannedShow:
    """One show to be; times are aware and in UTC, ``local_date`` is the theatre's."""

    film: Film
    starts_at: datetime
    ends_at: datetime
    local_date: date
    language: str
    subtitles: str | None
    format: str

    @property
    def sales_close_at(self) -> datetime:
        """When the sale ends: a few minutes after the start, for those who come late."""
        return self.starts_at + SALE_CLOSES_AFTER_START


PLACES: tuple[Place, ...] = tuple(
    Place(city, theatre, screen) for city in CITIES for theatre in city.theatres for screen in theatre.screens
)
"""Every screen of the demo house."""


def is_running(film: Film, day: date) -> bool:
    """Tell whether a film is in the programme on a day.

    The most popular run always; the others come back every three weeks for eight days, one or two new each
    day, so that there is always something coming soon.
    """
    if film.slug not in _RETURNS:
        return True
    return (day.toordinal() - _RETURNS[film.slug]) % _CYCLE < _RUN


def plan_day(place: Place, day: date, seed: int) -> list[PlannedShow]:
    """Return one screen's shows of one local day, first to last, with time to clean between them."""
    chance = _chance(seed, "day", *place.key, day)
    wanted = list(_anchors(day, seed).get(place.key, ()))
    running = [film for film in FILMS if is_running(film, day)]
    shows: list[PlannedShow] = []
    starts = datetime.combine(day, _FIRST, place.zone) + chance.randrange(9) * _GRID
    last = datetime.combine(day, _LAST, place.zone)
    while starts <= last:
        # What must be shown today takes the slots after the first, when people come.
        if wanted and shows:
            film = wanted.pop()
        else:
            weights = [_weight(film, place, starts, seed, shows) for film in running]
            film = chance.choices(running, weights)[0]
        show = _show(film, place, starts, chance)
        shows.append(show)
        starts = _next_start(show.ends_at, chance).astimezone(place.zone)
    return shows


def _next_start(ends_at: datetime, chance: Random) -> datetime:
    """Return a round time, in UTC, with 20 to 25 minutes (and what rounding adds) to clean the hall."""
    ready = ends_at + timedelta(minutes=chance.randint(20, 25))
    return datetime.fromtimestamp(-(-ready.timestamp() // _GRID.total_seconds()) * _GRID.total_seconds(), UTC)


def _chance(seed: int, *about: object) -> Random:
    """Return a dice of its own for each question, so that one answer never shifts another."""
    return Random(" ".join(map(str, (seed, *about))))  # noqa: S311 - a programme, not a secret


@lru_cache(maxsize=64)
def _anchors(day: date, seed: int) -> dict[tuple[str, str], Sequence[Film]]:
    """Give each running film one screen where it is shown that day for certain, near those who like it."""
    chance = _chance(seed, "anchors", day)
    given: dict[tuple[str, str], list[Film]] = {}
    films = [film for film in FILMS if is_running(film, day)]
    chance.shuffle(films)
    for film in films:
        free = [place for place in PLACES if len(given.get(place.key, ())) < 2]  # noqa: PLR2004 - of about five a day
        place = chance.choices(free, [_liking(film, place.city) for place in free])[0]
        given.setdefault(place.key, []).append(film)
    return {key: tuple(chosen) for key, chosen in given.items()}


def _liking(film: Film, city: DemoCity) -> float:
    """Return how much a city asks for a film's languages; dubbing helps a little."""
    taste = dict(city.taste)
    original, *dubbed = film.versions
    return max(taste.get(original, 0.7), *(0.6 * taste.get(language, 0.7) for language in dubbed), 0.1)


@lru_cache(maxsize=4096)
def _mood(seed: int, theatre: str, film: str, year: int, week: int) -> float:
    """Return what a theatre makes of a film in one week: most get little, a few get much."""
    return 0.15 + _chance(seed, "mood", theatre, film, year, week).random() ** 2


def _weight(film: Film, place: Place, starts: datetime, seed: int, shows: Sequence[PlannedShow]) -> float:
    """Return how likely a film is for a slot: popularity, the city's taste, the week's mood, the hour."""
    year, week, _ = starts.isocalendar()
    mood = _mood(seed, place.theatre.slug, film.slug, year, week)
    weight = film.popularity**1.5 * _liking(film, place.city) * mood
    genres = set(film.genres)
    if genres & {"Family", "Animation"}:
        weight *= 1.8 if starts.hour < 14 else (0.3 if starts.hour >= 20 else 1)  # noqa: PLR2004 - children's hours
    if genres & {"Horror", "Thriller", "Crime"}:
        weight *= 0.5 if starts.hour < 14 else (1.5 if starts.hour >= 20 else 1)  # noqa: PLR2004 - late hours
    if film.minutes > 180 and starts.hour >= 20:  # noqa: PLR2004 - nobody wants to come out at two
        weight *= 0.2
    if set(film.formats) & set(place.screen.formats) - {"2D"}:
        weight *= 1.6
    seen = sum(show.film.slug == film.slug for show in shows)
    return float(weight * 0.35**seen)


def _show(film: Film, place: Place, starts: datetime, chance: Random) -> PlannedShow:
    taste = dict(place.city.taste)
    weights = [
        taste.get(language, 0.7) * (2 if number == 0 else 1) for number, language in enumerate(film.versions)
    ]
    language = chance.choices(film.versions, weights)[0]
    formats = [name for name in place.screen.formats if name in film.formats]
    begin = starts.astimezone(UTC)
    return PlannedShow(
        film=film,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=film.minutes),
        local_date=starts.date(),
        language=language,
        subtitles=_subtitles(film, language, place.city),
        format=chance.choices(formats, [1 + 1.5 * number for number in range(len(formats))])[0],
    )


def _subtitles(film: Film, language: str, city: DemoCity) -> str | None:
    """Return English for what the city does not speak, and for the cards of a foreign silent film."""
    if language == "Silent":
        return None if "United States" in film.countries else "English"
    return None if language in city.spoken else "English"


def days_from(today: datetime, zone: ZoneInfo, offsets: range) -> Iterator[date]:
    """Yield local dates of a zone, so many days from the one in which ``today`` falls there."""
    first = today.astimezone(zone).date()
    for offset in offsets:
        yield first + timedelta(days=offset)
