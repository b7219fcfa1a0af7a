"""What a poster needs to know about a film."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosterSubject:
    """A film as the poster sees it.

    ``palette`` has ``ground``, ``light`` and ``accent`` as ``#rrggbb``; lettering is ``light`` on ``ground``,
    so the two must contrast. ``motif`` is ``name`` or ``name/variant``. ``slug`` seeds the small variations:
    the same film always gets the same drawing.
    """

    slug: str
    title: str
    year: int
    palette: Mapping[str, str]
    motif: str
    original_title: str | None = None
    genres: tuple[str, ...] = ()
