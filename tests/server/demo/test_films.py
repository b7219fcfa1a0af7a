"""The demo films: forty, well-formed, varied."""

from collections import Counter
from datetime import date

from server.catalogue.models import Movie
from server.demo.films import FILMS


def test_there_are_forty_with_slugs_and_titles_of_their_own() -> None:
    assert len(FILMS) == 40
    assert len({film.slug for film in FILMS}) == 40
    assert len({film.title for film in FILMS}) == 40


def test_facts_lie_in_the_range_of_cinema() -> None:
    for film in FILMS:
        assert date(1895, 12, 28) < film.released_on < date(2025, 1, 1), film.slug
        assert 60 <= film.minutes <= 240, film.slug
        assert 1 <= film.popularity <= 100, film.slug
        assert film.directors, film.slug
        assert len(film.cast) >= 3, film.slug
        assert film.genres, film.slug
        assert film.languages, film.slug
        assert film.countries, film.slug
        assert "2D" in film.formats, film.slug


def test_they_come_from_many_countries_decades_and_languages() -> None:
    assert len({country for film in FILMS for country in film.countries}) >= 12
    assert len({film.languages[0] for film in FILMS}) >= 14
    assert len({film.released_on.year // 10 for film in FILMS}) >= 10
    assert {"Telugu", "Hindi", "Bengali", "Tamil", "Malayalam", "Kannada"} <= {
        film.languages[0] for film in FILMS
    }


def test_a_dub_is_never_a_language_already_spoken() -> None:
    for film in FILMS:
        assert not set(film.languages) & set(film.dubs), film.slug
        assert film.versions == (film.languages[0], *film.dubs)


def test_words_are_ours_short_and_never_twice_the_same() -> None:
    for film in FILMS:
        assert 100 <= len(film.synopsis) <= 420, film.slug
        assert 10 <= len(film.tagline) <= 80, film.slug
        assert film.synopsis.endswith("."), film.slug
    assert len({film.synopsis for film in FILMS}) == 40
    assert len({film.tagline for film in FILMS}) == 40


def test_nobody_is_credited_twice_in_a_cast() -> None:
    for film in FILMS:
        assert max(Counter(name for name, _ in film.cast).values()) == 1, film.slug


def test_names_fit_their_columns() -> None:
    columns = Movie._meta.fields_map
    for film in FILMS:
        assert len(film.slug) <= getattr(columns["slug"], "max_length"), film.slug  # noqa: B009 # not in the stubs
        assert len(film.certificate) <= 8, film.slug
        assert all(len(role or "") <= 120 for _, role in film.cast), film.slug


def test_people_for_search_names_directors_and_cast_once_each() -> None:
    general = next(film for film in FILMS if film.slug == "the-general")
    assert general.people.startswith("Clyde Bruckman, Buster Keaton, Marion Mack")
    assert general.people.count("Buster Keaton") == 1
