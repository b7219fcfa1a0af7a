"""Setting a title: which face, how large, where the lines break."""

from dataclasses import dataclass
from unicodedata import category, east_asian_width

# System faces only: a poster is an image, and an image fetches nothing. The first names are the ones that
# ship with desktops and phones; Noto and DejaVu cover Linux and the Indian scripts.
_INDIC = (
    "'Noto Sans Devanagari','Noto Sans Telugu','Noto Sans Bengali','Noto Sans Tamil','Noto Sans Malayalam',"
    "'Noto Sans Kannada','Nirmala UI','Kohinoor Devanagari','Kohinoor Telugu','Kohinoor Bangla'"
)
SERIF = f"'Iowan Old Style',Charter,Georgia,'Noto Serif','DejaVu Serif',{_INDIC},serif"
SANS = f"'Avenir Next','Segoe UI','Helvetica Neue',Roboto,'Noto Sans','DejaVu Sans',{_INDIC},sans-serif"

LEADING = 1.06
"""Distance of two baselines, in em."""

_LOUD = {"Action", "Science Fiction", "Crime", "Horror", "Thriller", "Adventure"}
_NARROW = frozenset("iljftrI.,:;'’!|·()[] -")
_BROAD = frozenset("mwMW—½")


@dataclass(frozen=True, slots=True)
class Face:
    """A way of lettering: font family, weight, whether in capitals, and extra letter spacing in em."""

    family: str
    weight: int
    capitals: bool
    spacing: float


_CAPITALS = Face(SANS, 800, capitals=True, spacing=0.01)
_BOOK = Face(SERIF, 700, capitals=False, spacing=-0.01)
_PLAIN = Face(SANS, 800, capitals=False, spacing=-0.02)


def face_for(genres: tuple[str, ...]) -> Face:
    """Choose a face by the leading genre: capitals for loud films, a serif for grave ones, else plain."""
    leading = genres[0] if genres else ""
    if leading in _LOUD:
        return _CAPITALS
    if leading in {"Comedy", "Animation", "Family", "Musical"}:
        return _PLAIN
    return _BOOK


def width_of(text: str) -> float:
    """Estimate a bold line's width in em; on the wide side, so that the broadest system face still fits."""
    total = 0.0
    for letter in text:
        if category(letter) in {"Mn", "Me"}:
            continue
        if category(letter) == "Mc":
            total += 0.35
        elif east_asian_width(letter) in {"W", "F"}:
            total += 1.0
        elif letter in _NARROW:
            total += 0.42
        elif letter in _BROAD:
            total += 1.06
        elif ord(letter) > 0x900:  # noqa: PLR2004 - where the Indian scripts begin
            total += 0.92
        else:
            total += 0.8 if letter.isupper() else 0.69
    return total


def wrap(text: str, lines: int) -> list[str]:
    """Break ``text`` at spaces into at most ``lines`` lines, the longest of them as short as it can be."""
    words = text.split()
    if lines <= 1 or len(words) <= 1:
        return [" ".join(words)]
    best: list[str] = [" ".join(words)]
    for cut in range(1, len(words)):
        tail = wrap(" ".join(words[cut:]), lines - 1)
        candidate = [" ".join(words[:cut]), *tail]
        if max(map(width_of, candidate)) < max(map(width_of, best)):
            best = candidate
    return best


def fit(
    text: str, *, room: float, tall: float, largest: float, smallest: float, lines: int = 3
) -> tuple[list[str], float]:
    """Return the lines and the size that set ``text`` as large as allowed, ``room`` wide and ``tall`` high.

    Both are in units. Fewer lines win when they reach nearly the same size. A word too long even for the
    smallest size is set smaller still: nothing runs over the edge.
    """
    best: tuple[list[str], float] = ([], 0.0)
    for count in range(1, lines + 1):
        broken = wrap(text, count)
        size = min(largest, room / max(width_of(line) for line in broken), tall / (count * LEADING))
        # A taller stack pays a little, or every title would be set one word a line.
        if size > best[1] * 1.12:
            best = (broken, size)
        if size >= largest:
            break
    broken, size = best
    return broken, size if size >= smallest else min(smallest, room / max(map(width_of, broken)))
