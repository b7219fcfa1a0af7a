"""Posters: valid, safe, small, the same every time, and readable."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from server.catalogue.posters import MOTIFS, PosterSubject, draw
from server.catalogue.posters.colour import channels, contrast, mix
from server.catalogue.posters.lettering import fit, width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"
PALETTE = {"ground": "#102030", "light": "#fff4e0", "accent": "#e0a030"}
FILM = PosterSubject(
    slug="a-film",
    title="A Film",
    year=1999,
    palette=PALETTE,
    motif="skyline",
    original_title="ఒక చిత్రం",
    genres=("Drama", "Mystery"),
)
EVERY_MOTIF = [f"{name}/{variant}" for name, (_, variants) in MOTIFS.items() for variant in variants]
both_shapes = pytest.mark.parametrize("wide", [False, True], ids=["poster", "backdrop"])


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # our own drawing, not somebody's upload


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


@both_shapes
@pytest.mark.parametrize("motif", EVERY_MOTIF)
def test_every_motif_draws_a_well_formed_picture_under_twelve_kilobytes(motif: str, wide: bool) -> None:  # noqa: FBT001
    svg = draw(replace(FILM, motif=motif), wide=wide)
    root = parsed(svg)
    assert root.get("viewBox") == ("0 0 1600 900" if wide else "0 0 600 900")
    assert len(svg.encode()) < 12_000
    assert "nan" not in svg
    shapes = [
        element for element in root.iter() if element.tag in {f"{SVG}path", f"{SVG}circle", f"{SVG}rect"}
    ]
    assert len(shapes) > 5


@both_shapes
@pytest.mark.parametrize("motif", EVERY_MOTIF)
def test_every_reference_points_to_a_definition_of_the_same_picture(motif: str, wide: bool) -> None:  # noqa: FBT001
    svg = draw(replace(FILM, motif=motif), wide=wide)
    defined = re.findall(r'\bid="([^"]+)"', svg)
    assert len(defined) == len(set(defined))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(defined)


def test_two_pictures_in_one_page_do_not_share_ids() -> None:
    one, other = draw(FILM), draw(replace(FILM, slug="another-film"))
    backdrop = draw(FILM, wide=True)
    found = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, other, backdrop)]
    assert not found[0] & found[1]
    assert not found[0] & found[2]


@both_shapes
def test_the_same_film_gives_the_same_bytes_and_another_slug_a_variation(wide: bool) -> None:  # noqa: FBT001
    assert draw(FILM, wide=wide) == draw(FILM, wide=wide)
    assert draw(FILM, wide=wide) != draw(replace(FILM, slug="another-film"), wide=wide)


def test_a_poster_carries_year_genre_title_and_original_title_as_text() -> None:
    words = texts(draw(FILM))
    assert {"1999", "DRAMA", "A Film", "ఒక చిత్రం"} == set(words)


def test_a_backdrop_has_no_text() -> None:
    assert texts(draw(FILM, wide=True)) == []


def test_markup_in_a_title_stays_text() -> None:
    nasty = replace(
        FILM,
        slug='x"><script>',
        title='<script>alert("1")</script> & "Sons"',
        original_title="]]><b>",
        genres=("<i>",),
    )
    svg = draw(nasty)
    tags = {element.tag.removeprefix(SVG) for element in parsed(svg).iter()}
    assert not tags & {"script", "b", "i"}
    assert "<script" not in svg
    assert 'alert("1")' in " ".join(texts(svg))


def test_nothing_is_fetched_from_elsewhere() -> None:
    for motif in EVERY_MOTIF:
        svg = draw(replace(FILM, motif=motif)).replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http" not in svg
        assert "href" not in svg


@pytest.mark.parametrize(
    "title",
    [
        "Up",
        "Sankarabharanam",
        "The Assassination of Jesse James by the Coward Robert Ford",
        "मुग़ल-ए-आज़म",
        "七人の侍",
        "Supercalifragilisticexpialidocious",
    ],
)
def test_a_title_fits_between_the_margins(title: str) -> None:
    root = parsed(draw(replace(FILM, title=title, original_title=None, genres=())))
    lines = [element for element in root.iter(f"{SVG}text") if (element.text or "") != "1999"]
    assert " ".join(element.text or "" for element in lines[::-1]) == title
    for element in lines:
        right = float(element.get("x", "0")) + width_of(element.text or "") * float(
            element.get("font-size", "0")
        )
        assert right <= 600 - 45
        assert 500 < float(element.get("y", "0")) <= 860


def test_an_original_title_equal_to_the_title_is_not_set_twice() -> None:
    assert texts(draw(replace(FILM, original_title="A Film"))).count("A Film") == 1


def test_lines_break_where_they_are_most_even() -> None:
    assert wrap("The Umbrellas of Cherbourg", 2) == ["The Umbrellas", "of Cherbourg"]
    assert wrap("Metropolis", 3) == ["Metropolis"]
    lines, size = fit("A B", room=500, tall=200, largest=80, smallest=30)
    assert (lines, size) == (["A B"], 80)


def test_an_unknown_motif_or_variant_or_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="no motif"):
        draw(replace(FILM, motif="pyramid"))
    with pytest.raises(ValueError, match="no variant"):
        draw(replace(FILM, motif="eye/third"))
    with pytest.raises(ValueError, match="#rrggbb"):
        draw(replace(FILM, palette={**PALETTE, "accent": "red"}))


def test_colours_mix_and_contrast_as_the_web_counts() -> None:
    assert channels("#0a0B0c") == (10, 11, 12)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
