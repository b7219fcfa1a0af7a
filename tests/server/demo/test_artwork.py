"""The demo films as posters: each readable, small, and unlike the others."""

from xml.etree import ElementTree as ET

import pytest

from server.catalogue.posters import MOTIFS, PosterSubject, draw
from server.catalogue.posters.colour import contrast
from server.demo.films import FILMS, Film

every_film = pytest.mark.parametrize("film", FILMS, ids=lambda film: film.slug)


def subject(film: Film) -> PosterSubject:
    return PosterSubject(
        slug=film.slug,
        title=film.title,
        original_title=film.original_title,
        year=film.released_on.year,
        palette=film.colours,
        motif=film.motif,
        genres=film.genres,
    )


@every_film
def test_poster_and_backdrop_are_valid_and_small(film: Film) -> None:
    for wide in (False, True):
        svg = draw(subject(film), wide=wide)
        ET.fromstring(svg)  # our own drawing, not somebody's upload
        assert len(svg.encode()) < 12_000


@every_film
def test_lettering_stands_out_from_its_ground(film: Film) -> None:
    assert contrast(film.colours["light"], film.colours["ground"]) >= 7
    assert contrast(film.colours["accent"], film.colours["ground"]) >= 2


def test_no_two_films_share_a_drawing_and_all_motifs_are_used() -> None:
    assert len({film.motif for film in FILMS}) == len(FILMS)
    assert {film.motif.partition("/")[0] for film in FILMS} == set(MOTIFS)
    assert len({film.palette for film in FILMS}) == len(FILMS)
