"""The programme: shows that do not collide, at the hour the clock on the theatre's wall will show."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from server.demo.films import FILMS
from server.demo.prices import base_prices
from server.demo.schedule import PLACES, Place, days_from, is_running, plan_day
from server.venues.models import SeatCategory

START = date(2026, 11, 22)
SEED = 7


def place_in(city: str, screen: int = 0) -> Place:
    return [place for place in PLACES if place.city.slug == city][screen]


def fortnight(place: Place, first: date = START) -> list[date]:
    noon = datetime.combine(first, time(12), place.zone)
    return list(days_from(noon, place.zone, range(14)))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: " ".join(place.key))
def test_a_screen_never_shows_two_films_at_once_and_is_cleaned_in_between(place: Place) -> None:
    shows = [show for day in fortnight(place) for show in plan_day(place, day, SEED)]
    assert len(shows) > 14 * 3
    for earlier, later in pairwise(shows):
        assert later.starts_at - earlier.ends_at >= timedelta(minutes=20)


def test_shows_start_on_the_five_minutes_between_ten_and_a_quarter_to_eleven() -> None:
    for place in PLACES:
        for show in plan_day(place, START, SEED):
            local = show.starts_at.astimezone(place.zone)
            assert time(10) <= local.time() <= time(22, 45)
            assert local.minute % 5 == 0
            assert local.second == 0
            assert local.date() == show.local_date == START
            assert show.ends_at - show.starts_at == timedelta(minutes=show.film.minutes)
            assert show.sales_close_at - show.starts_at == timedelta(minutes=10)


def test_the_house_gives_twelve_to_fifteen_hundred_shows_in_a_fortnight() -> None:
    count = sum(len(plan_day(place, day, SEED)) for place in PLACES for day in fortnight(place))
    assert 1200 <= count <= 1500


@pytest.mark.parametrize(
    ("city", "before", "after", "offset_before", "offset_after"),
    [
        ("london", date(2027, 3, 27), date(2027, 3, 28), 0, 1),
        ("london", date(2026, 10, 24), date(2026, 10, 25), 1, 0),
        ("new-york", date(2027, 3, 13), date(2027, 3, 14), -5, -4),
        ("new-york", date(2026, 10, 31), date(2026, 11, 1), -4, -5),
        ("hyderabad", date(2027, 3, 27), date(2027, 3, 28), 5.5, 5.5),
    ],
)
def test_local_hours_hold_over_a_change_of_the_clocks(
    city: str, before: date, after: date, offset_before: float, offset_after: float
) -> None:
    place = place_in(city)
    for day, offset in ((before, offset_before), (after, offset_after)):
        for show in plan_day(place, day, SEED):
            assert show.starts_at.tzinfo is UTC
            on_the_wall = show.starts_at + timedelta(hours=offset)
            assert on_the_wall.date() == day
            assert time(10) <= on_the_wall.time() <= time(22, 45)


def test_the_last_show_before_the_clocks_change_is_as_long_as_the_film() -> None:
    # The night of 24 October 2026 has 25 hours in London.
    place = place_in("london")
    last = plan_day(place, date(2026, 10, 24), SEED)[-1]
    assert last.ends_at - last.starts_at == timedelta(minutes=last.film.minutes)


def test_the_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    place = place_in("mumbai")
    assert plan_day(place, START, SEED) == plan_day(place, START, SEED)
    assert plan_day(place, START, SEED) != plan_day(place, START, SEED + 1)


def test_a_film_is_shown_in_a_language_and_format_that_it_and_the_screen_have() -> None:
    for place in PLACES:
        for show in plan_day(place, START, SEED):
            assert show.language in show.film.versions
            assert show.format in show.film.formats
            assert show.format in place.screen.formats
            if show.language not in place.city.spoken and show.language != "Silent":
                assert show.subtitles == "English"
            if show.language in place.city.spoken:
                assert show.subtitles is None


def test_every_running_film_is_shown_somewhere_every_day() -> None:
    for day in fortnight(PLACES[0]):
        shown = {show.film.slug for place in PLACES for show in plan_day(place, day, SEED)}
        assert shown == {film.slug for film in FILMS if is_running(film, day)}


@pytest.mark.parametrize("start", [START + timedelta(days=shift) for shift in range(0, 21, 3)])
def test_a_few_films_are_always_still_to_come(start: date) -> None:
    first_day: dict[str, int] = {}
    for offset in range(14):
        for film in FILMS:
            if is_running(film, start + timedelta(days=offset)):
                first_day.setdefault(film.slug, offset)
    assert set(first_day) == {film.slug for film in FILMS}
    upcoming = [slug for slug, offset in first_day.items() if offset >= 9]
    assert 4 <= len(upcoming) <= 8


def test_popular_films_get_more_shows_than_quiet_ones() -> None:
    counts: Counter[str] = Counter()
    for place in PLACES:
        for day in fortnight(place):
            counts.update(show.film.slug for show in plan_day(place, day, SEED))
    ranked = sorted(FILMS, key=lambda film: -film.popularity)
    top, bottom = (sum(counts[film.slug] for film in part) for part in (ranked[:10], ranked[-10:]))
    assert top > 5 * bottom


def test_a_film_finds_its_public() -> None:
    share: dict[str, float] = {}
    for city in ("hyderabad", "london"):
        languages: Counter[str] = Counter()
        for place in (place for place in PLACES if place.city.slug == city):
            for day in fortnight(place):
                languages.update(show.language for show in plan_day(place, day, SEED))
        share[city] = languages["Telugu"] / languages.total()
    assert share["hyderabad"] > 2 * share["london"]


def prices_at(place: Place, local: datetime, screen_format: str = "2D") -> dict[SeatCategory, int]:
    return base_prices(
        city=place.city,
        theatre=place.theatre,
        starts=local,
        screen_format=screen_format,
        categories=SeatCategory,
    )


def test_a_matinee_is_cheaper_and_a_weekend_evening_dearer() -> None:
    place = place_in("london")
    zone = ZoneInfo("Europe/London")
    wednesday, saturday = date(2026, 11, 25), date(2026, 11, 28)
    seen: dict[str, int] = defaultdict(int)
    for name, day, hour in (
        ("matinee", wednesday, 11), ("afternoon", wednesday, 15),
        ("evening", wednesday, 20), ("weekend", saturday, 20),
    ):  # fmt: skip
        seen[name] = prices_at(place, datetime.combine(day, time(hour), zone))[SeatCategory.STANDARD]
    assert seen["matinee"] < seen["afternoon"] < seen["evening"] < seen["weekend"]
    assert seen["evening"] == place.theatre.standard_price


def test_prices_are_whole_steps_and_better_seats_cost_more() -> None:
    for place in PLACES:
        prices = prices_at(place, datetime(2026, 11, 25, 20, tzinfo=place.zone))
        assert all(amount > 0 and amount % place.city.price_step == 0 for amount in prices.values())
        assert prices[SeatCategory.COMPANION] < prices[SeatCategory.STANDARD] < prices[SeatCategory.PREMIUM]
        assert prices[SeatCategory.PREMIUM] < prices[SeatCategory.RECLINER] < prices[SeatCategory.VIP]
        assert prices[SeatCategory.WHEELCHAIR] == prices[SeatCategory.STANDARD]


def test_imax_costs_more_than_3d_and_3d_more_than_2d() -> None:
    place = place_in("hyderabad")
    at = datetime(2026, 11, 25, 20, tzinfo=place.zone)
    flat, deep, giant = (prices_at(place, at, name)[SeatCategory.STANDARD] for name in ("2D", "3D", "IMAX"))
    assert flat < deep < giant
