"""The demo films as rows: movies, people, credits."""

import json
from datetime import datetime

from server.catalogue.models import CreditKind
from server.demo.copying import copy, keys
from server.demo.films import FILMS, Film

_MOVIE = (
    "slug", "title", "original_title", "tagline", "synopsis", "genres", "languages", "countries",
    "duration_minutes", "released_on", "certificate", "people", "rating_count", "popularity", "palette",
    "motif", "created_at", "updated_at",
)  # fmt: skip


async def load_films(now: datetime) -> dict[str, int]:
    """Add the films that are missing, with their credits; return the id of each by slug.

    Films in the database stay as they are: somebody may have edited them.
    """
    present = await keys("movies", "slug")
    missing = [film for film in FILMS if film.slug not in present]
    await copy("movies", _MOVIE, [_row(film, now) for film in missing])
    await _load_credits(missing)
    return await keys("movies", "slug")


def _row(film: Film, now: datetime) -> tuple[object, ...]:
    return (
        film.slug,
        film.title,
        film.original_title,
        film.tagline,
        film.synopsis,
        list(film.genres),
        [*film.languages, *film.dubs],
        list(film.countries),
        film.minutes,
        film.released_on,
        film.certificate,
        film.people,
        0,
        film.popularity,
        json.dumps(film.colours),
        film.motif,
        now,
        now,
    )


async def _load_credits(films: list[Film]) -> None:
    names = dict.fromkeys(
        name for film in films for name in (*film.directors, *(actor for actor, _ in film.cast))
    )
    known = await keys("people", "name")
    await copy("people", ("name",), [(name,) for name in names if name not in known])
    known, movies = await keys("people", "name"), await keys("movies", "slug")
    records: list[tuple[object, ...]] = []
    for film in films:
        directors = [(name, None) for name in film.directors]
        for kind, credited in ((CreditKind.DIRECTOR, directors), (CreditKind.CAST, list(film.cast))):
            records += [
                (movies[film.slug], known[name], kind.value, role, position)
                for position, (name, role) in enumerate(credited)
            ]
    await copy("credits", ("movie_id", "person_id", "kind", "role", "position"), records)
