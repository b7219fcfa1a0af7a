"""A sheet to draw on: shapes, gradients and a seeded hand; knows nothing about films."""

from collections.abc import Iterable, Sequence
from random import Random
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from server.catalogue.posters.colour import Inks

Stop = tuple[float, str] | tuple[float, str, float]


def number(value: float) -> str:
    """Return a coordinate as short text: one decimal at most, no trailing zero."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _attributes(values: dict[str, float | str]) -> str:
    parts = []
    for name, value in values.items():
        text = f"{value:.4g}" if isinstance(value, float) else f"{value}"
        parts.append(f" {name.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    return "".join(parts)


class Canvas:
    """One sheet, 900 units high: 600 wide for a poster, 1600 for a backdrop.

    ``focus_x``, ``focus_y`` and ``reach`` say where the subject sits and how far it goes, so that one motif
    serves both shapes; ``chance`` is seeded by the film.
    """

    def __init__(self, *, inks: Inks, seed: str, wide: bool) -> None:
        self.inks = inks
        self.chance = Random(f"poster {seed}")  # noqa: S311 - a drawing's hand, not a secret
        self.wide = wide
        self.width = 1600.0 if wide else 600.0
        self.height = 900.0
        self.focus_x = 1030.0 if wide else 300.0
        self.focus_y = 420.0 if wide else 350.0
        self.reach = 270.0 if wide else 205.0
        # Several posters may be set into one page: ids must not meet.
        self._prefix = f"p{crc32(seed.encode()):x}{'w' if wide else ''}-"
        self._defs: list[str] = []
        self._body: list[str] = []

    def define(self, markup: str) -> str:
        """Keep a definition that has ``{id}`` in it, and return the reference ``url(#…)`` to it."""
        name = f"{self._prefix}{len(self._defs)}"
        self._defs.append(markup.replace("{id}", name))
        return f"url(#{name})"

    def add(self, markup: str) -> None:
        """Put finished markup on the sheet."""
        self._body.append(markup)

    def shape(self, tag: str, /, **attributes: float | str) -> None:
        """Put one element on the sheet; ``stroke_width`` becomes ``stroke-width``."""
        self.add(f"<{tag}{_attributes(attributes)}/>")

    def cover(self, fill: str, **attributes: float | str) -> None:
        """Fill the whole sheet."""
        self.rectangle(0, 0, self.width, self.height, fill, **attributes)

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, **attributes: float | str
    ) -> None:
        """Draw a rectangle from its top left corner."""
        self.shape(
            "rect",
            x=number(x),
            y=number(y),
            width=number(width),
            height=number(height),
            fill=fill,
            **attributes,
        )

    def circle(self, x: float, y: float, radius: float, fill: str, **attributes: float | str) -> None:
        """Draw a circle around a centre."""
        self.shape("circle", cx=number(x), cy=number(y), r=number(radius), fill=fill, **attributes)

    def ring(
        self, x: float, y: float, radius: float, stroke: str, thickness: float, **more: float | str
    ) -> None:
        """Draw a circle's outline."""
        self.circle(x, y, radius, "none", stroke=stroke, stroke_width=number(thickness), **more)

    def path(self, data: str, fill: str, **attributes: float | str) -> None:
        """Draw a filled path."""
        self.shape("path", d=data, fill=fill, **attributes)

    def line(self, data: str, stroke: str, thickness: float, **attributes: float | str) -> None:
        """Draw an open path with round ends."""
        self.path(
            data, "none", stroke=stroke, stroke_width=number(thickness), stroke_linecap="round", **attributes
        )

    def polygon(self, points: Iterable[tuple[float, float]], fill: str, **attributes: float | str) -> None:
        """Draw a filled polygon."""
        self.path("M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z", fill, **attributes)

    def fade(self, stops: Sequence[Stop], *, across: bool = False) -> str:
        """Define a straight gradient, downwards or ``across``, of (place, colour[, opacity]) stops."""
        end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        return self.define(f'<linearGradient id="{{id}}" {end}>{_stops(stops)}</linearGradient>')

    def bloom(self, stops: Sequence[Stop]) -> str:
        """Define a round gradient from the middle out."""
        return self.define(f'<radialGradient id="{{id}}">{_stops(stops)}</radialGradient>')

    def figure(self, x: float, foot: float, height: float, fill: str, *, skirt: float = 0.0) -> None:
        """Draw a small standing person, feet at (x, foot); a ``skirt`` (0..1) widens the hem."""
        unit = height / 8
        hem = 0.8 + 1.4 * skirt
        half = [(0.28, 6.4), (0.95, 6.2), (1.2, 5.3), (0.82 - 0.15 * skirt, 3.5), (hem, 0.0)]
        fork = [] if skirt else [(0.14, 0.0), (0.0, 2.9)]
        side = [*half, *fork]
        points = [(x - dx * unit, foot - dy * unit) for dx, dy in side]
        points += [(x + dx * unit, foot - dy * unit) for dx, dy in reversed(side)]
        self.circle(x, foot - 7.2 * unit, 0.7 * unit, fill)
        self.polygon(points, fill, stroke=fill, stroke_width=number(unit * 0.3), stroke_linejoin="round")

    def crescent(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a waxing moon."""
        inner, tip, half = radius * 0.89, x + radius * 0.5, radius * 0.866
        self.path(
            f"M{number(tip)} {number(y - half)}A{number(radius)} {number(radius)} 0 1 0 "
            f"{number(tip)} {number(y + half)}"
            f"A{number(inner)} {number(inner)} 0 1 1 {number(tip)} {number(y - half)}Z",
            fill,
        )

    def stars(self, count: int, *, top: float, foot: float) -> None:
        """Scatter stars of three sizes between two heights; a wide sheet gets twice as many."""
        for size, share in ((1.8, 0.5), (2.8, 0.33), (4.4, 0.17)):
            dots = "".join(
                f"M{self.chance.uniform(0, self.width):.0f} {self.chance.uniform(top, foot):.0f}h0"
                for _ in range(round(count * share) * (2 if self.wide else 1))
            )
            self.line(dots, self.inks.light, size, opacity=0.85)

    def text(self, words: str, **attributes: float | str) -> None:
        """Set a line of real text; the words are escaped."""
        self.add(f"<text{_attributes(attributes)}>{escape(words)}</text>")

    def document(self, label: str) -> str:
        """Return the whole SVG, with ``label`` as its accessible name."""
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        box = f"0 0 {number(self.width)} {number(self.height)}"
        name = quoteattr(label)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label={name}>'
            f"{defs}{''.join(self._body)}</svg>"
        )


def _stops(stops: Sequence[Stop]) -> str:
    parts = []
    for stop in stops:
        place, colour = stop[0], stop[1]
        opacity = f' stop-opacity="{stop[2]:g}"' if len(stop) > 2 else ""  # noqa: PLR2004 - (place, colour, opacity)
        parts.append(f'<stop offset="{place:g}" stop-color="{colour}"{opacity}/>')
    return "".join(parts)
