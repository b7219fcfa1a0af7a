"""Colour arithmetic on ``#rrggbb`` strings, and the inks a poster derives from its three colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import fullmatch

_BLACK = "#07060a"
_LINEAR_UP_TO = 0.04045  # where the sRGB curve leaves its straight foot


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0..255. Raises ``ValueError`` when it is not ``#rrggbb``."""
    if not fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"a colour is #rrggbb, not {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0..1) of ``second`` in it."""
    pairs = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2, 0 (black) to 1 (white)."""

    def linear(value: int) -> float:
        share = value / 255
        return float(share / 12.92 if share <= _LINEAR_UP_TO else ((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(value) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2 between two colours, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Inks:
    """The few inks of one poster: three given, four mixed, as a screen printer would."""

    ground: str
    light: str
    accent: str
    deep: str
    dusk: str
    glow: str
    mist: str

    @classmethod
    def of(cls, palette: Mapping[str, str]) -> "Inks":
        """Mix a palette's inks. Raises ``KeyError`` for a missing colour, ``ValueError`` for a wrong one."""
        ground, light, accent = palette["ground"], palette["light"], palette["accent"]
        return cls(
            ground=ground,
            light=light,
            accent=accent,
            deep=mix(ground, _BLACK, 0.5),
            dusk=mix(ground, accent, 0.42),
            glow=mix(accent, light, 0.5),
            mist=mix(ground, light, 0.22),
        )
