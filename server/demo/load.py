"""Load the demo house, or what has become missing of it since the last start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.core import db
from server.demo.catalogue import load_films
from server.demo.houses import load_houses
from server.demo.offers import grant_points, load_promotions
from server.demo.people import load_people
from server.demo.places import CITIES
from server.demo.pricing import load_price_rules
from server.demo.programme import DAYS_AHEAD, close_past_shows, load_shows, next_show_id
from server.demo.sales import sell_into
from server.settings import Settings, get_settings

_LOCK = 6_301_957  # any number, as long as it is always this one


class DemoRefusedError(Exception):
    """Raised when somebody tries to load the demo house, with its published password, into production."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the demo house holds, and what this load has added or closed."""

    cities: int
    theatres: int
    screens: int
    films: int
    people_added: int
    shows_added: int
    shows_closed: int
    tickets_sold: int


async def load_demo_house(
    *,
    today: datetime,
    progress: Callable[[str], None],
    hash_password: Callable[[str], str],
    seed: int = 7,
    past_days: int = 0,
    settings: Settings | None = None,
) -> Summary:
    """Bring the demo house up to ``today`` (aware), inside an open Tortoise connection, in one transaction.

    The first load makes everything, with ``past_days`` of shows that are over, so that there is something to
    forecast from; each later one adds the days that are missing of the next fourteen, closes what is past,
    and touches nothing else. ``progress`` is told each step in a line. Raises
    ``DemoRefusedError`` in production and ``ValueError`` for a naive ``today``.
    """
    if (settings or get_settings()).environment == "production":
        raise DemoRefusedError("the demo house is for development only")
    if today.tzinfo is None:
        raise ValueError("today must be aware: a date differs from city to city")
    async with db.transaction():
        # Two starts at once would each find the same days missing.
        await db.rows("SELECT pg_advisory_xact_lock($1)", [_LOCK])
        progress("Theatres, screens and seats")
        screens = await load_houses(today)
        progress("Films")
        movies = await load_films(today)
        progress(f"Shows of the next {DAYS_AHEAD} days")
        closed = await close_past_shows(today)
        first_new_show = await next_show_id()
        first_day = 0 if first_new_show > 1 else -past_days
        added = await load_shows(
            today=today, seed=seed, movies=movies, screens=screens, days=range(first_day, DAYS_AHEAD)
        )
        await load_price_rules()
        progress("What the audience has bought")
        sold = await sell_into(first_new_show, now=today, seed=seed)
        await load_promotions(today)
        progress("People")
        people = await load_people(now=today, hash_password=hash_password)
        await grant_points()
    return Summary(
        cities=len(CITIES),
        theatres=sum(len(city.theatres) for city in CITIES),
        screens=len(screens),
        films=len(movies),
        people_added=people,
        shows_added=added,
        shows_closed=closed,
        tickets_sold=sold,
    )
