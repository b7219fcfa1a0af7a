"""What the demo house knows about one film."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Film:
    """A film: its facts, our words about it, and how it is drawn and programmed.

    ``cast`` is (name, role or None) in billing order. ``languages`` are those spoken, the main one first; a
    silent film has ``Silent``. ``dubs`` are the languages of its other versions. ``popularity`` (1..100)
    orders the catalogue and decides how many shows a film gets. ``palette`` is (ground, light, accent).
    """

    slug: str
    title: str
    original_title: str | None
    released_on: date
    minutes: int
    certificate: str
    genres: tuple[str, ...]
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    directors: tuple[str, ...]
    cast: tuple[tuple[str, str | None], ...]
    tagline: str
    synopsis: str
    popularity: int
    motif: str
    palette: tuple[str, str, str]
    formats: tuple[str, ...] = ("2D",)
    dubs: tuple[str, ...] = ()

    @property
    def colours(self) -> dict[str, str]:
        """The palette by name, as the catalogue keeps it."""
        ground, light, accent = self.palette
        return {"ground": ground, "light": light, "accent": accent}

    @property
    def versions(self) -> tuple[str, ...]:
        """The languages a show may be in: the main one, then the dubbed ones."""
        return self.languages[0], *self.dubs

    @property
    def people(self) -> str:
        """Directors and cast in one line, for search."""
        return ", ".join(dict.fromkeys((*self.directors, *(name for name, _ in self.cast))))
