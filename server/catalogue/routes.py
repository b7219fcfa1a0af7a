"""Routes of the catalogue's own drawings: posters and backdrops."""

from sanic import HTTPResponse, Request

from server.catalogue.posters import draw
from server.catalogue.service import poster_subject
from server.core.errors import NotFound
from server.core.http.operation import Router
from server.core.tokens import Caller

router = Router("catalogue")

_WIDE = ".wide"


@router.operation(
    "GET", "/posters/<name:svg>", summary="A film's poster or backdrop, drawn by the house",
    content_type="image/svg+xml", refusals=(NotFound,),
)  # fmt: skip
async def poster(_: Request, __: Caller | None, *, name: str) -> HTTPResponse:
    """`{slug}.svg` is the poster (2:3), `{slug}.wide.svg` the backdrop (16:9)."""
    slug = name.removesuffix(_WIDE)
    subject = await poster_subject(slug)
    if subject is None:
        raise NotFound("There is no such film")
    drawing = draw(subject, wide=name.endswith(_WIDE)).encode()
    return HTTPResponse(
        drawing, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )
