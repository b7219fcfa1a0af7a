"""Films as the house's people make and change them; each write leaves its row in the audit log."""

from collections.abc import Iterable
from typing import Any

import orjson
from tortoise.exceptions import IntegrityError

from server.catalogue.models import Credit, CreditKind, Movie, Person
from server.core import audit
from server.core import cursor as cursors
from server.core.db import row, rows, violates
from server.core.editing import ensure_as_read
from server.core.errors import Invalid, NotFound
from server.core.tokens import Caller
from server.planning.errors import NameTaken, StillUsed
from server.planning.faults import Faults, fault
from server.planning.schemas.movies import CastIn, HouseMovie, MovieChange, MovieIn, MoviesQuery
from server.planning.slugs import slug_of

_SLUG_INDEX = "movies_slug_key"
_LONGEST_SLUG = 80
_CURSORS = cursors.Cursors("films of the house", cursors.INT)
_NO_COLUMNS = {"cast", "directors", "etag"}

_MOVIES = """
    SELECT m.id, m.slug, m.title, m.original_title, m.tagline, m.synopsis, m.genres, m.languages, m.countries,
           m.duration_minutes, m.released_on, m.certificate, m.popularity, m.palette, m.motif, m.rating,
           m.rating_count, m.created_at, m.updated_at,
           (SELECT count(*) FROM shows s WHERE s.movie_id = m.id AND s.starts_at > now()
             AND s.status <> 'cancelled') AS shows,
           (SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'name', p.name, 'role', c.role)
                             ORDER BY c.position)
            FROM credits c JOIN people p ON p.id = c.person_id WHERE c.movie_id = m.id) AS credits
    FROM movies m
    WHERE ($1::int IS NULL OR m.id = $1)
      AND ($2::text IS NULL OR strpos(search_forms(m.title || ' ' || coalesce(m.original_title, '')),
                                       nullif(fold_accents($2), '')) > 0)
      AND ($3::text IS NULL OR EXISTS (SELECT FROM unnest(m.languages) l WHERE lower(l) = lower($3)))
      AND ($4::text IS NULL OR EXISTS (SELECT FROM unnest(m.genres) g WHERE lower(g) = lower($4)))
      AND ($5::int IS NULL OR m.id < $5)
    ORDER BY m.id DESC LIMIT $6
"""


async def get(movie_id: int) -> HouseMovie:
    """Return a film; raises ``NotFound``."""
    found = await row(_MOVIES, [movie_id, None, None, None, None, 1])
    if found is None:
        raise NotFound("There is no such film")
    return _out(found)


async def list_page(query: MoviesQuery) -> tuple[list[HouseMovie], str | None]:
    """Return one page of films, newest first, and the next cursor; raises ``BadCursor``."""
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await rows(_MOVIES, [None, query.q, query.language, query.genre, before, query.limit + 1])
    page = [_out(movie) for movie in found[: query.limit]]
    return page, _CURSORS.encode(page[-1].id) if len(found) > query.limit else None


async def create(wanted: MovieIn, *, caller: Caller, address: str) -> HouseMovie:
    """Make a film, inside a transaction. Raises ``Invalid``; ``name_taken`` knows the other refusal."""
    movie = await Movie.create(**_columns(wanted, slug=_slug(wanted)))
    await _credit(movie.id, wanted)
    made = await get(movie.id)
    await audit.record(
        caller, "movie.create", f"movie:{movie.id}", after=made.picture(), address=address
    )  # fmt: skip
    return made


async def change(movie_id: int, wanted: MovieChange, *, caller: Caller, address: str) -> HouseMovie:
    """Make a film what is wanted, inside a transaction; its ratings stay, and so do the ends of its shows.

    Raises ``NotFound``, ``ChangedMeanwhile``, and ``Invalid`` where shows to come are in a language that is
    to go; ``name_taken`` knows the other refusal.
    """
    movie = await _lock(movie_id)
    before = await get(movie_id)
    ensure_as_read(wanted, before)
    await _ensure_spoken(movie_id, wanted.languages)
    movie.update_from_dict(_columns(wanted, slug=wanted.slug or movie.slug))
    await movie.save()
    await Credit.filter(movie_id=movie_id).delete()
    await _credit(movie_id, wanted)
    after = await get(movie_id)
    await audit.record(
        caller, "movie.change", f"movie:{movie_id}", before=before.picture(), after=after.picture(),
        address=address,
    )  # fmt: skip
    return after


