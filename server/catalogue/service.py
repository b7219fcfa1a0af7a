"""Use cases of the catalogue."""

from server.catalogue.models import Movie
from server.catalogue.posters import PosterSubject


async def poster_subject(slug: str) -> PosterSubject | None:
    """Return what a film's poster is drawn from, or None."""
    movie = await Movie.filter(slug=slug).first()
    if movie is None:
        return None
    return PosterSubject(
        slug=movie.slug,
        title=movie.title,
        year=movie.released_on.year,
        palette=movie.palette,
        motif=movie.motif,
        original_title=movie.original_title,
        genres=tuple(movie.genres),
    )
