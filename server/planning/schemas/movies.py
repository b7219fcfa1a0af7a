"""Wire shapes of films."""

from datetime import date as Date  # noqa: N812 # as in the programme's shapes
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from server.catalogue.posters.colour import contrast
from server.catalogue.posters.motifs import motif as known_motif
from server.core.calendar import GivenDate
from server.core.editing import Change, Editable
from server.core.text import Text
from server.core.wire import Moment, Wire
from server.planning.schemas.parts import Line, Names, Prose, SearchQuery, Short, Slug, different
from server.programme.schemas import CastMember, Palette

_READABLE = 4.5
"""The contrast that WCAG 2 asks of text."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
PersonName = Annotated[str, Text(120)]


def _motif(name: str) -> str:
    known_motif(name)
    return name


class PaletteIn(Wire):
    """The three colours of a poster; its lettering is light on ground."""

    ground: Colour = "#1b1430"
    light: Colour = "#f4efe6"
    accent: Colour = "#ffb454"

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if contrast(self.ground, self.light) < _READABLE:
            raise ValueError(f"light on ground has a contrast of less than {_READABLE}: it cannot be read")
        return self


class CastIn(Wire):
    """Somebody on the screen, and as whom."""

    name: PersonName
    role: Annotated[PersonName | None, Field(description="The character's name")] = None


class MovieIn(Wire):
    """A film as it is to be."""

    slug: Slug | None = None
    title: Line
    original_title: Annotated[Line | None, Field(description="In its own script")] = None
    tagline: Annotated[str, Text(200, least=0)] = ""
    synopsis: Prose
    genres: Annotated[Names, Field(min_length=1)]
    languages: Annotated[Names, Field(min_length=1, description="In which it can be shown, its own first")]
    countries: Names = Field(default_factory=list)
    duration_minutes: Annotated[int, Field(ge=1, le=900)]
    released_on: GivenDate
    certificate: Annotated[str, Text(8, least=0)] = ""
    popularity: Annotated[int, Field(ge=0, le=1_000_000, description="Higher comes first in lists")] = 0
    palette: PaletteIn = Field(default_factory=PaletteIn)
    motif: Annotated[
        str, AfterValidator(_motif), Field(max_length=40, description="The drawing on the poster")
    ] = "curtain"
    cast: Annotated[list[CastIn], Field(max_length=100, description="In billing order")] = Field(
        default_factory=list
    )
    directors: Annotated[list[PersonName], AfterValidator(different), Field(max_length=20)] = Field(
        default_factory=list
    )


class MovieChange(MovieIn, Change):
    """A film as it is to be from now on."""


class HouseMovie(Editable):
    """A film as it is."""

    id: int
    slug: str
    title: str
    original_title: str | None
    tagline: str
    synopsis: str
    genres: list[str]
    languages: list[str]
    countries: list[str]
    duration_minutes: int
    released_on: Date
    certificate: str
    popularity: int
    palette: Palette
    motif: str
    cast: list[CastMember]
    directors: list[str]
    rating: float | None
    rating_count: int
    poster_url: str
    shows: Annotated[int, Field(description="Shows of it that are still to begin")]
    created_at: Moment
    updated_at: Moment

    def picture(self) -> dict[str, Any]:
        """Return all of it but what follows from tickets, time and ratings."""
        return self.model_dump(mode="json", include=set(MovieIn.model_fields))


class MoviesQuery(SearchQuery):
    """Films by what is in their title, by language and genre."""

    language: Short | None = None
    genre: Short | None = None