async def delete(movie_id: int, *, caller: Caller, address: str) -> None:
    """Delete a film that was never shown, inside a transaction; raises ``NotFound`` and ``StillUsed``."""
    await _lock(movie_id)
    used = await row(
        "SELECT (SELECT count(*) FROM shows WHERE movie_id = $1) AS shows, "
        "(SELECT count(*) FROM promotions WHERE $1 = ANY(movie_ids)) AS promotions",
        [movie_id],
    )
    if used is not None and any(used.values()):
        raise StillUsed(**used)
    before = await get(movie_id)
    await Credit.filter(movie_id=movie_id).delete()
    await Movie.filter(id=movie_id).delete()
    await audit.record(caller, "movie.delete", f"movie:{movie_id}", before=before.picture(), address=address)


def name_taken(error: IntegrityError) -> NameTaken | None:
    """Return the refusal that a database's error stands for, if it is that another film has the slug."""
    if violates(error, _SLUG_INDEX):
        return NameTaken("slug", "Another film has this slug; give this one a slug of its own")
    return None


def _slug(wanted: MovieIn) -> str:
    slug = wanted.slug or slug_of(wanted.title, kind="film", longest=_LONGEST_SLUG)
    if slug is None:
        message = "Nothing of this title can be written in a to z: give it a slug"
        raise Invalid(errors=[fault("slug", "missing", message)])
    return slug


def _columns(wanted: MovieIn, *, slug: str) -> dict[str, Any]:
    names = dict.fromkeys([*wanted.directors, *(member.name for member in wanted.cast)])
    return {**wanted.model_dump(exclude=_NO_COLUMNS), "slug": slug, "people": ", ".join(names)}


async def _lock(movie_id: int) -> Movie:
    movie = await Movie.filter(id=movie_id).select_for_update().first()
    if movie is None:
        raise NotFound("There is no such film")
    return movie


async def _ensure_spoken(movie_id: int, languages: Iterable[str]) -> None:
    """Refuse to take away a language in which the film is still to be shown."""
    spoken = await rows(
        "SELECT language, count(*) AS shows FROM shows WHERE movie_id = $1 AND starts_at > now() "
        "AND status <> 'cancelled' AND language <> ALL($2) GROUP BY language ORDER BY language",
        [movie_id, list(languages)],
    )
    faults = Faults()
    for missing in spoken:
        message = f"{missing['shows']} shows to come are in {missing['language']}"
        faults.add("languages", "still_used", message)
    faults.refuse()


async def _credit(movie_id: int, wanted: MovieIn) -> None:
    """Write a film's credits; a name that nobody had yet makes a person."""
    names = sorted({*wanted.directors, *(member.name for member in wanted.cast)})
    # In order, so that two films with the same people wait for each other and never deadlock.
    await rows(
        "INSERT INTO people (name) SELECT * FROM unnest($1::text[]) ON CONFLICT (name) DO NOTHING", [names]
    )
    ids = {person.name: person.id for person in await Person.filter(name__in=names)}
    directors = [CastIn(name=name) for name in wanted.directors]
    await Credit.bulk_create(
        Credit(movie_id=movie_id, person_id=ids[one.name], kind=kind, role=one.role, position=position)
        for kind, credited in ((CreditKind.DIRECTOR, directors), (CreditKind.CAST, wanted.cast))
        for position, one in enumerate(credited)
    )


def _out(found: dict[str, Any]) -> HouseMovie:
    people = orjson.loads(found["credits"] or "[]")
    return HouseMovie.model_validate(
        {
            **found,
            "palette": orjson.loads(found["palette"]),
            "poster_url": f"/posters/{found['slug']}.svg",
            "cast": [one for one in people if one["kind"] == CreditKind.CAST],
            "directors": [one["name"] for one in people if one["kind"] == CreditKind.DIRECTOR],
        }
    )
