"""The poster itself: motif, veil, grain, lettering."""

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import Inks
from server.catalogue.posters.lettering import LEADING, SANS, Face, face_for, fit
from server.catalogue.posters.motifs import motif
from server.catalogue.posters.subject import PosterSubject

_MARGIN = 46.0
_FOOT = 846.0


def draw(movie: PosterSubject, *, wide: bool = False) -> str:
    """Return the film's poster as SVG: portrait 2:3 with lettering, or a ``wide`` 16:9 backdrop without.

    The same subject always gives the same bytes. Raises ``ValueError`` for an unknown motif or a colour that
    is not ``#rrggbb``.
    """
    inks = Inks.of(movie.palette)
    canvas = Canvas(inks=inks, seed=movie.slug, wide=wide)
    paint, variant = motif(movie.motif)
    paint(canvas, variant)
    if not wide:
        _veil(canvas)
    _grain(canvas)
    if not wide:
        _letter(canvas, movie)
    return canvas.document(f"{movie.title} ({movie.year})")


def _veil(canvas: Canvas) -> None:
    """Darken foot and head towards the ground, so that the lettering always stands on its own colour."""
    ground = canvas.inks.ground
    foot = canvas.fade([(0, ground, 0), (0.42, ground, 0.8), (0.62, ground, 0.97), (1, ground)])
    canvas.rectangle(0, 500, 600, 400, foot)
    canvas.rectangle(0, 0, 600, 130, canvas.fade([(0, ground, 0.85), (1, ground, 0)]))


def _grain(canvas: Canvas) -> None:
    """Lay specks over the sheet like the tooth of a printed paper: one small tile, no filter to compute."""

    def specks(count: int) -> str:
        chance = canvas.chance
        return "".join(f"M{chance.randrange(160)} {chance.randrange(160)}h1" for _ in range(count))

    tile = canvas.define(
        '<pattern id="{id}" width="160" height="160" patternUnits="userSpaceOnUse">'
        f'<path d="{specks(60)}" stroke="#fff" stroke-opacity=".16"/>'
        f'<path d="{specks(60)}" stroke="#000" stroke-opacity=".3"/></pattern>'
    )
    canvas.cover(tile)


def _letter(canvas: Canvas, movie: PosterSubject) -> None:
    light, accent = canvas.inks.light, canvas.inks.accent
    small = {"font_family": SANS, "font_size": "19", "font_weight": "600", "letter_spacing": "2.5"}
    canvas.text(f"{movie.year}", x=number(_MARGIN), y="62", fill=light, **small)
    if movie.genres:
        canvas.text(
            movie.genres[0].upper(),
            x=number(600 - _MARGIN),
            y="62",
            fill=light,
            text_anchor="end",
            **small,
        )
    face = face_for(movie.genres)
    foot = _FOOT
    if movie.original_title and movie.original_title != movie.title:
        foot = _original(canvas, movie.original_title, foot)
    top = _title(canvas, movie.title, face, foot)
    canvas.rectangle(_MARGIN, top - 26, 54, 6, accent)


def _original(canvas: Canvas, words: str, foot: float) -> float:
    """Set the title in its own script below the main one; return where the main title's foot comes."""
    lines, size = fit(words, room=600 - 2 * _MARGIN, tall=40, largest=27, smallest=17, lines=1)
    canvas.text(
        lines[0],
        x=number(_MARGIN),
        y=number(foot),
        fill=canvas.inks.light,
        fill_opacity=0.82,
        font_family=SANS,
        font_size=number(size),
        font_weight="500",
    )
    return foot - 46


def _title(canvas: Canvas, title: str, face: Face, foot: float) -> float:
    """Set the title upwards from its foot; return where its first line's capitals begin."""
    words = title.upper() if face.capitals else title
    lines, size = fit(words, room=600 - 2 * _MARGIN, tall=190, largest=88, smallest=36)
    leading = size * LEADING
    for place, words_of_line in enumerate(reversed(lines)):
        canvas.text(
            words_of_line,
            x=number(_MARGIN),
            y=number(foot - place * leading),
            fill=canvas.inks.light,
            font_family=face.family,
            font_size=number(size),
            font_weight=f"{face.weight}",
            letter_spacing=f"{face.spacing * size:.2f}",
        )
    return foot - (len(lines) - 1) * leading - 0.74 * size
